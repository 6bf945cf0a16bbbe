import {
  addressOf,
  inheritingKinds,
  type Resource,
  type Securable,
} from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';
import { text } from './row-text.js';

/**
 * The addresses of the privileges of roles, as the account's usage views say them: up to two hours late.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/grants_to_roles
 */
export async function readGrants(session: Session): Promise<ReadonlySet<string>> {
  const result = await session.execute(sql`
    SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
    WHERE DELETED_ON IS NULL AND GRANTED_TO = 'ROLE'`);
  const grants = new Set<string>();
  for (const row of result.rows) {
    const isInherited = String(row.IS_INHERITED).toLowerCase() === 'true';
    const on = isInherited ? containerOf(row) : securableOf(row);
    const kind = inheritingKinds.find((each) => each === kindOf(row));
    if (on === undefined || (isInherited && kind === undefined)) continue;
    const grant: Resource = {
      kind: 'grant',
      privilege: text(row, 'PRIVILEGE'),
      on,
      to: text(row, 'GRANTEE_NAME'),
      ...(isInherited && kind !== undefined && { inherited: kind }),
    };
    grants.add(addressOf(grant));
  }
  return grants;
}

function kindOf(row: Row): string {
  return text(row, 'GRANTED_ON').replaceAll('_', ' ');
}

/**
 * Where a privilege is on all objects of a kind.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-using
 */
function containerOf(row: Row): Securable | undefined {
  const [database, schema] = [
    text(row, 'INHERITED_FROM_DATABASE'),
    text(row, 'INHERITED_FROM_SCHEMA'),
  ];
  const type = text(row, 'INHERITED_FROM');
  switch (type) {
    case 'ACCOUNT':
      return { type, name: [] };
    case 'DATABASE':
      return { type, name: [database] };
    case 'SCHEMA':
      return { type, name: [database, schema] };
    default:
      return undefined;
  }
}

function securableOf(row: Row): Securable | undefined {
  const type = kindOf(row);
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
