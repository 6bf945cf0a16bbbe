import type { DuckDBConnection } from '@duckdb/node-api';
import { duckString } from '../compile/typed.js';

/** What was committed when: the table, the number of its change, and the statement that made it. */
export const momentTable = 'das_catalogue.moments';

/** The statements that make the bookkeeping of moments, if it is not there. */
export const momentTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ${momentTable} (table_id BIGINT NOT NULL, position BIGINT NOT NULL, number BIGINT NOT NULL, committed_at TIMESTAMP NOT NULL, statement VARCHAR)`,
];

/** One change of a table, before it is committed. */
export interface Change {
  readonly table: number;
  readonly position: number;
  readonly statement: string | undefined;
}

/**
 * Numbers the changes of all tables, and their commits. A change is numbered under the lock of its
 * table, so the numbers of one table grow in the order in which its changes are committed.
 */
export class Moments {
  #position = 0;
  #commit = 0;
  #stamp = 0;
  /** When each stream was last consumed, in milliseconds, for SHOW. */
  readonly moved: Map<number, number> = new Map();
  readonly #underWay = new Set<number>();

  /** Goes on where the file ends. */
  async load(connection: DuckDBConnection): Promise<void> {
    const reader = await connection.runAndReadAll(
      `SELECT coalesce(max(position), 0), coalesce(max(number), 0), coalesce(epoch_ms(max(committed_at)), 0) FROM ${momentTable}`,
    );
    const [position, commit, stamp] = (reader.getRows()[0] ?? []).map(Number);
    this.#position = position ?? 0;
    this.#commit = commit ?? 0;
    this.#stamp = stamp ?? 0;
    const offsets = await connection.runAndReadAll(
      'SELECT stream_id, epoch_ms(max(moved_at)) FROM das_catalogue.stream_offsets WHERE moved_at IS NOT NULL GROUP BY ALL',
    );
    for (const [stream, at] of offsets.getRows()) this.moved.set(Number(stream), Number(at));
  }

  /** Never gives a number up to this one: a file of an earlier version numbered by a sequence. */
  skipTo(position: number): void {
    this.#position = Math.max(this.#position, position);
  }

  /** The number of a change that begins. */
  next(): number {
    this.#position += 1;
    return this.#position;
  }

  /** The last commit before which all are done: what begins now sees them, and none that is under way. */
  get settled(): number {
    const [first] = this.#underWay;
    return first === undefined ? this.#commit : first - 1;
  }

  /** The text that records changes in the transaction that commits them; to be settled when it ended. */
  record(changes: readonly Change[], clock: () => Date): { sql: string; number: number } {
    this.#commit += 1;
    this.#underWay.add(this.#commit);
    const at = timestamp(this.#now(clock));
    const rows = changes.map(({ table, position, statement }) => {
      const id = statement === undefined ? 'NULL' : duckString(statement);
      return `(${table}, ${position}, ${this.#commit}, ${at}, ${id})`;
    });
    return {
      sql: `INSERT INTO ${momentTable} VALUES ${rows.join(', ')}`,
      number: this.#commit,
    };
  }

  settle(commit: number): void {
    this.#underWay.delete(commit);
  }

  /** Commits of one table never go back in time, whatever the clock does. */
  #now(clock: () => Date): number {
    this.#stamp = Math.max(this.#stamp, clock().getTime());
    return this.#stamp;
  }
}

/** A moment in milliseconds as DuckDB reads it. */
export function timestamp(milliseconds: number): string {
  return `TIMESTAMP '${new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')}'`;
}

/** DuckDB text for the number of the last change of a table, up to a commit or as the reader sees it. */
export function positionAt(table: number, commit?: number): string {
  const until = commit === undefined ? '' : ` AND number <= ${commit}`;
  return `(SELECT coalesce(max(position), 0) FROM ${momentTable} WHERE table_id = ${table}${until})`;
}
