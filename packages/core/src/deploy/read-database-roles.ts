import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import type { DatabaseState } from './database-state.js';
import { text } from './row-text.js';

/**
 * The database roles that there are, of each database in which an interrupted plan was making or dropping one:
 * otherwise the record says which they are.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-database-roles
 */
export async function readDatabaseRoles(
  session: Session,
  databases: ReadonlyMap<string, Pick<DatabaseState, 'attempts'>>,
): Promise<ActualState['databaseRoles']> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [database, { attempts }] of databases) {
    const isUnsure = [...attempts.values()].flat().some(({ kind }) => kind === 'databaseRole');
    if (!isUnsure) continue;
    const { rows } = await session.execute(
      sql`SHOW DATABASE ROLES IN DATABASE ${sql.id(database)}`,
    );
    found.set(database, new Set(rows.map((row) => `${database}.${text(row, 'name')}`)));
  }
  return found;
}
