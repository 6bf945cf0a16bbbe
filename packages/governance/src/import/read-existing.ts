import {
  domainNames,
  quoteIdentifier,
  type Row,
  type Session,
  type SqlFragment,
  sql,
} from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { cellName, cellText } from '../observe/cell.js';
import { observe } from '../observe/observe.js';
import { runShow } from '../observe/run-show.js';
import type { ExistingDatabase } from './existing-database.js';

const usage = sql.raw('SNOWFLAKE.ACCOUNT_USAGE');

const policyViews = [
  ['maskingPolicy', 'MASKING_POLICIES', 'MASKING POLICIES'],
  ['rowAccessPolicy', 'ROW_ACCESS_POLICIES', 'ROW ACCESS POLICIES'],
  ['aggregationPolicy', 'AGGREGATION_POLICIES', 'AGGREGATION POLICIES'],
  ['projectionPolicy', 'PROJECTION_POLICIES', 'PROJECTION POLICIES'],
] as const;

/**
 * Reads all of a database that an import may need. How many statements it takes depends on the number of
 * the database's schemas and shares, and on nothing else.
 *
 * @throws {@link GovernanceError} as {@link observe}; `DAS_IMPORT_DEPLOYED` when DAS deploys the database
 */
export async function readExisting(session: Session, database: string): Promise<ExistingDatabase> {
  const observed = await observe(session, { databases: [database], historyDays: 0 });
  await refuseDeployed(session, database, observed.objects.has.bind(observed.objects));
  const place = quoteIdentifier(database);
  const policies = new Map<string, Row>();
  const shownPolicies = new Set<string>();
  for (const [kind, view, shown] of policyViews) {
    const rows = await select(
      session,
      sql`SELECT * FROM ${usage}.${sql.raw(view)} WHERE DELETED IS NULL AND POLICY_CATALOG = ${database}`,
    );
    const names = ['POLICY_CATALOG', 'POLICY_SCHEMA', 'POLICY_NAME'];
    for (const row of rows) policies.set(`${kind} ${cellName(row, ...names).join('.')}`, row);
    for (const row of await runShow(session, `SHOW ${shown} IN DATABASE ${place}`)) {
      shownPolicies.add(
        `${kind} ${cellName(row, 'database_name', 'schema_name', 'name').join('.')}`,
      );
    }
  }
  const schema = sql`${sql.id(database)}.INFORMATION_SCHEMA`;
  const shownRows = async (what: string): Promise<ReadonlyMap<string, Row>> =>
    byName(
      await runShow(session, `SHOW ${what} IN DATABASE ${place}`),
      'database_name',
      'schema_name',
      'name',
    );
  return {
    database,
    observed,
    policies,
    shownPolicies,
    tags: byName(
      await select(
        session,
        sql`SELECT * FROM ${usage}.TAGS WHERE DELETED IS NULL AND TAG_DATABASE = ${database}`,
      ),
      'TAG_DATABASE',
      'TAG_SCHEMA',
      'TAG_NAME',
    ),
    dynamicTables: await shownRows('DYNAMIC TABLES'),
    tasks: await shownRows('TASKS'),
    tables: byName(
      await select(session, sql`SELECT * FROM ${schema}.TABLES`),
      ...['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'],
    ),
    columns: byName(
      await select(session, sql`SELECT * FROM ${schema}.COLUMNS`),
      ...['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'COLUMN_NAME'],
    ),
    primaryKeys: keysOf(await runShow(session, `SHOW PRIMARY KEYS IN DATABASE ${place}`)),
    rolesElsewhere: await readRolesElsewhere(session, database),
    resourceMonitorWarehouses: watched(observed.objects.values()),
  };
}

async function refuseDeployed(
  session: Session,
  database: string,
  isThere: (address: string) => boolean,
): Promise<void> {
  const record = domainNames(database).deployedResources;
  if (!isThere(`table ${record.join('.')}`)) return;
  const [row] = await select(session, sql`SELECT COUNT(*) AS N FROM ${sql.id(...record)}`);
  if (Number(row?.N) === 0) return;
  throw new GovernanceError('DAS_IMPORT_DEPLOYED', `DAS deploys database ${database} already`, {
    place: record.join('.'),
    next: 'use the configuration that it is deployed from',
  });
}

async function select(session: Session, query: SqlFragment): Promise<readonly Row[]> {
  return (await session.execute(query)).rows;
}

function byName(rows: readonly Row[], ...columns: readonly string[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [cellName(row, ...columns).join('.'), row]));
}

function keysOf(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  const inOrder = [...rows].sort((a, b) => Number(a.key_sequence) - Number(b.key_sequence));
  for (const row of inOrder) {
    const table = cellName(row, 'database_name', 'schema_name', 'table_name').join('.');
    keys.set(table, [...(keys.get(table) ?? []), cellText(row, 'column_name')]);
  }
  return keys;
}

async function readRolesElsewhere(
  session: Session,
  database: string,
): Promise<ReadonlySet<string>> {
  const rows = await select(
    session,
    sql`SELECT DISTINCT GRANTEE_NAME FROM ${usage}.GRANTS_TO_ROLES WHERE DELETED_ON IS NULL AND GRANTED_TO = 'ROLE'
      AND (TABLE_CATALOG <> ${database} OR (GRANTED_ON = 'DATABASE' AND NAME <> ${database}))`,
  );
  return new Set(rows.map((row) => cellText(row, 'GRANTEE_NAME')));
}

function watched(
  objects: Iterable<{
    readonly kind: string;
    readonly name: readonly string[];
    readonly properties: Readonly<Record<string, string>>;
  }>,
): ReadonlyMap<string, readonly string[]> {
  const monitors = new Map<string, string[]>();
  for (const { kind, name, properties } of objects) {
    const monitor = properties.resourceMonitor ?? '';
    if (kind !== 'warehouse' || monitor === '') continue;
    monitors.set(monitor, [...(monitors.get(monitor) ?? []), name.join('.')]);
  }
  return monitors;
}
