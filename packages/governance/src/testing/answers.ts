import type { Value } from '@das/core';

/** A cell, in a form in which two answers of different drivers can be compared. */
export interface CellValue {
  readonly is: 'value';
  /** NULL is `null`; anything else is text of one form for each type. */
  readonly text: string | null;
  readonly isText: boolean;
}

/** What a persona finds in a cell. */
export type CellAnswer = CellValue | { readonly is: 'refused' };

/** What becomes of one row for a persona. */
export type RowAnswer =
  | { readonly is: 'seen'; readonly cells: ReadonlyMap<string, CellAnswer> }
  | { readonly is: 'hidden' }
  /** The roles may not read the table at all. */
  | { readonly is: 'denied' }
  /** Every query over the table fails, as an aggregation policy makes it. */
  | { readonly is: 'refused' };

/** All that was seen, by persona and place of the row, beside what is stored. */
export interface Answers {
  readonly stored: readonly ReadonlyMap<string, CellValue>[];
  readonly personas: ReadonlyMap<string, readonly RowAnswer[]>;
}

/** Brings a value to the form in which it is compared. */
export function cellValue(value: Value): CellValue {
  return { is: 'value', text: textOf(value), isText: typeof value === 'string' };
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
