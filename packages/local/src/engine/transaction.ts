import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from '../catalogue/catalogue.js';
import {
  physicalTable,
  type StreamObject,
  type TableObject,
} from '../catalogue/catalogue-object.js';
import type { StreamPositions } from '../streams/stream-positions.js';
import { versionsOf } from '../time-travel/prune-versions.js';
import { conflict } from '../warehouse/errors.js';
import { DirectWriter } from '../writing/direct-writer.js';
import { PendingRows, type WritableTable } from '../writing/pending-rows.js';
import { writableTable } from '../writing/writable-table.js';
import { fromDuckError } from './duck-error.js';
import type { Engine } from './engine.js';
import { inOneTransaction } from './in-one-transaction.js';
import { StaleStatement } from './stale-statement.js';
import type { SideTable, TableChange } from './table-change.js';
import type { LockOwner, LockWait } from './table-locks.js';

/**
 * The transaction of one session, READ COMMITTED: each statement sees what was committed before it,
 * and what the transaction itself has changed.
 *
 * A statement outside a transaction changes its table in place. Inside one, changes are kept beside
 * their tables, which stay locked, and are written when it commits.
 *
 * @see https://docs.snowflake.com/en/sql-reference/transactions
 */
export class Transaction implements LockOwner {
  readonly #connection: DuckDBConnection;
  readonly #engine: Engine;
  readonly #positions: StreamPositions;
  readonly #lockTimeout: () => number;
  readonly #pending = new Map<string, PendingRows>();
  /** The tables of the account among them. */
  readonly #tables = new Map<string, TableObject>();
  #isOpen = false;
  #id: string | undefined;
  /** Whether it was undone while its session was idle, which the session was not told yet. */
  #isAborted = false;
  #idleSince: number | undefined;
  /** Runs something between two statements of the session, where one can wait between statements. */
  #betweenStatements: ((work: () => Promise<void>) => Promise<void>) | undefined;
  /** The count of committed writes when the first statement began; nothing before that. */
  #start: number | undefined;
  /** Keeps row ids in place: DuckDB moves rows only while no transaction is open. */
  #anchor: DuckDBConnection | undefined;

