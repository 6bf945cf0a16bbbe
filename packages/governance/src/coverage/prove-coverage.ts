import {
  compileDomain,
  createStatements,
  DasError,
  type Domain,
  type Resource,
  type Session,
  type SqlFragment,
  sql,
  type Warehouse,
} from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { isUnseen } from '../observe/is-unseen.js';
import { publicRole } from '../policy-bodies/asked-primary.js';
import { grantsOnObjects } from '../roles/grants-on-objects.js';
import { coverage } from './coverage.js';
import { type CoverageProof, resourcesDigest, type SeenColumn } from './coverage-proof.js';
import type { CoverageReport } from './coverage-report.js';
import { fullName, type ProtectedTable } from './effective-policy.js';
import { type ColumnValues, readValues, sawOf } from './seen-values.js';
import { rowAccessPolicyOf, syntheticRows } from './synthetic-rows.js';

/** The database for what stands in for other things while a domain is proven. */
const proofDatabase = 'DAS_PROOF';
const proofSchema = 'CLEAR';

/**
 * Runs a domain's policies: makes its tables, policies, roles and grants in an empty warehouse, puts
 * made-up rows into each table, and reads each of them as each role. Give the proof to `coverage`.
 *
 * Dynamic tables are made as tables, since what protects them is the same. The warehouse is left as it
 * is then: give one that is thrown away, such as `openLocalWarehouse()`.
 *
 * @throws {@link GovernanceError} `DAS_COVERAGE_WAREHOUSE_NOT_EMPTY` when the domain's database is there;
 * {@link WarehouseError} when the warehouse refuses a policy
 */
export async function proveCoverage(domain: Domain, warehouse: Warehouse): Promise<CoverageProof> {
  const resources = grantsOnObjects(compileDomain(domain));
  const report = coverage(domain);
  await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await refuseUsed(admin, domain);
  const readers = readersOf(report);
  const tables = resources.flatMap((each) =>
    each.kind === 'table' || each.kind === 'dynamicTable' ? [standIn(each)] : [],
  );
  const wanted = tables.filter((table) =>
    report.columns.some((column) => column.table === fullName(table.name)),
  );
  await run(admin, [
    sql`CREATE DATABASE ${sql.id(proofDatabase)}`,
    sql`CREATE SCHEMA ${sql.id(proofDatabase, proofSchema)}`,
    ...creations(resources, readers),
    ...readers.flatMap(({ role, isMade }) => (isMade ? [sql`CREATE ROLE ${sql.id(role)}`] : [])),
  ]);
  const stored = new Map<string, StoredTable>();
  for (const [at, table] of wanted.entries()) {
    const rows = syntheticRows(table, rowAccessPolicyOf(table, resources));
    await run(admin, [rows.insert]);
    stored.set(fullName(table.name), {
      count: rows.count,
      values: await storedValues(admin, table, at, resources),
    });
  }
  await run(admin, grants(resources, readers));
  const found = await readAll(warehouse, report, readers, stored);
  const filtered = wanted.filter((table) => table.rowAccess !== undefined);
  // What a row policy hides says nothing of the masks, so the masks are seen once more without it.
  await run(
    admin,
    filtered.map((table) => sql`ALTER TABLE ${sql.id(...table.name)} DROP ALL ROW ACCESS POLICIES`),
  );
  const bare = new Set(filtered.map((table) => fullName(table.name)));
  const again = await readAll(warehouse, report, readers, stored, bare);
  return { resources: resourcesDigest(resources), seen: merge(found, again) };
}

async function run(session: Session, statements: readonly SqlFragment[]): Promise<void> {
  for (const statement of statements) await session.execute(statement);
}

async function refuseUsed(admin: Session, domain: Domain): Promise<void> {
  const { rows } = await admin.execute(sql`SHOW DATABASES`);
  const used = rows.find(({ name }) => name === domain.database || name === proofDatabase);
  if (used === undefined) return;
  throw new GovernanceError(
    'DAS_COVERAGE_WAREHOUSE_NOT_EMPTY',
    `database ${String(used.name)} is there already`,
    { place: `domain ${domain.name}`, next: 'give an empty warehouse that is thrown away' },
  );
}

