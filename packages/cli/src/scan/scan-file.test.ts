import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineContract } from '@das/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ColumnValues } from './column-values.js';
import { compareScan } from './compare-scan.js';
import { type DecidedColumns, decideColumns } from './decide-columns.js';
import { formatScanFile, readScanFile, type ScanFile, withScan } from './scan-file.js';

const people = defineContract({
  domain: 'shop',
  name: 'people',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({ reference: z.string(), address: z.record(z.string(), z.string()) }),
  columns: { reference: 'internal', address: { classification: 'pii', type: 'VARIANT' } },
});

/** Scans forty records with these columns. */
function scan(...names: readonly string[]): DecidedColumns {
  const values = new ColumnValues();
  for (let index = 0; index < 40; index += 1) {
    const value = `person${index}@example.com`;
    values.add(Object.fromEntries(names.map((name) => [name, value])));
  }
  const columns = values.columns();
  return decideColumns({ target: 'files x', contract: people, records: 40, columns });
}

const empty: ScanFile = { version: 1, scans: {} };
const review = { by: 'ada', why: 'made up' };

/** The file with a review of one column. */
function reviewed(file: ScanFile, name: string): ScanFile {
  const columns = file.scans['files x'] ?? {};
  const column = columns[name];
  if (column === undefined) throw new Error(`${name} was not scanned`);
  return { ...file, scans: { 'files x': { ...columns, [name]: { ...column, reviewed: review } } } };
}

test('a file is the same whatever the order of the columns, and holds no value', () => {
  const first = formatScanFile(withScan(empty, scan('reference', 'other')));
  expect(formatScanFile(withScan(empty, scan('other', 'reference')))).toBe(first);
  expect(first).not.toContain('example.com');
  expect(first.endsWith('}\n')).toBe(true);
});

test('a review stands while the decision does, and is dropped by an update when it changes', () => {
  const kept = reviewed(withScan(empty, scan('reference')), 'reference');
  expect(compareScan(kept, scan('reference'))).toMatchObject({
    reviewed: ['reference'],
    unreviewed: [],
  });
  expect(withScan(kept, scan('reference')).scans['files x']?.reference?.reviewed).toEqual(review);

  const other = structuredClone(kept);
  Object.assign(other.scans['files x']?.reference ?? {}, { declared: 'public' });
  expect(compareScan(other, scan('reference'))).toMatchObject({
    changed: ['reference'],
    unreviewed: ['reference'],
  });
  expect(withScan(other, scan('reference')).scans['files x']?.reference?.reviewed).toBeUndefined();
});

test('what is new, gone and of another place is told apart', () => {
  const file = withScan(empty, scan('reference', 'old'));
  expect(compareScan(file, scan('reference', 'fresh'))).toMatchObject({
    added: ['fresh'],
    gone: ['old'],
    changed: [],
  });
  const elsewhere = { ...scan('reference'), target: 'files y' };
  expect(Object.keys(withScan(file, elsewhere).scans)).toEqual(['files x', 'files y']);
});

test('what is in an object is declared with it, and lists are read value by value', () => {
  const values = new ColumnValues();
  const emails = ['a@example.com', 'b@example.com'];
  values.add({ address: { contact: { email: 'c@example.com' } }, emails, deep: [[[1]]] });
  expect(values.columns().map(({ name, samples }) => [name, samples.length])).toEqual([
    ['address.contact.email', 1],
    ['emails[]', 2],
    ['deep[][]', 1],
  ]);
  const decided = decideColumns({
    target: 'files x',
    contract: people,
    records: 1,
    columns: values.columns(),
  });
  expect(decided.columns.map(({ verdict }) => verdict)).toEqual([
    'declared',
    'undeclared',
    'undecided',
  ]);
});

test('a column called like a member of every object is a column like others', () => {
  const values = new ColumnValues();
  values.add(JSON.parse('{"__proto__": "x", "constructor": "y", "toString": null}'));
  const columns = values.columns();
  const decided = decideColumns({ target: 'files x', contract: undefined, records: 1, columns });
  expect(compareScan(empty, decided).added).toEqual(['__proto__', 'constructor', 'toString']);
});

test.each([
  ['{', 'not JSON'],
  ['{"version": 2, "scans": {}}', 'version 1'],
  ['{"version": 1, "scans": {"t": []}}', 'not an object of columns'],
  ['{"version": 1, "scans": {"t": {"c": {}}}}', 'not understood'],
])('%s is refused', async (content, what) => {
  const file = join(await mkdtemp(join(tmpdir(), 'das-scan-')), 'das.scan.json');
  await writeFile(file, content);
  await expect(readScanFile(file)).rejects.toThrow(what);
  await expect(readScanFile(file)).rejects.toMatchObject({ code: 'DAS_SCAN_FILE_INVALID' });
});

test('no file is an empty one', async () => {
  expect(await readScanFile(join(tmpdir(), 'no-such-folder', 'das.scan.json'))).toEqual(empty);
});
