import type { DuckDBConnection } from '@duckdb/node-api';
import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { StreamPositions } from '../streams/stream-positions.js';
import { conflict, executionFailed } from '../warehouse/errors.js';
import { fromDuckError } from './duck-error.js';
import type { TableLocks } from './table-locks.js';

/**
 * The transaction of one session.
 *
 * DuckDB's own transaction begins with the first statement that needs it, after the tables are
 * locked, so that its snapshot is never older than the lock.
 */
export class Transaction {
  readonly #connection: DuckDBConnection;
  readonly #locks: TableLocks;
  readonly #positions: StreamPositions;
  #state: 'none' | 'open' | 'begun' | 'failed' = 'none';
  /** The count of committed writes when the snapshot was taken. */
  #snapshot = 0;

  constructor(connection: DuckDBConnection, locks: TableLocks, positions: StreamPositions) {
    this.#connection = connection;
    this.#locks = locks;
    this.#positions = positions;
  }

  get isOpen(): boolean {
    return this.#state !== 'none';
  }

  begin(): void {
    if (this.#state === 'none') this.#state = 'open';
  }

  async commit(): Promise<void> {
    if (this.#state === 'failed') {
      await this.rollback();
      throw executionFailed('the transaction was rolled back: a statement in it had failed', {
        number: 90_232,
        sqlState: '25000',
        next: 'run the transaction again',
      });
    }
    try {
      if (this.#state === 'begun') {
        await this.#positions.beforeCommit();
        await this.#connection.run('COMMIT');
      }
      this.#end('committed');
    } catch (error) {
      await this.#rollbackQuietly();
      this.#end('undone');
      throw fromDuckError(error);
    }
  }

  async rollback(): Promise<void> {
    try {
      if (this.#state === 'begun' || this.#state === 'failed') await this.#rollbackQuietly();
    } finally {
      this.#end('undone');
    }
  }

  /** Marks the transaction as broken by a failed statement. */
  fail(): void {
    if (this.#state === 'begun') this.#state = 'failed';
  }

  /** Runs work that reads, in the open transaction if there is one. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseFailed();
    if (this.#state === 'none') return await work();
    await this.#ensureBegun();
    return await this.#failing(work);
  }

  /**
   * Runs work that writes to a table, in the open transaction or in one of its own.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` when the work decides by the whole table, and
   * the table has changed since the transaction first read: DuckDB would show it the old rows.
   */
  async write<T>(
    table: number,
    work: () => Promise<T>,
    options: {
      signal: AbortSignal | undefined;
      readsWholeTable?: boolean;
      /** Streams that the work reads: nobody else may consume them until the end. */
      streams?: ReadonlyMap<number, StreamObject>;
    },
  ): Promise<T> {
    this.#refuseFailed();
    const isOwn = this.#state === 'none';
    try {
      await this.#locks.acquire(table, this, options.signal);
      const streams = [...(options.streams?.values() ?? [])].sort((a, b) => a.id - b.id);
      for (const stream of streams) {
        await this.#locks.acquire(stream.id, this, options.signal);
        if (this.#state === 'begun' && this.#locks.hasChangedSince(stream.id, this.#snapshot)) {
          throw conflict('another transaction consumed the stream after this one began to read');
        }
      }
      const isStale = this.#state === 'begun' && this.#locks.hasChangedSince(table, this.#snapshot);
      if (options.readsWholeTable === true && isStale) {
        throw conflict('another transaction changed the table after this one began to read');
      }
      if (isOwn) this.#state = 'open';
      await this.#ensureBegun();
      const result = await this.#failing(async () => {
        await this.#positions.beforeWrite(table, isStale);
        for (const stream of streams) await this.#positions.consume(stream);
        const done = await work();
        await this.#positions.afterWrite(table);
        return done;
      });
      if (isOwn) await this.commit();
      return result;
    } catch (error) {
      if (isOwn) await this.rollback();
      throw error;
    }
  }

  async #ensureBegun(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#snapshot = this.#locks.writes;
    await this.#connection.run('BEGIN TRANSACTION');
    this.#state = 'begun';
  }

  async #failing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // DuckDB has no savepoints: after a failed statement nothing of the transaction can be kept.
      this.fail();
      throw error;
    }
  }

  #refuseFailed(): void {
    if (this.#state !== 'failed') return;
    throw executionFailed('the transaction can only be rolled back: a statement in it failed', {
      number: 90_232,
      sqlState: '25000',
      next: 'roll back and run the transaction again',
    });
  }

  async #rollbackQuietly(): Promise<void> {
    try {
      await this.#connection.run('ROLLBACK');
    } catch {
      // DuckDB has rolled back already when a commit fails; there is nothing left to undo.
    }
  }

  #end(outcome: 'committed' | 'undone'): void {
    this.#state = 'none';
    this.#positions.clear();
    this.#locks.release(this, outcome);
  }
}
