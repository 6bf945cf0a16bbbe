import type { Domain } from '../domain/define-domain.js';
import { CoreError } from '../errors/core-error.js';
import type { Resource } from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';
import { type DatabaseState, emptyDatabase, forEach } from './database-state.js';
import { text } from './row-text.js';

/** As many rows as a SHOW returns at most: there may be more that it does not tell of. */
const mostShown = 10_000;

type ShownKind = Exclude<
  Resource['kind'],
  | 'grant'
  | 'roleGrant'
  | 'dataMetric'
  | 'databaseRole'
  | 'schema'
  | 'table'
  | 'dynamicTable'
  | 'budget'
  | 'listing'
>;

/** What is shown, and whether it is a part of a database. */
const shows: readonly { readonly kind: ShownKind; readonly show: string; readonly in: boolean }[] =
  [
    { kind: 'database', show: 'DATABASES', in: false },
    { kind: 'resourceMonitor', show: 'RESOURCE MONITORS', in: false },
    { kind: 'warehouse', show: 'WAREHOUSES', in: false },
    { kind: 'role', show: 'ROLES', in: false },
    { kind: 'networkPolicy', show: 'NETWORK POLICIES', in: false },
    { kind: 'share', show: 'SHARES', in: false },
    { kind: 'tag', show: 'TAGS', in: true },
    { kind: 'maskingPolicy', show: 'MASKING POLICIES', in: true },
    { kind: 'rowAccessPolicy', show: 'ROW ACCESS POLICIES', in: true },
    { kind: 'aggregationPolicy', show: 'AGGREGATION POLICIES', in: true },
    { kind: 'projectionPolicy', show: 'PROJECTION POLICIES', in: true },
    { kind: 'networkRule', show: 'NETWORK RULES', in: true },
    { kind: 'stage', show: 'STAGES', in: true },
    { kind: 'dataMetricFunction', show: 'DATA METRIC FUNCTIONS', in: true },
    { kind: 'task', show: 'TASKS', in: true },
  ];

/** The comments of what SHOW tells of: of what is in no database, by address, and of each database. */
export interface ShownObjects {
  readonly shared: Map<string, string>;
  readonly databases: ReadonlyMap<string, DatabaseState>;
}

/**
 * Reads what SHOW tells of, and which databases of the domains there are.
 *
 * @throws {@link CoreError} `DAS_PLAN_TRUNCATED`
 */
export async function readShown(
  session: Session,
  domains: readonly Domain[],
): Promise<ShownObjects> {
  const shared = new Map<string, string>();
  const wanted = new Set(domains.map((domain) => domain.database));
  const databases = new Map<string, DatabaseState>();
  const [one, ...more] = wanted;
  for (const { kind, show, in: isInDatabase } of shows) {
    if (isInDatabase && databases.size === 0) continue;
    const place =
      more.length === 0 && one !== undefined ? sql`DATABASE ${sql.id(one)}` : sql`ACCOUNT`;
    const rows = await showAll(
      session,
      isInDatabase ? sql`${sql.raw(show)} IN ${place}` : sql.raw(show),
    );
    for (const row of rows) {
      if (kind === 'share' && text(row, 'kind') !== 'OUTBOUND') continue;
      if (!isInDatabase) {
        const name = text(row, 'name').split('.').at(-1) ?? '';
        shared.set(`${kind} ${name}`, text(row, 'comment'));
        if (kind === 'database' && wanted.has(name)) databases.set(name, emptyDatabase());
        continue;
      }
      // SHOW of functions has other names for these.
      const isFunction = kind === 'dataMetricFunction';
      const name = [isFunction ? 'catalog_name' : 'database_name', 'schema_name', 'name'].map(
        (each) => text(row, each),
      );
      const database = databases.get(name[0] ?? '');
      const comment = text(row, isFunction ? 'description' : 'comment');
      database?.objects.set(`${kind} ${name.join('.')}`, comment);
    }
  }
  return { shared, databases };
}

/** Reads the schemas, tables and columns of databases, of which INFORMATION_SCHEMA leaves nothing out. */
export async function readRelations(
  session: Session,
  databases: ShownObjects['databases'],
): Promise<void> {
  await readSchemas(session, databases);
  await readTables(session, databases);
  await readColumns(session, databases);
}

/** What a SHOW answers, where it cannot have left anything out. */
export async function showAll(session: Session, what: SqlFragment): Promise<readonly Row[]> {
  const { rows } = await session.execute(sql`SHOW ${what}`);
  if (rows.length < mostShown) return rows;
  throw new CoreError(
    'DAS_PLAN_TRUNCATED',
    `SHOW ${what.text} returned ${rows.length} rows, and Snowflake leaves out what is more than ${mostShown}`,
    {
      place: `SHOW ${what.text}`,
      next: 'plan each domain alone, or deploy with a role that sees no other objects',
    },
  );
}

/** A row of INFORMATION_SCHEMA, the name of what it tells of, and the database that this is in. */
interface InformationRow {
  readonly row: Row;
  readonly name: string;
  readonly database: DatabaseState | undefined;
}

/** @param names - the columns that together are the name of what a row tells of */
async function readInformation(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
  names: readonly string[],
  select: (database: SqlFragment) => SqlFragment,
): Promise<readonly InformationRow[]> {
  const { rows } = await session.execute(
    forEach(databases, (database) => select(sql`${sql.id(database)}.INFORMATION_SCHEMA`)),
  );
  return rows.map((row) => {
    const name = names.map((each) => text(row, each));
    return { row, name: name.join('.'), database: databases.get(name[0] ?? '') };
  });
}

async function readSchemas(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const schemas = await readInformation(
    session,
    databases,
    ['CATALOG_NAME', 'SCHEMA_NAME'],
    (information) => sql`SELECT CATALOG_NAME, SCHEMA_NAME, COMMENT FROM ${information}.SCHEMATA`,
  );
  for (const { row, name, database } of schemas) {
    database?.objects.set(`schema ${name}`, text(row, 'COMMENT'));
  }
}

const tableName = ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'];

async function readTables(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const tables = await readInformation(
    session,
    databases,
    tableName,
    (information) =>
      sql`SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, IS_DYNAMIC, ROW_COUNT, COMMENT FROM ${information}.TABLES WHERE TABLE_TYPE = 'BASE TABLE'`,
  );
  for (const { row, name, database } of tables) {
    const kind = text(row, 'IS_DYNAMIC') === 'YES' ? 'dynamicTable' : 'table';
    const address = `${kind} ${name}`;
    database?.objects.set(address, text(row, 'COMMENT'));
    const count = row.ROW_COUNT;
    if (count !== null && count !== undefined) database?.rows.set(address, Number(count));
  }
}

async function readColumns(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const columns = await readInformation(
    session,
    databases,
    tableName,
    (information) =>
      sql`SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION FROM ${information}.COLUMNS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'`,
  );
  const inOrder = [...columns].sort(
    (one, other) => Number(one.row.ORDINAL_POSITION) - Number(other.row.ORDINAL_POSITION),
  );
  for (const { row, name, database } of inOrder) {
    const address = `table ${name}`;
    if (database?.objects.has(address) !== true) continue;
    const column = text(row, 'COLUMN_NAME');
    const known = database.columns.get(address);
    if (known === undefined) database.columns.set(address, [column]);
    else known.push(column);
  }
}
