import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { das, documentOf } from './das.js';

/** Inside the workspace, so that a configuration there finds the packages; ignored by git and Biome. */
const temporary = fileURLToPath(new URL('../../.das/end-to-end/', import.meta.url));
let folder: string;

beforeAll(async () => {
  await mkdir(temporary, { recursive: true });
  folder = await mkdtemp(temporary);
  const data = join(folder, 'sales', '.das');
  await mkdir(data, { recursive: true });
  const warehouse = await openLocalWarehouse({
    path: join(data, 'warehouse.duckdb'),
    stageDirectory: join(data, 'stages'),
  });
  try {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    for (const text of [
      'CREATE DATABASE BROOK_SALES',
      "CREATE MASKING POLICY BROOK_SALES.PUBLIC.HIDE AS (V VARCHAR) RETURNS VARCHAR -> '***'",
      `CREATE TABLE BROOK_SALES.PUBLIC.CUSTOMERS (ID NUMBER(9,0) NOT NULL,
        EMAIL VARCHAR MASKING POLICY BROOK_SALES.PUBLIC.HIDE)`,
      'CREATE VIEW BROOK_SALES.PUBLIC.ALL_OF_THEM AS SELECT ID FROM BROOK_SALES.PUBLIC.CUSTOMERS',
      "INSERT INTO BROOK_SALES.PUBLIC.CUSTOMERS VALUES (1, 'ada@example.com')",
    ]) {
      await session.execute({ text, binds: [] });
    }
  } finally {
    await warehouse.close();
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const command = ['import', '--database', 'BROOK_SALES', '--out', 'sales'];
const run = (...more: readonly string[]) => das([...command, ...more], { cwd: folder });

test('a database is written as a domain, and what cannot be said is named', async () => {
  const done = await run('--json');
  expect(done.stderr).toBe('');
  expect(done.exitCode).toBe(0);
  expect(documentOf(done)).toMatchObject({
    database: 'BROOK_SALES',
    files: expect.arrayContaining(['das.config.ts', 'contracts/customers.ts', 'tables.ts']),
    notes: expect.arrayContaining([
      expect.objectContaining({
        outcome: 'omitted',
        address: 'view BROOK_SALES.PUBLIC.ALL_OF_THEM',
      }),
    ]),
    adopted: null,
  });
  expect(done.stdout).not.toContain('ada@example.com');
  const refused = await das(['plan'], { cwd: join(folder, 'sales') });
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('it was not made by DAS');
}, 180_000);

test('files that are there are not replaced without --force, and nobody adopts unasked', async () => {
  const before = await readFile(join(folder, 'sales/das.config.ts'), 'utf8');
  const again = await run();
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toContain('DAS_FILE_EXISTS');
  const unasked = await run('--force', '--adopt');
  expect(unasked.exitCode).toBe(2);
  expect(await readFile(join(folder, 'sales/das.config.ts'), 'utf8')).toBe(before);
}, 180_000);

test('what is adopted leaves nothing to plan, with evidence; then it is not imported again', async () => {
  const done = await run('--force', '--adopt', '--yes', '--json');
  expect(done.stderr).toBe('');
  expect(documentOf(done)).toMatchObject({ evidence: { size: 2 } });
  const planned = await das(['plan', '--json'], { cwd: join(folder, 'sales') });
  expect(planned.stderr).toBe('');
  expect(documentOf(planned)).toMatchObject({ steps: [] });
  const again = await run('--force');
  expect(again.stderr).toContain('DAS_IMPORT_DEPLOYED');
}, 180_000);

test('a database that is not there is refused', async () => {
  const done = await das(['import', '--database', 'NOWHERE', '--out', 'sales'], { cwd: folder });
  expect(done.exitCode).toBe(1);
  expect(done.stderr).toContain('DAS_WAREHOUSE_NOT_FOUND');
}, 180_000);
