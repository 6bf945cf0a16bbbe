import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  addressOf,
  adopt,
  compileDomain,
  type Domain,
  type EvidenceEvent,
  plan,
  type Session,
  sql,
  type Warehouse,
} from '@das/core';
import { coverage, type DatabaseImport, importDatabase } from '@das/governance';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseUnfaithful } from './refuse-unfaithful.js';
import { writeImport } from './write-import.js';

/** Inside the workspace, so that what is written finds the packages; ignored by git and Biome. */
const temporary = fileURLToPath(new URL('../../.das/import/', import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));

const body = `CASE
  WHEN IS_ROLE_IN_SESSION('SUPPORT') THEN EMAIL
  ELSE REGEXP_REPLACE(EMAIL, '^[^@]+', '*\${x}\`\\\\')
END`;

/** What somebody made by hand over the years. */
const statements = [
  'CREATE DATABASE SALES',
  'CREATE DATABASE OTHER',
  'CREATE ROLE SUPPORT',
  'CREATE ROLE SHARED_ROLE',
  'CREATE SCHEMA SALES."ARCHIV 2019"',
  'CREATE SCHEMA SALES.GOV',
  `CREATE MASKING POLICY SALES.GOV."HIDE E-MAIL" AS (EMAIL VARCHAR) RETURNS VARCHAR -> ${body}`,
  "CREATE MASKING POLICY SALES.GOV.BY_REGION AS (VAL NUMBER(12,2), R VARCHAR) RETURNS NUMBER(12,2) -> CASE WHEN R = 'EMEA' THEN VAL ELSE NULL END",
  'CREATE MASKING POLICY SALES.GOV.TAGGED AS (VAL VARCHAR) RETURNS VARCHAR -> NULL',
  "CREATE ROW ACCESS POLICY SALES.GOV.REGIONS AS (R VARCHAR) RETURNS BOOLEAN -> IS_ROLE_IN_SESSION('SUPPORT') AND R = 'EMEA'",
  "CREATE TAG SALES.GOV.SECRET ALLOWED_VALUES 'low', 'high'",
  'ALTER TAG SALES.GOV.SECRET SET MASKING POLICY SALES.GOV.TAGGED',
  `CREATE TABLE SALES.PUBLIC.ORDERS (
     ORDER_ID NUMBER(38,0) NOT NULL, EMAIL VARCHAR(320) NOT NULL COMMENT 'where the "receipt" goes',
     REGION VARCHAR, COUNTRY VARCHAR, TOTAL NUMBER(12,2) DEFAULT 0, NOTE VARCHAR, PAYLOAD VARIANT NOT NULL, TAGS ARRAY,
     DETAILS OBJECT, PLACED TIMESTAMP_TZ, DAY DATE, AT TIME, F FLOAT, OK BOOLEAN,
     PRIMARY KEY (ORDER_ID)) COMMENT = 'Orders; */ do not \`delete\` \${now}'`,
  'ALTER TABLE SALES.PUBLIC.ORDERS ALTER COLUMN EMAIL SET MASKING POLICY SALES.GOV."HIDE E-MAIL"',
  'ALTER TABLE SALES.PUBLIC.ORDERS ALTER COLUMN TOTAL SET MASKING POLICY SALES.GOV.BY_REGION USING (TOTAL, COUNTRY)',
  'ALTER TABLE SALES.PUBLIC.ORDERS ADD ROW ACCESS POLICY SALES.GOV.REGIONS ON (REGION)',
  "ALTER TABLE SALES.PUBLIC.ORDERS ALTER COLUMN NOTE SET TAG SALES.GOV.SECRET = 'high'",
  'CREATE TABLE SALES."ARCHIV 2019"."SELECT" ("KUNDEN-GRÖSSE" VARCHAR, "CLASS" NUMBER(5,0), "A B" VARCHAR, A_B VARCHAR, "1" DATE, "日本" VARCHAR, CONSTRUCTOR VARCHAR)',
  'CREATE TABLE SALES."ARCHIV 2019".ORDERS (ID NUMBER(9,0))',
  'CREATE TABLE SALES.PUBLIC."lower" (ID NUMBER(9,0))',
  'CREATE TABLE SALES.PUBLIC.MIXED ("camelCase" VARCHAR)',
  'CREATE MASKING POLICY SALES.GOV."small" AS (VAL VARCHAR) RETURNS VARCHAR -> NULL',
  'CREATE TABLE SALES.PUBLIC.SMALL_MASK (A VARCHAR MASKING POLICY SALES.GOV."small")',
  'GRANT ROLE SUPPORT TO ROLE SYSADMIN',
  'CREATE TABLE SALES.PUBLIC.LOCAL_TIMES (T TIMESTAMP_LTZ)',
  'CREATE TABLE SALES.PUBLIC."dot.ted" (A NUMBER)',
  'CREATE VIEW SALES.PUBLIC.OVERVIEW AS SELECT REGION FROM SALES.PUBLIC.ORDERS',
  'CREATE SEQUENCE SALES.PUBLIC.NUMBERS',
  'CREATE SNOWFLAKE.CORE.BUDGET SALES.GOV.SPENDING()',
  'CREATE SHARE SOLD',
  'GRANT USAGE ON DATABASE SALES TO SHARE SOLD',
  'CREATE ORGANIZATION LISTING SOLD_ORDERS SHARE SOLD AS $$title: Orders\nsupport_contact: a@b.example\norganization_targets: { access: [{ account: A }] }$$',
  'CREATE STREAM SALES.PUBLIC.CHANGES ON TABLE SALES.PUBLIC.ORDERS',
  'GRANT USAGE ON DATABASE SALES TO ROLE SUPPORT',
  'GRANT USAGE ON SCHEMA SALES.PUBLIC TO ROLE SUPPORT',
  'GRANT SELECT ON TABLE SALES.PUBLIC.ORDERS TO ROLE SUPPORT',
  'GRANT SELECT ON VIEW SALES.PUBLIC.OVERVIEW TO ROLE SUPPORT',
  'GRANT INSERT ON TABLE SALES.PUBLIC.ORDERS TO ROLE SUPPORT WITH GRANT OPTION',
  'GRANT SELECT ON FUTURE TABLES IN SCHEMA SALES.PUBLIC TO ROLE SUPPORT',
  'GRANT USAGE ON DATABASE SALES TO ROLE SHARED_ROLE',
  'GRANT USAGE ON DATABASE OTHER TO ROLE SHARED_ROLE',
  `INSERT INTO SALES.PUBLIC.ORDERS (ORDER_ID, EMAIL, REGION, PAYLOAD) SELECT 1, 'ada.lovelace@example.com', 'Zanzibar', PARSE_JSON('{}')`,
];

