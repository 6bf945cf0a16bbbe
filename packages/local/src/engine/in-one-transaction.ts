import type { DuckDBConnection } from '@duckdb/node-api';

/** Runs work in one transaction of DuckDB: all of it counts, or nothing. */
export async function inOneTransaction<T>(
  connection: DuckDBConnection,
  work: () => Promise<T>,
): Promise<T> {
  await connection.run('BEGIN TRANSACTION');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    try {
      await connection.run('ROLLBACK');
    } catch {
      // DuckDB has rolled back already when a commit fails; there is nothing left to undo.
    }
    throw error;
  }
}
