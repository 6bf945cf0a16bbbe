import type { Row } from '@das/core';
import { DuckDBBlobValue } from '@duckdb/node-api';
import type { DataType } from '../datatype/data-type.js';

/** Rows, and about how many characters, of a result that are kept for `RESULT_SCAN`. */
const largest = { rows: 10_000, characters: 8_000_000 };

/** A column of a kept result. */
export interface KeptColumn {
  readonly name: string;
  readonly type: DataType;
}

/** The result of a statement, while it is small enough to be kept. */
export class KeptResult {
  readonly columns: readonly KeptColumn[];
  #batches: (readonly (readonly unknown[])[])[] = [];
  #rows = 0;
  #characters = 0;
  #isTooLarge = false;

  constructor(columns: readonly KeptColumn[]) {
    this.columns = columns.map(({ name, type }) => ({ name, type }));
  }

  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  get rowCount(): number {
    return this.#rows;
  }

  get characters(): number {
    return this.#characters;
  }

  /** Takes rows as the engine gives them: column by column. */
  add(columns: readonly (readonly unknown[])[], count: number): void {
    if (this.#isTooLarge) return;
    this.#rows += count;
    if (this.#rows <= largest.rows) {
      for (const column of columns) for (const cell of column) this.#characters += sizeOf(cell);
    }
    this.#isTooLarge = this.#rows > largest.rows || this.#characters > largest.characters;
    if (this.#isTooLarge) this.#batches = [];
    else this.#batches.push(columns);
  }

  /** Takes the rows of a statement that is no query. */
  addRows(names: readonly string[], rows: readonly Row[]): void {
    this.add(
      names.map((name) => rows.map((row) => row[name])),
      rows.length,
    );
  }

  /** The rows as JSON: lists of texts, each of which DuckDB can cast to the type of its column. */
  json(): string {
    const rows: (string | null)[][] = [];
    for (const batch of this.#batches) {
      const count = batch[0]?.length ?? 0;
      for (let at = 0; at < count; at += 1) rows.push(batch.map((column) => textOf(column[at])));
    }
    return JSON.stringify(rows);
  }
}

function sizeOf(cell: unknown): number {
  if (typeof cell === 'string') return cell.length;
  return cell instanceof DuckDBBlobValue ? cell.bytes.length : 8;
}

function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell instanceof Date) return cell.toISOString().slice(0, 23).replace('T', ' ');
  if (cell instanceof DuckDBBlobValue) return Buffer.from(cell.bytes).toString('hex');
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  return String(cell);
}