  /** @param lockTimeout - how many seconds a statement waits for a lock, as its session wants it */
  constructor(
    connection: DuckDBConnection,
    engine: Engine,
    positions: StreamPositions,
    lockTimeout: () => number,
  ) {
    this.#connection = connection;
    this.#engine = engine;
    this.#positions = positions;
    this.#lockTimeout = lockTimeout;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What has been changed and not committed, by physical table. */
  get pending(): ReadonlyMap<string, PendingRows> {
    return this.#pending;
  }

  /** What `CURRENT_TRANSACTION()` answers. */
  get id(): string | undefined {
    return this.#isOpen ? this.#id : undefined;
  }

  get idleSince(): number | undefined {
    return this.#isOpen ? this.#idleSince : undefined;
  }

  /** From here on the session says when it works, so that others can tell when it does not. */
  watch(betweenStatements: (work: () => Promise<void>) => Promise<void>): void {
    this.#betweenStatements = betweenStatements;
  }

  /** Runs something that the session does: it is not idle meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#idleSince = undefined;
    try {
      return await work();
    } finally {
      this.#idleSince = performance.now();
    }
  }

  async abortIfIdle(): Promise<void> {
    const since = this.idleSince;
    await this.#betweenStatements?.(async () => {
      if (since === undefined || this.idleSince !== since) return;
      try {
        await this.#end('undone');
      } finally {
        this.#isAborted = true;
      }
    });
  }

  /** Refuses to go on as if nothing had happened: what follows would be another transaction. */
  refuseAborted(): void {
    if (!this.#isAborted) return;
    throw conflict('the transaction was idle while another one waited for it, and was undone');
  }

  begin(): void {
    if (!this.#isOpen) this.#id = this.#newId();
    this.#isOpen = true;
  }

  #newId(): string {
    const { clock } = this.#engine;
    return String(
      BigInt(clock().getTime()) * 1_000_000n + BigInt(this.#engine.nextId() % 1_000_000),
    );
  }

  /** Before each statement: the first one of a transaction sets where its streams stop. */
  async beforeStatement(): Promise<void> {
    this.refuseAborted();
    if (!this.#isOpen || this.#start !== undefined) return;
    this.#start = this.#engine.locks.writes;
    await this.#positions.start();
  }

  /** Refuses streams that somebody else consumed since the transaction began: reads must repeat. */
  refuseConsumed(streams: ReadonlyMap<number, StreamObject>): void {
    const start = this.#start;
    if (start === undefined) return;
    for (const id of streams.keys()) {
      if (this.#engine.locks.hasChangedSince(id, start)) {
        throw conflict('another transaction consumed the stream after this one began');
      }
    }
  }

  async commit(): Promise<void> {
    try {
      this.refuseAborted();
      if (this.#pending.size > 0 || this.#positions.hasConsumed) {
        await this.#alone(async () => {
          for (const pending of this.#pending.values()) await this.#apply(pending);
          await this.#positions.beforeCommit();
          this.#releaseAnchor();
        });
      }
    } catch (error) {
      await this.#end('undone');
      throw fromDuckError(error);
    }
    await this.#end('committed');
  }

  async rollback(): Promise<void> {
    await this.#end('undone');
  }

  /**
   * Runs one statement that writes to a table, once no other transaction writes to it.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` when waiting would never end.
   */
  async write<T>(
    table: TableObject,
    signal: AbortSignal | undefined,
    work: (change: TableChange) => Promise<T>,
  ): Promise<T> {
    return this.#isOpen
      ? await this.#writeBeside(table, signal, work)
      : await this.#writeInPlace(table, signal, work);
  }

  /** Runs a statement that may consume streams and writes to no table: `COPY INTO` a stage. */
  async consume<T>(
    streams: ReadonlyMap<number, StreamObject>,
    compiledFor: Catalogue,
    signal: AbortSignal | undefined,
    statement: () => Promise<T>,
  ): Promise<T> {
    let outcome: 'committed' | 'undone' = 'undone';
    try {
      await this.#lockStreams(streams, signal, compiledFor);
      const result = await this.#alone(async () => {
        const done = await statement();
        for (const stream of streams.values()) await this.#positions.consume(stream);
        if (!this.#isOpen) await this.#positions.beforeCommit();
        return done;
      });
      outcome = 'committed';
      return result;
    } finally {
      if (!this.#isOpen) {
        this.#positions.clear();
        this.#engine.locks.release(this, outcome);
      }
    }
  }

  async #writeBeside<T>(
    table: TableObject,
    signal: AbortSignal | undefined,
    work: (change: TableChange) => Promise<T>,
  ): Promise<T> {
    await this.beforeStatement();
    const compiledFor = await this.#lockTable(table, signal);
    const rows = await this.#keepBeside(writableTable(table));
    this.#tables.set(rows.table.name, table);
    return await work({
      rows,
      side: async (other) => {
        const side = await this.#keepBeside(other);
        return { rows: side, source: side.source };
      },
      perform: async (streams, statement) => {
        await this.#lockStreams(streams, signal, compiledFor);
        const all = [...this.#pending.values()];
        for (const pending of all) pending.mark();
        try {
          const result = await this.#alone(statement);
          for (const stream of streams.values()) await this.#positions.consume(stream);
          this.#positions.note(table.id);
          return result;
        } catch (error) {
          for (const pending of all) pending.undo();
          throw error;
        }
      },
    });
  }

  async #writeInPlace<T>(
    table: TableObject,
    signal: AbortSignal | undefined,
    work: (change: TableChange) => Promise<T>,
  ): Promise<T> {
    let outcome: 'committed' | 'undone' = 'undone';
    try {
      const compiledFor = await this.#lockTable(table, signal);
      return await work({
        rows: this.#writer(physicalTable(table), table.id),
        side: async (other) => this.#inPlace(other),
        perform: async (streams, statement) => {
          await this.#lockStreams(streams, signal, compiledFor);
          const result = await this.#alone(async () => {
            await this.#positions.beforeWrite(table.id);
            for (const stream of streams.values()) await this.#positions.consume(stream);
            const done = await statement();
            await this.#positions.afterWrite(table.id);
            await this.#positions.beforeCommit();
            return done;
          });
          outcome = 'committed';
          return result;
        },
      });
    } finally {
      this.#positions.clear();
      this.#engine.locks.release(this, outcome);
    }
  }

  #inPlace(table: WritableTable): SideTable {
    return {
      rows: this.#writer(table.name),
      source: `(SELECT rowid AS rid, ${table.columns.join(', ')} FROM ${table.name})`,
    };
  }

  #writer(name: string, id?: number): DirectWriter {
    const versions =
      id === undefined ? undefined : versionsOf(this.#engine, id, () => this.#positions.change(id));
    return new DirectWriter(this.#connection, name, versions, this.#scratch('m'));
  }

  async #keepBeside(table: WritableTable): Promise<PendingRows> {
    const known = this.#pending.get(table.name);
    if (known !== undefined) return known;
    await this.#holdRowIds();
    const pending = await PendingRows.open(
      this.#connection,
      table,
      this.#scratch('o'),
      this.#scratch('m'),
    );
    this.#pending.set(table.name, pending);
    return pending;
  }

  /** A transaction of DuckDB that reads, as long as row ids are remembered. */
  async #holdRowIds(): Promise<void> {
    if (this.#anchor !== undefined) return;
    this.#anchor = await this.#engine.database.connect();
    await this.#anchor.run('BEGIN TRANSACTION');
    await this.#anchor.run('SELECT count(*) FROM das_catalogue.stream_offsets');
  }

  #releaseAnchor(): void {
    this.#anchor?.closeSync();
    this.#anchor = undefined;
  }

  async #apply(pending: PendingRows): Promise<void> {
    const id = this.#tables.get(pending.table.name)?.id;
    if (id !== undefined) await this.#positions.beforeWrite(id);
    await pending.apply(this.#writer(pending.table.name, id));
    if (id !== undefined) await this.#positions.afterWrite(id);
  }

  /**
   * @returns the catalogue for which the statement is compiled under the lock
   * @throws StaleStatement when the table is not what the statement has found any more.
   */
  async #lockTable(table: TableObject, signal: AbortSignal | undefined): Promise<Catalogue> {
    await this.#engine.locks.acquire(table.id, this, this.#wait(signal));
    const { catalogue } = this.#engine;
    const isOwn = table.persistence === 'TEMPORARY';
    if (!isOwn && catalogue.get(table.id) !== table) throw new StaleStatement();
    return catalogue;
  }

  /** @throws StaleStatement when the catalogue has changed since the statement was compiled. */
  async #lockStreams(
    streams: ReadonlyMap<number, StreamObject>,
    signal: AbortSignal | undefined,
    compiledFor: Catalogue,
  ): Promise<void> {
    for (const id of [...streams.keys()].sort((a, b) => a - b)) {
      await this.#engine.locks.acquire(id, this, this.#wait(signal));
    }
    if (streams.size > 0 && this.#engine.catalogue !== compiledFor) throw new StaleStatement();
    this.refuseConsumed(streams);
  }

  #wait(signal: AbortSignal | undefined): LockWait {
    return { timeout: this.#lockTimeout(), signal };
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    return await inOneTransaction(this.#connection, work);
  }

  #scratch(prefix: 'm' | 'o'): string {
    return `temp.main.${prefix}${this.#engine.nextId()}`;
  }

  async #end(outcome: 'committed' | 'undone'): Promise<void> {
    try {
      for (const pending of this.#pending.values()) await pending.drop();
    } finally {
      this.#releaseAnchor();
      this.#pending.clear();
      this.#tables.clear();
      this.#positions.clear();
      this.#isOpen = false;
      this.#isAborted = false;
      this.#start = undefined;
      this.#engine.locks.release(this, outcome);
    }
  }
}
