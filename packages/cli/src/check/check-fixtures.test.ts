import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decideColumns } from '../scan/decide-columns.js';
import { sampleFiles } from '../scan/sample-places.js';
import { scannedColumn } from '../scan/scan-file.js';
import { checkFixtures, fixtureFiles } from './check-fixtures.js';
import { projectFiles } from './project-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-fixtures-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), `${lines.join('\n')}\n`);
}

const people = Array.from({ length: 20 }, (_, n) => `${n},buyer${n}@example.com`);

async function check() {
  const bounds = { records: 1000, signal: new AbortController().signal };
  return await checkFixtures(folder, await projectFiles(folder), { version: 1, scans: {} }, bounds);
}

test('names the columns of seeds and fixtures that look like personal data, and no value', async () => {
  await write('dbt/seeds/customers.csv', ['id,contact', ...people]);
  await write('dbt/seeds/regions.csv', ['code,label', 'EMEA,Europe', 'AMER,America']);
  const { looked, findings } = await check();
  expect(looked).toBe('2 files');
  expect(findings).toMatchObject([
    {
      file: 'dbt/seeds/customers.csv',
      finding: {
        rule: 'DAS-F102',
        place: { address: 'file dbt/seeds/customers.csv', column: 'contact' },
      },
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain('@example.com');
});

test('health data is an error', async () => {
  const numbers = Array.from({ length: 20 }, (_, n) => `{"mrn":"MRN-${100_000 + n}","note":"x"}`);
  await write('test/fixtures/patients.ndjson', numbers);
  const { findings } = await check();
  expect(findings.map(({ finding }) => [finding.rule, finding.severity])).toContainEqual([
    'DAS-F101',
    'error',
  ]);
});

test('a file that cannot be read is a finding, not silence', async () => {
  await write('fixtures/broken.ndjson', ['{', '{']);
  const { findings } = await check();
  expect(findings).toMatchObject([{ finding: { rule: 'DAS-F103' } }]);
});

test('a header or a key that is data itself is found, and not repeated', async () => {
  await write('seeds/headless.csv', people);
  const keys = people.map((each) => JSON.stringify({ [each.split(',')[1] ?? '']: { visits: 1 } }));
  await write('seeds/keys.ndjson', keys);
  const { findings } = await check();
  expect(findings.map(({ finding }) => [finding.rule, finding.place, finding.message])).toEqual([
    [
      'DAS-F102',
      { address: 'file seeds/headless.csv' },
      'the header or the keys look like data: 1 column, not named here',
    ],
    [
      'DAS-F102',
      { address: 'file seeds/keys.ndjson' },
      'the header or the keys look like data: 20 columns, not named here',
    ],
  ]);
});

test.each([
  'people (1)',
  'a{b,c}',
  '{1..3}',
  '[a-z]',
  'x[!a]',
  '(a|b)',
  'a+b',
  'a@(b)',
  '!(a)',
  'b]c',
  's*?',
])('a file called %s is looked into, and no other in its place', async (name) => {
  await write(`(old)/seeds/${name}.csv`, ['id,contact', ...people]);
  const { findings } = await check();
  expect(findings).toMatchObject([{ finding: { rule: 'DAS-F102', place: { column: 'contact' } } }]);
});

test('what was reviewed in a scan of the file passes', async () => {
  await write('seeds/people.csv', ['id,contact', ...people]);
  const bounds = { records: 1000, signal: new AbortController().signal };
  const scan = decideColumns(await sampleFiles(['seeds/people.csv'], folder, undefined, bounds));
  const reviewed = { by: 'dana', why: 'made up' };
  const kept = scan.columns.map((column) => [
    column.found.name,
    { ...scannedColumn(column), reviewed },
  ]);
  const scans = { [scan.target]: Object.fromEntries(kept) };
  const project = await projectFiles(folder);
  const { findings } = await checkFixtures(folder, project, { version: 1, scans }, bounds);
  expect(findings).toEqual([]);
});

test('only data in folders for it is looked into, and nothing that others have written', async () => {
  await write('src/data.csv', ['contact', 'a@example.com']);
  await write('node_modules/x/fixtures/a.csv', ['contact', 'a@example.com']);
  await write('.git/seeds/a.csv', ['contact', 'a@example.com']);
  await write('tests/Fixtures/a.json.gz', ['x']);
  expect(fixtureFiles(await projectFiles(folder))).toEqual(['tests/Fixtures/a.json.gz']);
});
