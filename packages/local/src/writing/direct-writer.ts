import type { DuckDBConnection } from '@duckdb/node-api';
import { endVersions, type Versions } from '../time-travel/row-versions.js';
import { gatherRows, readsOf } from './gather-rows.js';
import type { Assignment, RowSource, RowWriter } from './row-writer.js';

/**
 * Changes a table in place, inside the DuckDB transaction that is open. New rows carry the number of
 * the change; while versions are kept, those that it ends are put beside the table first.
 */
export class DirectWriter implements RowWriter {
  readonly #connection: DuckDBConnection;
  readonly #table: string;
  readonly #versions: Versions | undefined;
  readonly #scratch: string;

  /**
   * @param table - the physical table
   * @param versions - how versions of its rows are kept; absent for what has none
   * @param scratch - a name for a temporary table that nobody else uses at the moment
   */
  constructor(
    connection: DuckDBConnection,
    table: string,
    versions: Versions | undefined,
    scratch: string,
  ) {
    this.#connection = connection;
    this.#table = table;
    this.#versions = versions;
    this.#scratch = scratch;
  }

  async insert(columns: readonly string[], rows: RowSource): Promise<number> {
    const list = columns.join(', ');
    if (readsOf(rows.sql, this.#table) > 0) {
      return await gatherRows(this.#connection, this.#scratch, rows, (gathered) =>
        this.insert(columns, { sql: `SELECT * FROM ${gathered}` }),
      );
    }
    const versions = this.#versions;
    const sql =
      versions === undefined
        ? `INSERT INTO ${this.#table} (${list}) ${rows.sql}`
        : `INSERT INTO ${this.#table} (since, ${list}) SELECT ${versions.position()}, * FROM (${rows.sql})`;
    return await this.#run(sql, rows);
  }

  async update(rows: RowSource, assignments: readonly Assignment[]): Promise<number> {
    const versions = this.#versions;
    const all = [
      ...assignments,
      ...(versions === undefined ? [] : [{ column: 'since', value: versions.position() }]),
    ];
    const set = all.map(({ column, value }) => `${column} = ${value}`).join(', ');
    return await this.#keeping(rows, (source) =>
      this.#run(
        `UPDATE ${this.#table} AS t SET ${set} FROM ${source.sql} AS q WHERE t.rowid = q.rid`,
        source,
      ),
    );
  }

  async delete(rows: RowSource): Promise<number> {
    return await this.#keeping(rows, (source) =>
      this.#run(
        `DELETE FROM ${this.#table} WHERE rowid IN (SELECT rid FROM ${source.sql} AS q)`,
        source,
      ),
    );
  }

  async clear(): Promise<void> {
    const versions = this.#versions;
    if (versions?.isKept === true) {
      await this.#run(endVersions(versions.table, versions.position()));
    }
    await this.#run(`DELETE FROM ${this.#table}`);
  }

  /** Runs work over the rows, after the versions that it ends were kept; gathered once, where needed. */
  async #keeping(rows: RowSource, work: (source: RowSource) => Promise<number>): Promise<number> {
    const versions = this.#versions;
    const isKept = versions?.isKept === true;
    if (!isKept && readsOf(rows.sql, this.#table) < 2) {
      return await work({ ...rows, sql: `(${rows.sql})` });
    }
    return await gatherRows(this.#connection, this.#scratch, rows, async (gathered) => {
      if (isKept) {
        const ended = `SELECT rid FROM ${gathered}`;
        await this.#run(endVersions(versions.table, versions.position(), ended));
      }
      return await work({ sql: gathered });
    });
  }

  async #run(sql: string, rows?: RowSource): Promise<number> {
    return (await this.#connection.run(sql, [...(rows?.values ?? [])])).rowsChanged;
  }
}
