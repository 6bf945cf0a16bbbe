import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
});
afterAll(async () => await shop[Symbol.asyncDispose]());

test('a domain that nothing exposes ends with 0, and needs no warehouse', async () => {
  const { exitCode, stdout, stderr } = await shop.das('coverage');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('STEWARD');
  expect(stdout).toMatch(/ 0 EXPOSED, \d+ clear, \d+ masked, \d+ no access\n$/);
});

test('--json has roles, columns and counts; --role and --tier choose', async () => {
  const document = documentOf(
    await shop.das('coverage', '--json', '--role', 'STEWARD', '--tier', 'silver'),
  );
  expect(document).toMatchObject({
    domain: 'shop',
    counts: { exposed: 0 },
    roles: [{ name: 'STEWARD', type: 'role', isCleared: true }],
    columns: [{ table: 'BROOK_SHOP.SILVER.ORDERS', column: 'EMAIL', classification: 'pii' }],
    out: null,
  });
});

test.each([
  [['--role', 'STEWART'], 'did you mean STEWARD?'],
  [['--tier', 'SLIVER'], 'did you mean SILVER?'],
])('%j is refused with a suggestion', async (argv, next) => {
  const { exitCode, stderr } = await shop.das('coverage', ...argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(next);
});

test('HTML goes into a file, SARIF to stdout', async () => {
  const { exitCode } = await shop.das('coverage', '--format', 'html', '--out', 'pages/who.html');
  expect(exitCode).toBe(0);
  const page = await readFile(join(shop.folder, 'pages/who.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>[\s\S]*<caption>SILVER[\s\S]*<\/html>\n$/);
  const { stdout } = await shop.das('coverage', '--format', 'sarif');
  expect(JSON.parse(stdout)).toMatchObject({ version: '2.1.0' });
});

test('what is exposed ends with 1, by its rule, after the policy was run', async () => {
  await using leaky = await makeShop();
  const file = join(leaky.folder, 'das.config.ts');
  const text = await readFile(file, 'utf8');
  const masks =
    "[{ ...maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'mask://redact' }), masks: { text: \"CONCAT(VAL, '!')\" } }]";
  await leaky.write(
    'das.config.ts',
    text
      .replace('masking: standardMasking()', `masking: ${masks}`)
      .replace('standardMasking }', 'maskingPolicy }'),
  );
  const { exitCode, stdout, stderr } = await leaky.das('coverage');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('DAS-C006');
  expect(stderr).toContain('DAS_COVERAGE_EXPOSED');
});
