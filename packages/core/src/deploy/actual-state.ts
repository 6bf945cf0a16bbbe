import { createHash } from 'node:crypto';
import type { Resource } from '../resources/resource.js';
import { addressOf, type Securable } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';

/** What the account holds now, as far as DAS deploys it. */
export interface ActualState {
  /** The comment of each object, by address: for what DAS made, the fingerprint of its definition. */
  readonly objects: ReadonlyMap<string, string>;
  /** The columns of each table, by address, in order. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** The addresses of the privileges that are granted. */
  readonly grants: ReadonlySet<string>;
}

type ShownKind = Exclude<Resource['kind'], 'grant'>;

/** One account-wide SHOW for each kind: the number of statements does not depend on that of objects. */
const shows: readonly { readonly kind: ShownKind; readonly show: string }[] = [
  { kind: 'database', show: 'SHOW DATABASES' },
  { kind: 'schema', show: 'SHOW SCHEMAS IN ACCOUNT' },
  { kind: 'warehouse', show: 'SHOW WAREHOUSES' },
  { kind: 'role', show: 'SHOW ROLES' },
  { kind: 'tag', show: 'SHOW TAGS IN ACCOUNT' },
  { kind: 'maskingPolicy', show: 'SHOW MASKING POLICIES IN ACCOUNT' },
  { kind: 'rowAccessPolicy', show: 'SHOW ROW ACCESS POLICIES IN ACCOUNT' },
  { kind: 'stage', show: 'SHOW STAGES IN ACCOUNT' },
  { kind: 'table', show: 'SHOW TABLES IN ACCOUNT' },
  { kind: 'dynamicTable', show: 'SHOW DYNAMIC TABLES IN ACCOUNT' },
];

/** Reads what the account holds, with a constant number of statements. */
export async function readActualState(session: Session): Promise<ActualState> {
  const objects = new Map<string, string>();
  for (const { kind, show } of shows) {
    const result = await session.execute(sql.raw(show));
    for (const row of result.rows) {
      objects.set(`${kind} ${fullName(kind, row).join('.')}`, text(row, 'comment'));
    }
  }
  return { objects, columns: await readColumns(session), grants: await readGrants(session) };
}

/** A digest of a state, by which `apply` knows that nothing has changed since the plan. */
export function stateDigest(state: ActualState): string {
  const content = [[...state.objects].sort(), [...state.columns].sort(), [...state.grants].sort()];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function fullName(kind: ShownKind, row: Row): readonly string[] {
  switch (kind) {
    case 'database':
    case 'warehouse':
    case 'role':
      return [text(row, 'name')];
    case 'schema':
      return [text(row, 'database_name'), text(row, 'name')];
    default:
      return [text(row, 'database_name'), text(row, 'schema_name'), text(row, 'name')];
  }
}

async function readColumns(session: Session): Promise<ReadonlyMap<string, readonly string[]>> {
  const result = await session.execute(sql`SHOW COLUMNS IN ACCOUNT`);
  const columns = new Map<string, string[]>();
  for (const row of result.rows) {
    const name = [text(row, 'database_name'), text(row, 'schema_name'), text(row, 'table_name')];
    const address = `table ${name.join('.')}`;
    columns.set(address, [...(columns.get(address) ?? []), text(row, 'column_name')]);
  }
  return columns;
}

async function readGrants(session: Session): Promise<ReadonlySet<string>> {
  const result = await session.execute(sql`
    SELECT PRIVILEGE, GRANTED_ON, NAME, TABLE_CATALOG, TABLE_SCHEMA, GRANTEE_NAME
    FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
    WHERE DELETED_ON IS NULL AND GRANTED_TO = 'ROLE'`);
  const grants = new Set<string>();
  for (const row of result.rows) {
    const on = securableOf(row);
    if (on === undefined) continue;
    const to = text(row, 'GRANTEE_NAME');
    grants.add(addressOf({ kind: 'grant', privilege: text(row, 'PRIVILEGE'), on, to }));
  }
  return grants;
}

function securableOf(row: Row): Securable | undefined {
  const type = text(row, 'GRANTED_ON').replaceAll('_', ' ');
  const name = text(row, 'NAME');
  switch (type) {
    case 'DATABASE':
    case 'WAREHOUSE':
      return { type, name: [name] };
    case 'SCHEMA':
      return { type, name: [text(row, 'TABLE_CATALOG'), name] };
    case 'TABLE':
    case 'DYNAMIC TABLE':
    case 'STAGE':
      return { type, name: [text(row, 'TABLE_CATALOG'), text(row, 'TABLE_SCHEMA'), name] };
    default:
      return undefined;
  }
}
