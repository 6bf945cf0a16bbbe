import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { domainNames, operationsSchema } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { fingerprintOf } from '../resources/create-statement.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { isUnderWay } from './fingerprint-comment.js';
import { readGrants } from './read-grants.js';
import { readMetrics, readProtections } from './read-protections.js';
import { readShapes } from './read-shapes.js';

/** As many rows as a SHOW returns at most: there may be more that it does not tell of. */
const mostShown = 10_000;

type ShownKind = Exclude<
  Resource['kind'],
  'grant' | 'roleGrant' | 'dataMetric' | 'databaseRole' | 'schema' | 'table' | 'dynamicTable'
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

/** What an account holds of the databases of some domains, and beside them. */
interface AccountState {
  /** The comments of objects that are in no database, by address. */
  readonly shared: Map<string, string>;
  readonly databases: ReadonlyMap<string, DatabaseState>;
  readonly grants: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly shapes: ActualState['shapes'];
  readonly protections: ActualState['protections'];
  readonly metrics: ActualState['metrics'];
}

interface DatabaseState {
  readonly objects: Map<string, string>;
  readonly columns: Map<string, string[]>;
  readonly rows: Map<string, number>;
  readonly deployed: Map<string, Resource>;
  readonly pending: Map<string, Resource>;
  readonly attempts: Map<string, readonly Resource[]>;
}

/** Reads what the account holds of a domain. */
export async function readActualState(session: Session, domain: Domain): Promise<ActualState> {
  const states = await readActualStates(session, [domain]);
  return states.get(domain) ?? neverRead(domain);
}

/**
 * Reads what the account holds of domains, with a number of statements that depends neither on how many
 * objects there are nor on how many domains. Tables and columns come from the INFORMATION_SCHEMA of
 * the domains' databases, which is complete and has no latency; small kinds from SHOW.
 *
 * @throws {@link CoreError} `DAS_PLAN_TRUNCATED` where SHOW may have left something out,
 * `DAS_PLAN_RECORD_UNREADABLE` where OPS.DEPLOYED_RESOURCES does not hold what DAS writes
 * @see https://docs.snowflake.com/en/sql-reference/sql/show
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export async function readActualStates(
  session: Session,
  domains: readonly Domain[],
): Promise<ReadonlyMap<Domain, ActualState>> {
  const account = await readAccount(session, domains);
  return new Map(domains.map((domain) => [domain, stateOf(domain, account)]));
}

function stateOf(domain: Domain, account: AccountState): ActualState {
  const own = account.databases.get(domain.database) ?? emptyDatabase();
  const objects = new Map(own.objects);
  const mayConcern = [
    ...compileDomain(domain),
    ...own.deployed.values(),
    ...[...own.attempts.values()].flat(),
  ];
  for (const address of mayConcern.flatMap(concerned)) {
    const comment = account.shared.get(address);
    if (comment !== undefined) objects.set(address, comment);
  }
  const isOwn = (address: string) => objects.has(address);
  return {
    ...own,
    objects,
    grants: account.grants,
    roles: account.roles,
    shapes: only(account.shapes, isOwn),
    protections: only(account.protections, isOwn),
    metrics: only(account.metrics, isOwn),
  };
}

/** A resource's address, and of a privilege the roles that hold it. */
function concerned(resource: Resource): readonly string[] {
  const address = addressOf(resource);
  switch (resource.kind) {
    case 'grant':
      return [address, `role ${resource.to}`, `share ${resource.to}`];
    case 'roleGrant':
      return [address, ...[resource.role, resource.to].map(({ name }) => `role ${name.join('.')}`)];
    default:
      return [address];
  }
}

function only<V>(
  all: ReadonlyMap<string, V>,
  isWanted: (address: string) => boolean,
): ReadonlyMap<string, V> {
  return new Map([...all].filter(([address]) => isWanted(address)));
}

async function readAccount(session: Session, domains: readonly Domain[]): Promise<AccountState> {
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
  if (databases.size > 0) {
    await readSchemas(session, databases);
    await readTables(session, databases);
    await readColumns(session, databases);
    await readRecord(session, databases);
  }
  const onTheirWay = underWay(databases);
  return {
    shared,
    databases,
    grants: await grantsOf(session, databases),
    roles: rolesIn(shared),
    shapes: await readShapes(session, onTheirWay),
    protections: await readProtections(session, onTheirWay),
    metrics: await readMetrics(session, measuredTables(databases, domains)),
  };
}

function rolesIn(shared: ReadonlyMap<string, string>): ReadonlySet<string> {
  const start = 'role ';
  return new Set(
    [...shared.keys()].flatMap((each) =>
      each.startsWith(start) ? [each.slice(start.length)] : [],
    ),
  );
}