const events: EvidenceEvent[] = [];
const evidence = {
  record: async (event: EvidenceEvent) => {
    events.push(event);
    return { index: events.length, leafHash: '', treeSize: events.length, root: '' };
  },
};

let warehouse: Warehouse;
let session: Session;
let folder: string;
let found: DatabaseImport;
let domain: Domain;

beforeAll(async () => {
  await mkdir(temporary, { recursive: true });
  folder = await mkdtemp(temporary);
  warehouse = await openLocalWarehouse();
  session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const statement of statements) await session.execute(sql.raw(statement));
  found = await importDatabase(session, {
    database: 'SALES',
    owner: 'sales@example.com',
    sample: 5,
  });
  await writeImport(folder, found.files, { mayReplace: false });
  domain = ((await import(join(folder, 'das.config.ts'))) as { default: Domain }).default;
}, 120_000);
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

function noted(outcome: string): readonly string[] {
  return found.notes
    .filter((note) => note.outcome === outcome)
    .map(({ address, column }) => (column === undefined ? address : `${address}, ${column}`));
}

test('what is written says exactly what was read', () => {
  refuseUnfaithful(domain, found, folder);
  expect(domain.database).toBe('SALES');
});

test('how late the account tells of the bodies of policies is said', () => {
  const reason = expect.stringContaining('two hours behind');
  expect(found.notes).toContainEqual({ outcome: 'guessed', address: 'database SALES', reason });
});

test('policies keep their bodies to the letter, and their own names for the value', () => {
  const policies = compileDomain(domain).filter((each) => each.kind === 'maskingPolicy');
  expect(policies).toContainEqual({
    kind: 'maskingPolicy',
    name: ['SALES', 'GOV', 'HIDE E-MAIL'],
    type: 'VARCHAR',
    argument: 'EMAIL',
    body,
  });
  expect(policies).toContainEqual(
    expect.objectContaining({
      name: ['SALES', 'GOV', 'BY_REGION'],
      type: 'NUMBER(12,2)',
      conditions: [{ name: 'R', type: 'VARCHAR' }],
    }),
  );
});

test('names that have to be quoted stay as they are, under names that TypeScript takes', () => {
  const contract = domain.contracts.find(({ name }) => name === 'select');
  expect(contract?.columns.map(({ name }) => name)).toEqual([
    'kunden_grosse',
    'class',
    'a_b_2',
    'a_b',
    'c_1',
    'c',
    'constructor',
  ]);
  const table = compileDomain(domain).find(
    (each) => addressOf(each) === 'table SALES.ARCHIV 2019.SELECT',
  );
  expect(table?.kind === 'table' ? table.columns.map(({ name }) => name) : []).toEqual([
    'KUNDEN-GRÖSSE',
    'CLASS',
    'A B',
    'A_B',
    '1',
    '日本',
    'CONSTRUCTOR',
  ]);
  expect(domain.contracts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['public_orders', 'archiv_2019_orders']),
  );
});

test('each thing that no declaration describes is named', () => {
  expect(noted('omitted')).toEqual(
    expect.arrayContaining([
      'view SALES.PUBLIC.OVERVIEW',
      'sequence SALES.PUBLIC.NUMBERS',
      'budget SALES.GOV.SPENDING',
      'listing SOLD_ORDERS',
      'stream SALES.PUBLIC.CHANGES',
      'table SALES.PUBLIC.dot.ted',
      'table SALES.PUBLIC.LOCAL_TIMES, T',
      'table SALES.PUBLIC.lower',
      'table SALES.PUBLIC.MIXED, camelCase',
      'table SALES.PUBLIC.SMALL_MASK',
      'maskingPolicy SALES.GOV.small',
      'grant INSERT on table SALES.PUBLIC.ORDERS to role SUPPORT',
    ]),
  );
  expect(noted('omitted').filter((each) => each.includes('future'))).toHaveLength(1);
  expect(noted('partly')).toEqual(
    expect.arrayContaining(['role SHARED_ROLE', 'table SALES.PUBLIC.ORDERS, TOTAL']),
  );
});

