import type { Row } from '@das/core';

/** A cell as text; NULL, and what is no text, number or boolean, is empty. */
export function cellText(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** A moment, where there is one. */
export function cellDate(row: Row, column: string): Date | undefined {
  const value = row[column];
  return value instanceof Date ? value : undefined;
}

/** A list: an ARRAY, or the text of one, as different versions of a view write it. */
export function cellList(row: Row, column: string): readonly string[] {
  const value = row[column];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'string') return [];
  if (value.startsWith('["')) return (JSON.parse(value) as readonly unknown[]).map(String);
  return value.split(/[\s,'"[\]()]+/).filter((each) => each !== '');
}

/** A full name of cells; `undefined` where one of them is empty. */
export function cellName(row: Row, ...columns: readonly string[]): readonly string[] {
  return columns.map((column) => cellText(row, column)).filter((part) => part !== '');
}
