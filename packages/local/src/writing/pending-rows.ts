import type { DuckDBConnection } from '@duckdb/node-api';
import { gatherRows, readsOf } from './gather-rows.js';
import type { Assignment, RowSource, RowWriter } from './row-writer.js';

/** A physical table, with the columns that DML writes. */
export interface WritableTable {
  /** Its name, such as `das_data.t7`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly notNull: readonly string[];
}

/**
 * What a transaction has changed in one table and not yet committed. It lies beside the table, in a
 * temporary one of the session, so that each statement of the transaction can see what others have
 * committed since, as READ COMMITTED wants it, and a statement that fails leaves the rest as it was:
 * DuckDB itself has one snapshot for a transaction, and no savepoints.
 *
 * A row here is a new one, or stands for the row of the table with the id `base`, as it is now or
 * `gone`. The table is locked from the first change on, and its row ids are held in place.
 *
 * @see https://docs.snowflake.com/en/sql-reference/transactions
 */
export class PendingRows implements RowWriter {
  readonly table: WritableTable;
  /** The temporary table. */
  readonly name: string;
  readonly #connection: DuckDBConnection;
  readonly #scratch: string;
  readonly #list: string;
  #isCleared = false;
  #wasCleared = false;
  /** Whether a row may stand for one of the table: never false when one does. */
  #hasBases = false;

  private constructor(
    connection: DuckDBConnection,
    table: WritableTable,
    name: string,
    scratch: string,
  ) {
    this.table = table;
    this.name = name;
    this.#connection = connection;
    this.#scratch = scratch;
    this.#list = table.columns.join(', ');
  }

  /** Begins with no change. */
  static async open(
    connection: DuckDBConnection,
    table: WritableTable,
    name: string,
    scratch: string,
  ): Promise<PendingRows> {
    const pending = new PendingRows(connection, table, name, scratch);
    await connection.run(
      `CREATE TEMP TABLE ${name} AS SELECT CAST(NULL AS BIGINT) AS base, FALSE AS gone, ${pending.#list} FROM ${table.name} LIMIT 0`,
    );
    const notNull = table.notNull.map(
      (column) => `ALTER TABLE ${name} ALTER ${column} SET NOT NULL`,
    );
    // At once: a statement that this process waits for costs a turn of it, however little it does.
    if (notNull.length > 0) await connection.run(notNull.join('; '));
    return pending;
  }

  /** The rows as the transaction sees them, with their ids as `rid`: something that FROM can hold. */
  get source(): string {
    const own = `SELECT -1 - rowid AS rid, ${this.#list} FROM ${this.name} WHERE NOT gone`;
    if (this.#isCleared) return `(${own})`;
    return `(SELECT rowid AS rid, ${this.#list} FROM ${this.table.name} WHERE rowid NOT IN (SELECT base FROM ${this.name} WHERE base IS NOT NULL) UNION ALL ${own})`;
  }

  async insert(columns: readonly string[], rows: RowSource): Promise<number> {
    if (readsOf(rows.sql, this.name) > 0) {
      return await this.#gathered(rows, (gathered) =>
        this.insert(columns, { sql: `SELECT * FROM ${gathered}` }),
      );
    }
    const list = ['gone', ...columns].join(', ');
    return await this.#run(
      `INSERT INTO ${this.name} (${list}) SELECT FALSE, * FROM (${rows.sql})`,
      rows,
    );
  }

  async update(rows: RowSource, assignments: readonly Assignment[]): Promise<number> {
    return await this.#gathered(rows, async (source) => {
      const given = new Map(assignments.map(({ column, value }) => [column, value]));
      const values = this.table.columns.map((column) => given.get(column) ?? `t.${column}`);
      const set = assignments.map(({ column, value }) => `${column} = ${value}`).join(', ');
      // Changed first: what is taken over from the table below must not be looked at again.
      const changed = await this.#run(
        `UPDATE ${this.name} AS t SET ${set} FROM ${source} AS q WHERE t.rowid = -1 - q.rid`,
      );
      if (this.#isCleared) return changed;
      this.#hasBases = true;
      const takenOver = await this.#run(
        `INSERT INTO ${this.name} (base, gone, ${this.#list}) SELECT t.rowid, FALSE, ${values.join(', ')} FROM ${this.table.name} AS t JOIN ${source} AS q ON t.rowid = q.rid`,
      );
      return changed + takenOver;
    });
  }

  async delete(rows: RowSource): Promise<number> {
    return await this.#gathered(rows, async (source) => {
      const own = `rowid IN (SELECT -1 - rid FROM ${source})`;
      const dropped = await this.#run(`DELETE FROM ${this.name} WHERE base IS NULL AND ${own}`);
      const again = await this.#run(
        `UPDATE ${this.name} SET gone = TRUE WHERE NOT gone AND ${own}`,
      );
      if (this.#isCleared) return dropped + again;
      this.#hasBases = true;
      const gone = await this.#run(
        `INSERT INTO ${this.name} (base, gone, ${this.#list}) SELECT t.rowid, TRUE, ${this.#list} FROM ${this.table.name} AS t WHERE t.rowid IN (SELECT rid FROM ${source})`,
      );
      return dropped + again + gone;
    });
  }

  async clear(): Promise<void> {
    await this.#run(`DELETE FROM ${this.name}`);
    this.#isCleared = true;
  }

  /** Remembers, before a statement changes the rows, what {@link undo} goes back to. */
  mark(): void {
    this.#wasCleared = this.#isCleared;
  }

  /** After a failed statement: the temporary table was rolled back, so this is too. */
  undo(): void {
    this.#isCleared = this.#wasCleared;
  }

  /** Writes all changes to the table, inside the transaction that is open. */
  async apply(writer: RowWriter): Promise<void> {
    const { columns } = this.table;
    if (this.#isCleared) await writer.clear();
    else if (this.#hasBases) {
      await writer.delete({ sql: `SELECT base AS rid FROM ${this.name} WHERE gone` });
      await writer.update(
        {
          sql: `SELECT base AS rid, ${this.#list} FROM ${this.name} WHERE base IS NOT NULL AND NOT gone`,
        },
        columns.map((column) => ({ column, value: `q.${column}` })),
      );
    }
    // DuckDB keeps the order in which the rows were added; to sort them costs as much as to write them.
    await writer.insert(columns, {
      sql: `SELECT ${this.#list} FROM ${this.name} WHERE base IS NULL`,
    });
  }

  async drop(): Promise<void> {
    await this.#run(`DROP TABLE IF EXISTS ${this.name}`);
  }

  /** Gathers the rows once: they are read several times, and from what is being changed. */
  async #gathered(rows: RowSource, work: (source: string) => Promise<number>): Promise<number> {
    return await gatherRows(this.#connection, this.#scratch, rows, work);
  }

  async #run(sql: string, rows?: RowSource): Promise<number> {
    return (await this.#connection.run(sql, [...(rows?.values ?? [])])).rowsChanged;
  }
}
