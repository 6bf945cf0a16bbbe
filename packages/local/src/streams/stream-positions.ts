import type { DuckDBConnection } from '@duckdb/node-api';
import type { StreamObject, TableObject } from '../catalogue/catalogue-object.js';
import type { Engine } from '../engine/engine.js';
import {
  advanceOffset,
  numberRows,
  positionQuery,
  pruneJournal,
  trackedTable,
} from './change-tracking.js';

/**
 * What the transaction of one session knows of streams: at which moment each table stood when the
 * transaction began, and which streams its DML has read, whose offsets move when it commits.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export class StreamPositions {
  readonly #connection: DuckDBConnection;
  readonly #engine: Pick<Engine, 'catalogue'>;
  readonly #starts = new Map<number, bigint>();
  readonly #written = new Map<number, bigint>();
  readonly #consumed = new Map<number, bigint>();

  constructor(connection: DuckDBConnection, engine: Pick<Engine, 'catalogue'>) {
    this.#connection = connection;
    this.#engine = engine;
  }

  /** The tables that the open transaction has written to, as they stood before: streams stop there. */
  get bounds(): ReadonlyMap<number, bigint> {
    return this.#written;
  }

  /** Under the lock of the table, before it is written to. */
  async beforeWrite(id: number, isStale: boolean): Promise<void> {
    const table = trackedTable(this.#engine.catalogue, id);
    if (table === undefined) return;
    // What another transaction forgot since this one began would be a conflict.
    if (!isStale && !this.#written.has(id)) await this.#connection.run(pruneJournal(table));
    this.#written.set(id, await this.#start(table));
  }

  async afterWrite(id: number): Promise<void> {
    const table = trackedTable(this.#engine.catalogue, id);
    if (table !== undefined) await this.#connection.run(numberRows(table));
  }

  /** Remembers that DML reads a stream; its offset moves to where the transaction began. */
  async consume(stream: StreamObject): Promise<void> {
    const table = trackedTable(this.#engine.catalogue, stream.table);
    if (table !== undefined) this.#consumed.set(stream.id, await this.#start(table));
  }

  async beforeCommit(): Promise<void> {
    for (const [stream, position] of this.#consumed) {
      await this.#connection.run(advanceOffset(stream, position));
    }
  }

  clear(): void {
    this.#starts.clear();
    this.#written.clear();
    this.#consumed.clear();
  }

  async #start(table: TableObject): Promise<bigint> {
    const known = this.#starts.get(table.id);
    if (known !== undefined) return known;
    const position = await readPosition(this.#connection, table);
    this.#starts.set(table.id, position);
    return position;
  }
}

/** The moment of a table that the open transaction of a connection sees. */
export async function readPosition(
  connection: DuckDBConnection,
  table: TableObject,
): Promise<bigint> {
  const reader = await connection.runAndReadAll(positionQuery(table));
  return BigInt(String(reader.getRows()[0]?.[0] ?? 0));
}