/** What DAS has granted is in its record. Without one, the account is asked. */
async function grantsOf(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<ReadonlySet<string>> {
  const isRecorded = [...databases.values()].every(({ deployed }) => deployed.size > 0);
  return isRecorded ? new Set() : await readGrants(session);
}

async function showAll(session: Session, what: SqlFragment): Promise<readonly Row[]> {
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

/** The same query for each database, as one statement. */
function forEach(
  databases: ReadonlyMap<string, DatabaseState>,
  query: (database: string) => SqlFragment,
): SqlFragment {
  return sql.join([...databases.keys()].map(query), ' UNION ALL ');
}

async function readSchemas(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const { rows } = await session.execute(
    forEach(
      databases,
      (database) =>
        sql`SELECT CATALOG_NAME, SCHEMA_NAME, COMMENT FROM ${sql.id(database)}.INFORMATION_SCHEMA.SCHEMATA`,
    ),
  );
  for (const row of rows) {
    const name = [text(row, 'CATALOG_NAME'), text(row, 'SCHEMA_NAME')];
    databases.get(name[0] ?? '')?.objects.set(`schema ${name.join('.')}`, text(row, 'COMMENT'));
  }
}

async function readTables(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const { rows } = await session.execute(
    forEach(
      databases,
      (database) =>
        sql`SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, IS_DYNAMIC, ROW_COUNT, COMMENT FROM ${sql.id(database)}.INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'`,
    ),
  );
  for (const row of rows) {
    const name = ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'].map((each) => text(row, each));
    const kind = text(row, 'IS_DYNAMIC') === 'YES' ? 'dynamicTable' : 'table';
    const address = `${kind} ${name.join('.')}`;
    const database = databases.get(name[0] ?? '');
    database?.objects.set(address, text(row, 'COMMENT'));
    const count = row.ROW_COUNT;
    if (count !== null && count !== undefined) database?.rows.set(address, Number(count));
  }
}

async function readColumns(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const { rows } = await session.execute(
    forEach(
      databases,
      (database) =>
        sql`SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION FROM ${sql.id(database)}.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'`,
    ),
  );
  const inOrder = [...rows].sort(
    (one, other) => Number(one.ORDINAL_POSITION) - Number(other.ORDINAL_POSITION),
  );
  for (const row of inOrder) {
    const name = ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'].map((each) => text(row, each));
    const address = `table ${name.join('.')}`;
    const database = databases.get(name[0] ?? '');
    if (database?.objects.has(address) !== true) continue;
    const columns = database.columns.get(address);
    if (columns === undefined) database.columns.set(address, [text(row, 'COLUMN_NAME')]);
    else columns.push(text(row, 'COLUMN_NAME'));
  }
}

async function readRecord(
  session: Session,
  databases: ReadonlyMap<string, DatabaseState>,
): Promise<void> {
  const recorded = new Map(
    [...databases].filter(([name, { objects }]) =>
      objects.has(`table ${domainNames(name).deployedResources.join('.')}`),
    ),
  );
  if (recorded.size === 0) return;
  const { rows } = await session.execute(
    forEach(
      recorded,
      (database) =>
        sql`SELECT ${sql.literal(database)} AS DATABASE_NAME, ADDRESS, DEFINITION, APPLIED_AT FROM ${sql.id(...domainNames(database).deployedResources)}`,
    ),
  );
  for (const row of rows) {
    const name = text(row, 'DATABASE_NAME');
    const database = databases.get(name);
    if (database === undefined) continue;
    const resource = readDefinition(name, text(row, 'ADDRESS'), text(row, 'DEFINITION'));
    const isApplied = row.APPLIED_AT !== null && row.APPLIED_AT !== undefined;
    const address = addressOf(resource);
    if (isApplied) database.deployed.set(address, resource);
    else database.attempts.set(address, [...(database.attempts.get(address) ?? []), resource]);
  }
  for (const { attempts, pending, objects } of databases.values()) {
    for (const [address, several] of attempts) {
      // The rows of a table come in any order, and a plan has to be the same each time.
      const inOrder = [...several].sort(byDefinition);
      // The comment of what is under way ends with what it is to become.
      const comment = objects.get(address) ?? '';
      const placeOf = (each: Resource) => comment.lastIndexOf(fingerprintOf(each));
      const [last] = [...inOrder].sort((one, other) => placeOf(other) - placeOf(one));
      attempts.set(address, inOrder);
      if (last !== undefined) pending.set(address, last);
    }
  }
}

function byDefinition(one: Resource, other: Resource): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** What is in the table decides what is changed and dropped, so it has to be what DAS wrote. */
function readDefinition(database: string, address: string, definition: string): Resource {
  try {
    const resource = JSON.parse(definition) as Resource;
    if (addressOf(resource) === address) return resource;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new CoreError(
    'DAS_PLAN_RECORD_UNREADABLE',
    `a row of ${operationsSchema}.DEPLOYED_RESOURCES is not the definition of its address`,
    {
      place: `table ${domainNames(database).deployedResources.join('.')}`,
      next: 'find out who changed the table; restore it, by Time Travel if need be, and plan again',
    },
  );
}

function underWay(databases: ReadonlyMap<string, DatabaseState>): readonly string[] {
  return [...databases.values()].flatMap(({ objects, attempts }) =>
    [...objects]
      .filter(([address, comment]) => {
        // A tag has its fingerprint before it has its policies.
        if (address.startsWith('tag ')) return isUnderWay(comment) || attempts.has(address);
        return address.startsWith('table ') && isUnderWay(comment);
      })
      .map(([address]) => address),
  );
}

/** Tables whose measurements no record tells of for sure. */
function measuredTables(
  databases: ReadonlyMap<string, DatabaseState>,
  domains: readonly Domain[],
): readonly string[] {
  const unrecorded = domains.filter(({ database }) => databases.get(database)?.deployed.size === 0);
  const unsure = [
    ...[...databases.values()].flatMap(({ attempts }) => [...attempts.values()].flat()),
    ...unrecorded.flatMap(compileDomain),
  ];
  const tables = unsure.flatMap((each) =>
    each.kind === 'dataMetric' ? [`table ${each.name.slice(0, 3).join('.')}`] : [],
  );
  const isThere = (address: string) =>
    [...databases.values()].some(({ objects }) => objects.has(address));
  return [...new Set(tables)].filter(isThere);
}

function emptyDatabase(): DatabaseState {
  return {
    objects: new Map(),
    columns: new Map(),
    rows: new Map(),
    deployed: new Map(),
    pending: new Map(),
    attempts: new Map(),
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function neverRead(domain: Domain): never {
  throw new TypeError(`the state of domain ${domain.name} was not read`);
}
