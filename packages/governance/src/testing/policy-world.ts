import {
  compileDomain,
  createStatements,
  type Domain,
  domainNames,
  type Resource,
  type Session,
  sql,
  type TableName,
} from '@das/core';
import { grantsOnObjects } from '../roles/grants-on-objects.js';
import { insertRow } from './insert-row.js';
import type { CheckedMatrix } from './policy-matrix.js';

/** What policies rest on. Nothing of it reaches beyond the domain's database, but its roles. */
const kinds: readonly Resource['kind'][] = [
  'database',
  'schema',
  'databaseRole',
  'tag',
  'maskingPolicy',
  'rowAccessPolicy',
  'aggregationPolicy',
  'projectionPolicy',
  'table',
];

/** The table under test, and the same table without any policy: what is stored. */
export interface PolicyTables {
  readonly tested: TableName;
  readonly stored: TableName;
}

/** What was made, so that it can be taken away. */
export interface PolicyWorld extends PolicyTables {
  /** The roles that were not there before. */
  readonly madeRoles: readonly string[];
}

/**
 * Makes the tables and policies of a domain for a test: the very statements that deploy them, but
 * that a table which a query fills is a plain table, so that rows can be put into it.
 *
 * @param privileges - whether the roles may read, as the domain says; not needed where the owner asks
 */
export async function makePolicyWorld(
  session: Session,
  domain: Domain,
  matrix: CheckedMatrix,
  privileges: boolean,
  resources: readonly Resource[] = compileDomain(domain),
): Promise<PolicyWorld> {
  const names = domainNames(domain.database);
  const tested = names.table(matrix.contract, matrix.tier);
  const stored: TableName = [domain.database, 'OPS', `${tested[2]}__STORED`];
  const plain = grantsOnObjects(resources).map(asPlainTable);
  const madeRoles = await makeRoles(session, plain);
  const run = async (resource: Resource): Promise<void> => {
    for (const statement of createStatements(resource)) await session.execute(statement);
  };
  for (const resource of plain) {
    if (kinds.includes(resource.kind)) await run(resource);
    const isOfMade =
      resource.kind === 'roleGrant' &&
      [resource.role.name.join('.'), resource.to.name.join('.')].some((name) =>
        madeRoles.includes(name),
      );
    if (isOfMade && resource.to.type === 'ROLE') await run(resource);
  }
  for (const resource of plain) {
    if (resource.kind === 'table' && isSame(resource.name, tested)) {
      await run(withoutPolicies({ ...resource, name: stored }));
    }
    if (privileges && resource.kind === 'grant' && isReading(resource)) await run(resource);
  }
  if (privileges) {
    const to = sql.id(names.pipelineRole);
    for (const table of [
      tested,
      ...matrix.also.map((one) => names.table(one.contract, one.tier)),
    ]) {
      await session.execute(
        sql`GRANT SELECT, INSERT, DELETE ON TABLE ${sql.id(...table)} TO ROLE ${to}`,
      );
    }
  }
  return { tested, stored, madeRoles };
}

/** Takes away what {@link makePolicyWorld} made. */
export async function dropPolicyWorld(
  session: Session,
  { tested: [database], madeRoles }: PolicyWorld,
): Promise<void> {
  await session.execute(sql`DROP DATABASE IF EXISTS ${sql.id(database)}`);
  for (const role of madeRoles) await session.execute(sql`DROP ROLE IF EXISTS ${sql.id(role)}`);
}

/** Puts one row, and no other, into the tested table (as its writer) and into the stored one. */
export async function placeRow(
  owner: Session,
  writer: Session,
  world: PolicyTables,
  matrix: CheckedMatrix,
  place: number,
): Promise<void> {
  // A DELETE would leave the rows that a policy hides from whoever runs it.
  await owner.execute(sql`TRUNCATE TABLE ${sql.id(...world.stored)}`);
  await owner.execute(sql`TRUNCATE TABLE ${sql.id(...world.tested)}`);
  const row = matrix.rows[place] ?? {};
  await insertRow(owner, world.stored, matrix, row);
  await insertRow(writer, world.tested, matrix, row);
}

async function makeRoles(
  session: Session,
  resources: readonly Resource[],
): Promise<readonly string[]> {
  const made: string[] = [];
  for (const resource of resources) {
    if (resource.kind !== 'role') continue;
    const [name] = resource.name;
    const { rows } = await session.execute(sql`SHOW ROLES LIKE ${sql.literal(name)}`);
    if (rows.some((row) => row.name === name)) continue;
    for (const statement of createStatements(resource)) await session.execute(statement);
    made.push(name);
  }
  return made;
}

function asPlainTable(resource: Resource): Resource {
  if (resource.kind === 'dynamicTable') {
    const { name, columns, rowAccess, aggregationPolicy } = resource;
    const policy = aggregationPolicy === undefined ? {} : { aggregationPolicy };
    return { kind: 'table', name, columns, rowAccess, ...policy };
  }
  if (resource.kind === 'grant' && resource.on.type === 'DYNAMIC TABLE') {
    return { ...resource, on: { type: 'TABLE', name: resource.on.name } };
  }
  return resource;
}

/** Whether a grant lets a role of this account read. */
function isReading(grant: Extract<Resource, { kind: 'grant' }>): boolean {
  if (grant.toType === 'SHARE') return false;
  if (['DATABASE', 'SCHEMA'].includes(grant.on.type)) return grant.privilege === 'USAGE';
  return grant.on.type === 'TABLE' && grant.privilege === 'SELECT';
}

function withoutPolicies(table: Extract<Resource, { kind: 'table' }>): Resource {
  const columns = table.columns.map(({ name, type }) => ({
    name,
    type,
    isNullable: true,
    maskingPolicy: undefined,
    tags: [],
  }));
  return { kind: 'table', name: table.name, columns, rowAccess: undefined };
}

function isSame(one: TableName, other: TableName): boolean {
  return one.join('.') === other.join('.');
}