test('a role that comes with the account has what it had', () => {
  expect(compileDomain(domain).map(addressOf)).toContain('roleGrant role SUPPORT to role SYSADMIN');
});

test('what nothing classifies is taken for the most sensitive, and what is masked never for less', () => {
  const orders = domain.contracts.find(({ name }) => name === 'public_orders');
  const classes = Object.fromEntries(
    (orders?.columns ?? []).map(({ name, classification }) => [name, classification]),
  );
  expect(classes).toMatchObject({ note: 'phi', total: 'phi', payload: 'phi' });
  expect(['pii', 'phi']).toContain(classes.email);
  expect(noted('guessed')).toEqual(
    expect.arrayContaining(['table SALES.PUBLIC.ORDERS, NOTE', 'table SALES.PUBLIC.ORDERS, EMAIL']),
  );
});

test('comments and keys are in the contract, and no value of the data is anywhere', () => {
  const orders = domain.contracts.find(({ name }) => name === 'public_orders');
  expect(orders?.description).toBe('Orders; */ do not `delete` $'.concat('{now}'));
  expect(orders?.primaryKey).toEqual(['order_id']);
  expect(orders?.column('email' as never).description).toBe('where the "receipt" goes');
  const written = JSON.stringify([found.files, found.notes]);
  expect(written).not.toContain('ada.lovelace');
  expect(written).not.toContain('Zanzibar');
});

test('coverage shows what the imported tables leave bare', () => {
  const report = coverage(domain);
  const bare = report.columns.find(
    ({ table, column }) => table === 'SALES.PUBLIC.ORDERS' && column === 'PAYLOAD',
  );
  const cell = bare?.cells[report.roles.findIndex(({ name }) => name === 'SUPPORT')];
  expect(cell?.state).toBe('exposed');
});

test('the compiler accepts what is written', async () => {
  const config = join(folder, 'tsconfig.json');
  const settings = { extends: join(root, 'tsconfig.base.json'), include: ['**/*.ts'] };
  const options = { noEmit: true, composite: false, isolatedDeclarations: false };
  const more = { declaration: false, emitDeclarationOnly: false, incremental: false };
  const compilerOptions = { ...options, ...more, types: [], paths: sources() };
  await writeFile(config, JSON.stringify({ ...settings, compilerOptions }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const done = promisify(execFile)(process.execPath, [tsc, '-p', config]).then(
    () => '',
    (error: { stdout?: string }) => error.stdout ?? String(error),
  );
  expect((await done).split('\n').filter((line) => !line.includes('packages/'))).toEqual(['']);
}, 180_000);

/** The compiler reads the packages as they are, and not as they were built. */
function sources(): Readonly<Record<string, readonly string[]>> {
  const names = ['contracts', 'privacy', 'core', 'governance'];
  return Object.fromEntries(
    names.map((name) => [`@das/${name}`, [join(root, `packages/${name}/src/index.ts`)]]),
  );
}

test('until it is adopted nothing is planned; then there is nothing to plan, and evidence of it', async () => {
  await expect(plan(domain, session)).rejects.toMatchObject({
    code: 'DAS_PLAN_UNSUPPORTED_CHANGE',
  });
  const done = await adopt({ domain, warehouse, evidence });
  expect(done.made).toEqual(['schema SALES.OPS', 'table SALES.OPS.DEPLOYED_RESOURCES']);
  expect((await plan(domain, session)).steps).toEqual([]);
  expect(events.map(({ kind }) => kind)).toEqual(['deployment.started', 'deployment.completed']);
  // What protected the data protects it still.
  await using support = await warehouse.openSession({ role: 'SUPPORT' });
  const { rows } = await support.execute(sql`SELECT COUNT(*) AS N FROM SALES.PUBLIC.ORDERS`);
  expect(Number(rows[0]?.N)).toBe(0);
});

test('a database that DAS deploys is not imported', async () => {
  await expect(
    importDatabase(session, { database: 'SALES', owner: 'sales@example.com' }),
  ).rejects.toMatchObject({ code: 'DAS_IMPORT_DEPLOYED' });
});

test('what another one has changed since is refused, and so is what is gone', async () => {
  await session.execute(sql.raw('DROP VIEW SALES.PUBLIC.OVERVIEW'));
  await session.execute(sql.raw('DROP TABLE SALES."ARCHIV 2019".ORDERS'));
  await expect(adopt({ domain, warehouse, evidence })).rejects.toMatchObject({
    code: 'DAS_ADOPT_REFUSED',
    place: 'table SALES.ARCHIV 2019.ORDERS',
  });
});
