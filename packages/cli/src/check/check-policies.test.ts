import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkPolicies } from './check-policies.js';
import { projectFiles } from './project-files.js';

// Each case starts a process.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  // Inside the workspace, so that vitest is found there.
  const temporary = fileURLToPath(new URL('../../.das/check/', import.meta.url));
  await mkdir(temporary, { recursive: true });
  folder = await mkdtemp(temporary);
  await writeFile(join(folder, 'vitest.config.mjs'), 'export default {};\n');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const check = async () =>
  await checkPolicies(folder, await projectFiles(folder), new AbortController().signal);

const file = (...cases: readonly string[]) =>
  `import { expect, test } from 'vitest';\n${cases.join('\n')}\n`;

test('runs the policy tests and names those that fail, without what they printed', async () => {
  await writeFile(
    join(folder, 'shop.policy.test.ts'),
    file(
      "test('an analyst sees no address', () => { expect('secret@example.com').toBe('***'); });",
      "test('a reader sees it', () => {});",
    ),
  );
  const { looked, findings } = await check();
  expect(looked).toBe('2 tests in 1 file');
  expect(findings).toMatchObject([
    {
      file: 'shop.policy.test.ts',
      finding: {
        rule: 'DAS-T101',
        place: { address: 'policy test an analyst sees no address' },
      },
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain('secret');
});

test('a file that does not load, or has no test, has not passed', async () => {
  await writeFile(join(folder, 'broken.policy.test.ts'), "import './nowhere.js';\n");
  await writeFile(join(folder, 'skipped.policies.test.ts'), file("test.skip('x', () => {});"));
  const { findings } = await check();
  expect(findings.map(({ file: named, finding }) => [named, finding.rule])).toEqual([
    ['broken.policy.test.ts', 'DAS-T101'],
    ['skipped.policies.test.ts', 'DAS-T101'],
  ]);
});

test('a configuration of vitest further up counts from where it is', async () => {
  await writeFile(
    join(folder, 'vitest.config.mjs'),
    "export default { test: { include: ['domains/**/*.policy.test.ts'] } };\n",
  );
  const shop = join(folder, 'domains/shop');
  await mkdir(shop, { recursive: true });
  await writeFile(join(shop, 'a.policy.test.ts'), file("test('x', () => {});"));
  await mkdir(join(folder, 'domains/other'));
  const others = join(folder, 'domains/other/a.policy.test.ts');
  await writeFile(others, file("test('not of this domain', () => { throw new Error('no'); });"));
  const { signal } = new AbortController();
  const { looked, findings } = await checkPolicies(shop, await projectFiles(shop), signal);
  expect({ looked, findings }).toEqual({ looked: '1 test in 1 file', findings: [] });
});

test('a file that the configuration of vitest leaves out has not passed', async () => {
  await writeFile(
    join(folder, 'vitest.config.mjs'),
    "export default { test: { include: ['src/**/*.test.ts'] } };\n",
  );
  await writeFile(join(folder, 'a.policy.test.ts'), file("test('x', () => {});"));
  expect((await check()).findings).toMatchObject([
    { finding: { rule: 'DAS-T101', message: 'vitest does not find the file' } },
  ]);
});

test('an error besides the tests is a finding, and so is a broken configuration of vitest', async () => {
  await writeFile(
    join(folder, 'late.policy.test.ts'),
    file("test('x', () => { Promise.reject(new Error('secret@example.com')); });"),
  );
  const late = await check();
  expect(late.findings).toMatchObject([{ finding: { rule: 'DAS-T103', severity: 'error' } }]);
  await writeFile(join(folder, 'vitest.config.mjs'), "throw new Error('secret@example.com');\n");
  const broken = await check();
  expect(broken.findings).toMatchObject([{ finding: { rule: 'DAS-T103', severity: 'error' } }]);
  expect(JSON.stringify([late, broken])).not.toContain('secret');
});

test('no policy tests are a warning', async () => {
  expect((await check()).findings).toMatchObject([
    { finding: { rule: 'DAS-T102', severity: 'warning' } },
  ]);
});
