import { addressOf, type Resource, type Securable } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';

/**
 * The addresses of the privileges of roles, as the account's usage views say them: up to two hours late.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_roles
 */
export async function readGrants(session: Session): Promise<ReadonlySet<string>> {
  const result = await session.execute(sql`
    SELECT PRIVILEGE, GRANTED_ON, NAME, TABLE_CATALOG, TABLE_SCHEMA, GRANTEE_NAME
    FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
    WHERE DELETED_ON IS NULL AND GRANTED_TO = 'ROLE'`);
  const grants = new Set<string>();
  for (const row of result.rows) {
    const on = securableOf(row);
    if (on === undefined) continue;
    const grant: Resource = {
      kind: 'grant',
      privilege: text(row, 'PRIVILEGE'),
      on,
      to: text(row, 'GRANTEE_NAME'),
    };
    grants.add(addressOf(grant));
  }
  return grants;
}

function securableOf(row: Row): Securable | undefined {
  const type = text(row, 'GRANTED_ON').replaceAll('_', ' ');
  const name = text(row, 'NAME');
  switch (type) {
    case 'ACCOUNT':
      return { type, name: [] };
    case 'DATABASE':
    case 'WAREHOUSE':
      return { type, name: [name] };
    case 'SCHEMA':
      return { type, name: [text(row, 'TABLE_CATALOG'), name] };
    case 'TABLE':
    case 'DYNAMIC TABLE':
    case 'VIEW':
    case 'STAGE':
    case 'TASK':
      return { type, name: [text(row, 'TABLE_CATALOG'), text(row, 'TABLE_SCHEMA'), name] };
    default:
      return undefined;
  }
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}
