import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowSource } from './row-writer.js';

/**
 * How often a query reads a table. DuckDB lets one that reads a table in several places meet rows that
 * its own statement has just written there: such rows must be gathered before anything is written.
 */
export function readsOf(sql: string, table: string): number {
  return sql.split(table).filter((after, at) => at > 0 && !/^\d/.test(after)).length;
}

/** Runs work over rows that were put into a temporary table of this name first. */
export async function gatherRows<T>(
  connection: DuckDBConnection,
  scratch: string,
  rows: RowSource,
  work: (table: string) => Promise<T>,
): Promise<T> {
  await connection.run(`CREATE TEMP TABLE ${scratch} AS ${rows.sql}`, [...(rows.values ?? [])]);
  const result = await work(scratch);
  await connection.run(`DROP TABLE ${scratch}`);
  return result;
}
