import { type DuckDBConnection, timestampValue } from '@duckdb/node-api';
import type { Database } from '../engine/database.js';
import { columnList, type HistoryTable } from './history-tables.js';

/** A cell of a bookkeeping table. */
export type HistoryCell = string | number | Date | null | undefined;

/**
 * Where rows are put together, in memory. An appender blocks this process until its rows are committed, and a
 * commit to the database waits for those of others; that of a statement is waited for elsewhere.
 */
function beside({ name }: HistoryTable): string {
  return `new_${name}`;
}

/** Rows kept for each table, and days after which a row is gone. */
const kept = { rows: 100_000, days: 365 };

/** Writes rows of the history, on a connection of its own. */
export class HistoryStore {
  readonly #database: Database;
  readonly #clock: () => Date;
  #connection: DuckDBConnection | undefined;
  readonly #last = new Map<string, number>();

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  async append(table: HistoryTable, rows: readonly (readonly HistoryCell[])[]): Promise<void> {
    if (rows.length === 0) return;
    this.#connection ??= await this.#database.connect();
    const connection = this.#connection;
    let number = this.#last.get(table.name) ?? (await this.#open(connection, table));
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${beside(table)} (${columnList(table)})`);
    const appender = await connection.createAppender(beside(table), 'main', 'temp');
    for (const row of rows) {
      number += 1;
      for (const [at, [, type]] of table.columns.entries()) {
        const cell = at === 0 ? number : row[at - 1];
        if (cell === null || cell === undefined) appender.appendNull();
        else if (cell instanceof Date) {
          appender.appendTimestamp(timestampValue(BigInt(cell.getTime()) * 1000n));
        } else if (type === 'BIGINT') appender.appendBigInt(BigInt(Math.round(Number(cell))));
        else if (type === 'DOUBLE') appender.appendDouble(Number(cell));
        else appender.appendVarchar(String(cell));
      }
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(
      `INSERT INTO das_catalogue.${table.name} SELECT * FROM temp.${beside(table)}`,
    );
    this.#last.set(table.name, number);
    // Now and then only: most writes would find nothing to remove.
    if (number % 10_000 < rows.length) await this.#prune(connection, table, number);
  }

  close(): void {
    this.#connection?.closeSync();
    this.#connection = undefined;
  }

  /** The highest number of a table that may hold rows of an earlier time. */
  async #open(connection: DuckDBConnection, table: HistoryTable): Promise<number> {
    const reader = await connection.runAndReadAll(
      `SELECT COALESCE(max(number), 0) FROM das_catalogue.${table.name}`,
    );
    const number = Number(reader.getRows()[0]?.[0]);
    if (number > 0) await this.#prune(connection, table, number);
    return number;
  }

  async #prune(connection: DuckDBConnection, table: HistoryTable, number: number): Promise<void> {
    const oldest = this.#clock().getTime() - kept.days * 86_400_000;
    await connection.run(
      `DELETE FROM das_catalogue.${table.name} WHERE number <= $1 OR ${table.time} < $2`,
      [BigInt(number - kept.rows), timestampValue(BigInt(oldest) * 1000n)],
    );
  }
}
