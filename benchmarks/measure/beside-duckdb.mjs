import { sql } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Opens the engine, as the role ANALYST, and DuckDB alone, and closes both after the work.
 *
 * @template T
 * @param {{ readonly engine: readonly string[], readonly duck: readonly string[] }} setUp Statements that each side begins with.
 * @param {(analyst: import('@das/core').Session, duck: import('@duckdb/node-api').DuckDBConnection) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function besideDuckDb(setUp, work) {
  const warehouse = await openLocalWarehouse();
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    for (const statement of setUp.engine) await admin.execute(sql.raw(statement));
    const duck = await instance.connect();
    for (const statement of setUp.duck) await duck.run(statement);
    return await work(await warehouse.openSession({ role: 'ANALYST' }), duck);
  } finally {
    instance.closeSync();
    await warehouse.close();
  }
}
