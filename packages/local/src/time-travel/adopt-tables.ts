import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from '../catalogue/catalogue.js';
import { physicalTable, type TableObject } from '../catalogue/catalogue-object.js';
import { streamOffsets } from '../streams/change-tracking.js';
import { momentTable, timestamp } from './moments.js';
import { isVersioned, journalOf } from './row-versions.js';

/**
 * Gives versions to the tables of a file that an earlier release wrote: their history begins now.
 * Changes that a stream has not consumed there are kept, but for those of rows that changed often.
 */
export async function adoptTables(
  connection: DuckDBConnection,
  catalogue: Catalogue,
  now: Date,
): Promise<void> {
  const reader = await connection.runAndReadAll(
    "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE schema_name = 'das_data' GROUP BY ALL",
  );
  const known = new Map(
    reader.getRowsJS().map(([name, columns]) => [String(name), new Set(columns as string[])]),
  );
  for (const table of [...catalogue.ofKind('TABLE')]) {
    const columns = known.get(`t${table.id}`);
    if (!isVersioned(table) || columns === undefined || columns.has('since')) continue;
    await connection.run('BEGIN TRANSACTION');
    for (const step of steps(table, known.get(`j${table.id}`), now)) await connection.run(step);
    await connection.run('COMMIT');
  }
}

function steps(
  table: TableObject,
  journalColumns: ReadonlySet<string> | undefined,
  now: Date,
): readonly string[] {
  const target = physicalTable(table);
  const journal = journalOf(table);
  const position = "(SELECT nextval('das_catalogue.change_numbers'))";
  const columns = table.columns.map((column) => `c${column.id}`).join(', ');
  const result = [`ALTER TABLE ${target} ADD COLUMN since BIGINT`];
  if (journalColumns === undefined) {
    result.push(`ALTER TABLE ${target} ADD COLUMN row_id BIGINT`, `UPDATE ${target} SET since = 0`);
    result.push(createJournal(table));
  } else {
    const old = `${journal}_old`;
    const last = `(SELECT coalesce(max(position), 0) FROM ${old} AS o WHERE o.row_id = t.row_id)`;
    result.push(
      `ALTER TABLE ${journal} RENAME TO j${table.id}_old`,
      createJournal(table),
      `UPDATE ${target} AS t SET since = greatest(t.row_id, ${last})`,
      `INSERT INTO ${journal} (until, since, row_id${columns === '' ? '' : `, ${columns}`}) SELECT position, coalesce(lag(position) OVER (PARTITION BY row_id ORDER BY position), row_id), row_id, ${columns} FROM ${old}`,
      `DROP TABLE ${old}`,
      `UPDATE ${target} SET row_id = (row_id << 32)`,
      `UPDATE ${journal} SET row_id = (row_id << 32)`,
      `UPDATE ${streamOffsets} SET is_initial = (position < 0), position = greatest(position, 0) WHERE table_id = ${table.id}`,
    );
  }
  result.push(
    `INSERT INTO ${momentTable} SELECT ${table.id}, ${position}, 0, ${timestamp(now.getTime())}, NULL`,
  );
  return result;
}

/** The statement that makes the place of a table's earlier versions. */
export function createJournal(table: TableObject): string {
  const columns = table.columns.map((column) => `c${column.id}`).join(', ');
  return `CREATE TABLE ${journalOf(table)} AS SELECT CAST(0 AS BIGINT) AS until, since, row_id, ${columns} FROM ${physicalTable(table)} LIMIT 0`;
}
