import { type Session, sql, type Value } from '@das/core';
import type { SeenColumn } from './coverage-proof.js';

/** The values of each column, in a form in which they can be compared; `null` is NULL. */
export type ColumnValues = ReadonlyMap<string, readonly (string | null)[]>;

/** A stored text shorter than this may stand in a mask by chance. */
const tellingLength = 4;

/** Reads columns of a table. */
export async function readValues(
  session: Session,
  table: readonly string[],
  columns: readonly string[],
): Promise<ColumnValues> {
  const list = sql.join(columns.map((column) => sql.id(column)));
  const { rows } = await session.execute(sql`SELECT ${list} FROM ${sql.id(...table)}`);
  return new Map(columns.map((column) => [column, rows.map((row) => textOf(row[column]))]));
}

function textOf(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What values show of those that are stored: a value, or a text that holds it, turned round or encoded. */
export function sawOf(
  read: readonly (string | null)[],
  stored: readonly (string | null)[],
): SeenColumn['saw'] {
  const isBoolean = stored.every((each) => each === 'true' || each === 'false');
  const shown = read.filter((each) => each !== null && tells(each, stored)).length;
  if (shown === 0) return 'masked';
  // TRUE for all is a mask, and shows whoever has TRUE nothing.
  if (isBoolean && new Set(read).size === 1) return 'masked';
  return shown === read.length ? 'clear' : 'both';
}

function tells(seen: string, stored: readonly (string | null)[]): boolean {
  const undone = undoings.map((undo) => undo(seen));
  return stored.some((each) => {
    if (each === null) return false;
    if (each === seen) return true;
    const plain = each.toLowerCase();
    return plain.length >= tellingLength && undone.some((text) => text.includes(plain));
  });
}

/** Ways in which what was done to a text can be undone, so that the text is seen in it. */
const undoings: readonly ((seen: string) => string)[] = [
  (seen) => seen.toLowerCase(),
  (seen) => [...seen.toLowerCase()].reverse().join(''),
  (seen) => Buffer.from(seen, 'base64').toString('utf8').toLowerCase(),
  (seen) => Buffer.from(seen, 'hex').toString('utf8').toLowerCase(),
];
