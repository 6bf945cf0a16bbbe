import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { sql, type Warehouse } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../run.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let warehouse: Warehouse;
// Somebody else has to be able to work in the same warehouse meanwhile.
vi.mock('../deployment/open-warehouse.js', () => ({
  openWarehouse: async (): Promise<Warehouse> => ({
    description: warehouse.description,
    openSession: (options) => warehouse.openSession(options),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }),
  refuseWithoutWarehouse: async () => {},
}));

/** Inside the workspace, so that a configuration there finds the packages; ignored by git and Biome. */
const temporary = fileURLToPath(new URL('../../.das/import-command/', import.meta.url));
let folder: string;
beforeEach(async () => {
  await mkdir(temporary, { recursive: true });
  folder = await mkdtemp(temporary);
  warehouse = await openLocalWarehouse();
  await work('CREATE DATABASE BROOK_SALES');
  await work('CREATE TABLE BROOK_SALES.PUBLIC.CUSTOMERS (ID NUMBER(9,0), EMAIL VARCHAR)');
});
afterEach(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

async function work(text: string): Promise<void> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql.raw(text));
}

/** Adopts the database; somebody agrees to it, after something has happened. */
async function adopting(meanwhile: () => Promise<void>) {
  let [stdout, stderr] = ['', ''];
  const stdin = Readable.from(
    (async function* () {
      while (!stderr.includes('[y/N]')) await new Promise((resolve) => setTimeout(resolve, 20));
      await meanwhile();
      yield 'y\n';
    })(),
  );
  const exitCode = await run(['import', '--database', 'BROOK_SALES', '--out', folder, '--adopt'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin,
    env: {},
    cwd: folder,
    isTerminal: { stdin: true, stdout: false, stderr: true },
  });
  return { exitCode, stdout, stderr };
}

/** Imports, and has somebody change what a contract says. */
async function importing(change: (contract: string) => string) {
  const command = ['import', '--database', 'BROOK_SALES', '--out', folder];
  let stderr = '';
  const streams = {
    stdout: { write: () => {} },
    stderr: { write: (text: string) => (stderr += text) },
    stdin: Readable.from([]),
    env: {},
    cwd: folder,
    isTerminal: { stdin: false, stdout: false, stderr: false },
  };
  expect(await run(command, streams)).toBe(0);
  const file = join(folder, 'contracts/customers.ts');
  const written = await readFile(file, 'utf8');
  const corrected = change(written);
  expect(corrected).not.toBe(written);
  await writeFile(file, corrected);
  stderr = '';
  const exitCode = await run([...command, '--force', '--adopt', '--yes'], streams);
  expect(await readFile(file, 'utf8')).toBe(corrected);
  return { exitCode, stderr };
}

test('files that were corrected are adopted as they are, also with --force', async () => {
  const { exitCode, stderr } = await importing((text) => text.replaceAll("'pii'", "'phi'"));
  expect(stderr).not.toContain('DAS_');
  expect(exitCode).toBe(0);
  expect(await comments()).toEqual([expect.stringContaining('das:sha256:')]);
});

test('files that say something else than the database are refused, and stay', async () => {
  const { exitCode, stderr } = await importing((text) => text.replace('.nullable()', ''));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('DAS_IMPORT_UNFAITHFUL');
  expect(await comments()).toEqual(['']);
});

async function comments(): Promise<readonly unknown[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { rows } = await session.execute(sql`SHOW TABLES IN SCHEMA BROOK_SALES.PUBLIC`);
  return rows.map(({ comment }) => comment);
}

test('a database that stays as it was read is adopted', async () => {
  const { exitCode, stderr } = await adopting(async () => {});
  expect(stderr).not.toContain('DAS_');
  expect(exitCode).toBe(0);
  expect(await comments()).toEqual([expect.stringContaining('das:sha256:')]);
});

test('a table that changes while somebody is asked is not adopted, nor is anything else', async () => {
  const { exitCode, stderr } = await adopting(() =>
    work('ALTER TABLE BROOK_SALES.PUBLIC.CUSTOMERS ADD COLUMN PHONE VARCHAR'),
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain('DAS_IMPORT_CHANGED');
  expect(stderr).toContain('table BROOK_SALES.PUBLIC.CUSTOMERS');
  expect(await comments()).toEqual(['']);
});