/** A role of the report, and the account role that reads in its place. */
interface Reader {
  /** As the report names it. */
  readonly name: string;
  readonly type: CoverageReport['roles'][number]['type'];
  readonly role: string;
  /** Whether the account role is made for it: no session has a database role or a share as its own. */
  readonly isMade: boolean;
}

function readersOf(report: CoverageReport): readonly Reader[] {
  return report.roles.map(({ name, type }, at) => {
    const isMade = type !== 'role' || name === publicRole;
    return { name, type, isMade, role: isMade ? `DAS_PROOF_READER_${at}` : name };
  });
}

/** The table with all that masks, and without what would refuse to show single rows. */
function standIn(table: ProtectedTable): Extract<Resource, { kind: 'table' }> {
  const { name, columns, rowAccess } = table;
  return {
    kind: 'table',
    name,
    columns: columns.map(({ projectionPolicy: _projection, renamedFrom: _before, ...column }) => ({
      ...column,
      isNullable: true,
    })),
    rowAccess,
    ...(table.tags === undefined ? {} : { tags: table.tags }),
  };
}

/** All but tables, grants and what does not protect; policies before the tags that have them. */
function creations(
  resources: readonly Resource[],
  readers: readonly Reader[],
): readonly SqlFragment[] {
  const order: readonly Resource['kind'][] = [
    'database',
    'schema',
    'role',
    'databaseRole',
    'maskingPolicy',
    'tag',
    'rowAccessPolicy',
    'table',
    'dynamicTable',
  ];
  const made = new Set(resources.flatMap((each) => (each.kind === 'role' ? [each.name[0]] : [])));
  // Roles that are only granted to, such as those of another domain.
  const others = readers.flatMap(({ role, isMade }) =>
    isMade || made.has(role) || role === 'ACCOUNTADMIN' ? [] : [role],
  );
  return [
    ...others.map((role) => sql`CREATE ROLE IF NOT EXISTS ${sql.id(role)}`),
    ...order.flatMap((kind) =>
      resources.flatMap((each) => {
        if (each.kind !== kind) return [];
        const isTable = each.kind === 'table' || each.kind === 'dynamicTable';
        return createStatements(isTable ? standIn(each) : each);
      }),
    ),
  ];
}

/** Grants of roles and of what tables need, to those who read in place of shares and database roles too. */
function grants(
  resources: readonly Resource[],
  readers: readonly Reader[],
): readonly SqlFragment[] {
  const shares = new Map(
    readers.flatMap(({ type, name, role }) => (type === 'share' ? [[name, role] as const] : [])),
  );
  const statements = resources.flatMap((each): readonly Resource[] => {
    if (each.kind === 'roleGrant') {
      if (each.to.type !== 'SHARE') return [each];
      const role = shares.get(each.to.name[0]);
      return role === undefined ? [] : [{ ...each, to: { type: 'ROLE', name: [role] } }];
    }
    if (each.kind !== 'grant') return [];
    const on =
      each.on.type === 'DYNAMIC TABLE' ? ({ type: 'TABLE', name: each.on.name } as const) : each.on;
    if (on.type !== 'TABLE' && on.type !== 'SCHEMA' && on.type !== 'DATABASE') return [];
    // What only dynamic tables know is no privilege of a table.
    if (each.on.type === 'DYNAMIC TABLE' && !/^(?:SELECT|OWNERSHIP)$/.test(each.privilege))
      return [];
    if (each.toType !== 'SHARE') return [{ ...each, on }];
    const to = shares.get(each.to);
    return to === undefined ? [] : [{ kind: 'grant', privilege: each.privilege, on, to }];
  });
  // Once a table is given away, its first owner may grant nothing more.
  const isOwnership = (each: Resource): boolean =>
    each.kind === 'grant' && each.privilege === 'OWNERSHIP';
  return [
    ...readers.flatMap(({ type, name, role }) =>
      type === 'databaseRole'
        ? [sql`GRANT DATABASE ROLE ${sql.id(...name.split('.'))} TO ROLE ${sql.id(role)}`]
        : [],
    ),
    ...statements.filter((each) => !isOwnership(each)).flatMap((each) => createStatements(each)),
    ...statements.filter(isOwnership).flatMap((each) => createStatements(each)),
  ];
}

