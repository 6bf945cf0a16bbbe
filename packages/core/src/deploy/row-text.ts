import type { Row } from '../warehouse/warehouse.js';

/** The text in a column of a row; empty where there is none, or where it is no text. */
export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}
