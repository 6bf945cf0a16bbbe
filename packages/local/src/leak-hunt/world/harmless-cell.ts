import type { Cell, CellType } from './cell.js';

/**
 * A value near another, different for each number: it converts to what the other converts to, and
 * every mask makes the same of both.
 */
export function harmlessCell(value: Cell, type: CellType, at: number): Cell {
  switch (type) {
    case 'number':
      return (Number(value ?? 0) + (at + 1) / 100).toFixed(2);
    case 'float':
      return Number(value ?? 0) + (at + 1) / 4;
    case 'date':
      return laterDay(String(value ?? '1900-01-01'), at + 1);
    case 'timestamp':
      return `1900-01-01 00:00:${String(10 + at)}`;
    case 'binary':
      return `AA${String(10 + at)}`;
    case 'text':
      return harmlessText(String(value ?? ''), at);
    case 'boolean':
    case 'variant':
    case 'array':
      return value;
  }
}

function harmlessText(text: string, at: number): string {
  if (/^\d+$/.test(text)) return `${text}${at}`;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return laterDay(text, at + 1);
  const letter = String.fromCharCode(97 + at);
  return `${text.slice(0, 1)}${letter}${text.slice(1)}`;
}

function laterDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
