import type { DuckDBConnection } from '@duckdb/node-api';
import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { Engine } from '../engine/engine.js';
import { type Change, positionAt, timestamp } from '../time-travel/moments.js';
import { pruneVersions } from '../time-travel/prune-versions.js';
import { isVersioned, numberRows } from '../time-travel/row-versions.js';
import { advanceOffset, trackedTable } from './change-tracking.js';

/**
 * What the transaction of one session knows of moments: the number of each change that it makes, at
 * which commit it began, and which streams its DML has read, whose offsets move when it commits.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export class StreamPositions {
  readonly #connection: DuckDBConnection;
  readonly #engine: Pick<Engine, 'catalogue' | 'moments' | 'clock'>;
  readonly #statement: () => string | undefined;
  readonly #consumed = new Map<number, StreamObject>();
  readonly #current = new Map<number, number>();
  #start: number | undefined;
  #changes: Change[] = [];
  #noted: { readonly table: number; readonly statement: string }[] = [];
  #commit: number | undefined;

  constructor(
    connection: DuckDBConnection,
    engine: Pick<Engine, 'catalogue' | 'moments' | 'clock'>,
    statement: () => string | undefined,
  ) {
    this.#connection = connection;
    this.#engine = engine;
    this.#statement = statement;
  }

  /** The commit after which the open transaction began: its streams stop there. */
  get bound(): number | undefined {
    return this.#start;
  }

  get hasConsumed(): boolean {
    return this.#consumed.size > 0;
  }

  /** Sets where the streams of a transaction stop. */
  async start(): Promise<void> {
    this.#start = this.#engine.moments.settled;
  }

  /** The number of the change that is being made to a table, which its new rows carry. */
  change(table: number): number {
    const position = this.#current.get(table);
    if (position === undefined) throw new Error(`no change of table ${table} has begun`);
    return position;
  }

  /** Remembers which statement of a transaction writes to a table, long before its commit. */
  note(table: number): void {
    const statement = this.#statement();
    if (statement !== undefined) this.#noted.push({ table, statement });
  }

  /** Under the lock of the table, before it is written to. */
  async beforeWrite(id: number): Promise<void> {
    const { catalogue, moments } = this.#engine;
    const table = catalogue.get(id);
    if (table?.kind !== 'TABLE' || !isVersioned(table)) return;
    await pruneVersions(this.#connection, this.#engine, table);
    const position = moments.next();
    this.#current.set(id, position);
    this.#changes.push({ table: id, position, statement: this.#statement() });
  }

  async afterWrite(id: number): Promise<void> {
    const table = trackedTable(this.#engine.catalogue, id);
    if (table !== undefined) await this.#connection.run(numberRows(table, this.change(id)));
  }

  /** Remembers that DML reads a stream; its offset moves to where the transaction began. */
  async consume(stream: StreamObject): Promise<void> {
    this.#consumed.set(stream.id, stream);
  }

  async beforeCommit(): Promise<void> {
    const { moments, clock } = this.#engine;
    const now = clock().getTime();
    // Before the own changes are recorded: an offset never passes them.
    for (const stream of this.#consumed.values()) {
      for (const id of stream.tables ?? [stream.table]) {
        const position = positionAt(id, this.#start);
        await this.#connection.run(advanceOffset(stream.id, id, position, timestamp(now)));
      }
      moments.moved.set(stream.id, now);
    }
    if (this.#changes.length === 0) return;
    const noted = this.#noted.flatMap(({ table, statement }): readonly Change[] => {
      const position = this.#current.get(table);
      return position === undefined ? [] : [{ table, position, statement }];
    });
    const { sql, number } = moments.record([...this.#changes, ...noted], clock);
    this.#commit = number;
    await this.#connection.run(sql);
  }

  clear(): void {
    if (this.#commit !== undefined) this.#engine.moments.settle(this.#commit);
    this.#commit = undefined;
    this.#start = undefined;
    this.#consumed.clear();
    this.#current.clear();
    this.#changes = [];
    this.#noted = [];
  }
}