interface StoredTable {
  readonly count: number;
  readonly values: ColumnValues;
}

/** What is in a table, read from a copy that nothing protects. */
async function storedValues(
  admin: Session,
  table: ProtectedTable,
  at: number,
  resources: readonly Resource[],
): Promise<ColumnValues> {
  const copy: ProtectedTable = {
    kind: 'table',
    name: [proofDatabase, proofSchema, `T${at}`],
    columns: table.columns.map((column) => ({ ...column, maskingPolicy: undefined, tags: [] })),
    rowAccess: undefined,
  };
  const twin = { ...table, name: copy.name };
  await run(admin, [
    ...createStatements(copy),
    syntheticRows(twin, rowAccessPolicyOf(table, resources)).insert,
  ]);
  return await readValues(
    admin,
    copy.name,
    table.columns.map(({ name }) => name),
  );
}

async function readAll(
  warehouse: Warehouse,
  report: CoverageReport,
  readers: readonly Reader[],
  stored: ReadonlyMap<string, StoredTable>,
  only?: ReadonlySet<string>,
): Promise<readonly SeenColumn[]> {
  const byTable = new Map<string, string[]>();
  for (const { table, column } of report.columns) {
    if (only?.has(table) !== false) byTable.set(table, [...(byTable.get(table) ?? []), column]);
  }
  const seen: SeenColumn[] = [];
  for (const reader of readers) {
    await using session = await warehouse.openSession({ role: reader.role });
    for (const [table, columns] of byTable) {
      const there = stored.get(table);
      if (there === undefined) continue;
      for (const [column, found] of await readTable(session, table, columns, there)) {
        seen.push({ table, column, role: reader.name, ...found });
      }
    }
  }
  return seen;
}

type Sight = Pick<SeenColumn, 'saw' | 'rows'>;

/** All columns in one query; one by one where that fails, to learn which of them it is. */
async function readTable(
  session: Session,
  table: string,
  columns: readonly string[],
  { count, values }: StoredTable,
): Promise<ReadonlyMap<string, Sight>> {
  try {
    const read = await readValues(session, table.split('.'), columns);
    return new Map(
      [...read].map(([column, cells]): [string, Sight] => {
        const rows = cells.length === 0 ? 'none' : cells.length === count ? 'all' : 'filtered';
        return [column, { saw: sawOf(cells, values.get(column) ?? []), rows }];
      }),
    );
  } catch (error) {
    if (!(error instanceof DasError)) throw error;
    if (isUnseen(error)) {
      return new Map(columns.map((column) => [column, { saw: 'denied' }]));
    }
    if (error.code !== 'DAS_WAREHOUSE_EXECUTION_FAILED') throw error;
    const [only, ...others] = columns;
    if (only !== undefined && others.length === 0) return new Map([[only, { saw: 'refused' }]]);
    const each = new Map<string, Sight>();
    for (const column of columns) {
      const found = await readTable(session, table, [column], { count, values });
      for (const [name, sight] of found) each.set(name, sight);
    }
    return each;
  }
}

/** The rows of the first reading, and what was seen in either. */
function merge(first: readonly SeenColumn[], second: readonly SeenColumn[]): readonly SeenColumn[] {
  const key = ({ table, column, role }: SeenColumn) => JSON.stringify([table, column, role]);
  const again = new Map(second.map((each) => [key(each), each.saw]));
  return first.map((each) => {
    const other = again.get(key(each));
    if (other === undefined || each.rows === undefined) return each;
    // No row, no value: only the second reading says what the masks do.
    if (each.rows === 'none') return { ...each, saw: other };
    return { ...each, saw: each.saw === other ? other : 'both' };
  });
}
