import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, orderLine, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

test('a table is read as it was deployed', async () => {
  await shop.das('apply', '--yes');
  await shop.das('run', 'orders');
  const scan = ['scan', 'BRONZE.ORDERS', '--scan-file', 'table.scan.json'];
  const { exitCode, stdout } = await shop.das(...scan);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^table BROOK_SHOP\.BRONZE\.ORDERS: 4 records, 5 columns, contract orders$/m,
  );
  expect(stdout).toContain('0 undeclared, 5 declared');
  const { scans } = documentOf(await shop.das(...scan, '--records', '3', '--json'));
  expect(scans).toMatchObject([{ records: 3 }]);
});

test('a collector is sampled, and what is undeclared is a failure', async () => {
  const lines = Array.from({ length: 40 }, (_, index) =>
    orderLine(index, { order_id: `buyer${index}@example.com` }),
  );
  await shop.write('data/orders/two.ndjson', `${lines.join('\n')}\n`);
  const ended = await shop.das('scan', '--collector', 'orders');
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain('DAS_SCAN_UNDECLARED');
  expect(ended.stdout).toMatch(/^order_id +internal +pii +email/m);
  expect(ended.stdout + ended.stderr).not.toContain('@example.com');
});

test('--json has the same, and never a value', async () => {
  const ended = await shop.das('scan', '--collector', 'orders', '--records', '30', '--json');
  const document = documentOf(ended);
  expect(document).toMatchObject({ undeclared: 1, allowed: 0, isUpdated: false });
  expect(ended.stdout).not.toContain('@example.com');
});

test('--allow lets so many pass', async () => {
  expect((await shop.das('scan', '--collector', 'orders', '--allow', '1')).exitCode).toBe(0);
});

test('what is reviewed by hand passes until the decision changes', async () => {
  const file = join(shop.folder, 'das.scan.json');
  expect((await shop.das('scan', '--collector', 'orders', '--update')).exitCode).toBe(1);
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain('@example.com');
  const content = JSON.parse(text);
  content.scans['collector orders'].order_id.reviewed = { by: 'ada', why: 'made up in tests' };
  await writeFile(file, JSON.stringify(content));
  const reviewed = await shop.das('scan', '--collector', 'orders', '--update', '--json');
  expect(reviewed.exitCode).toBe(0);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    scans: { 'collector orders': { order_id: { reviewed: { by: 'ada' } } } },
  });

  content.scans['collector orders'].order_id.semanticType = 'phone';
  await writeFile(file, JSON.stringify(content));
  const changed = documentOf(await shop.das('scan', '--collector', 'orders', '--json'));
  expect(changed).toMatchObject({
    undeclared: 1,
    scans: [{ comparison: { changed: ['order_id'], unreviewed: ['order_id'] } }],
  });
});

test('a review without a name or a reason is refused', async () => {
  const file = join(shop.folder, 'das.scan.json');
  const content = JSON.parse(await readFile(file, 'utf8'));
  content.scans['collector orders'].order_id.reviewed = { by: 'ada' };
  await writeFile(file, JSON.stringify(content));
  const { exitCode, stderr } = await shop.das('scan', '--collector', 'orders');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('DAS_SCAN_FILE_INVALID');
  await rm(file);
});

test('files need no configuration', async () => {
  const file = join(shop.folder, 'data/customers/customers.csv');
  const { stdout, exitCode } = await shop.das('scan', file, '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).scans[0].columns[1]).toMatchObject({
    declared: null,
    verdict: 'undeclared',
    found: { name: 'city', semanticType: 'city' },
  });
});

test.each([
  [['scan'], 'nothing to scan'],
  [['scan', 'BRONZE.ORDERS', '--records', '0'], '--records'],
])('%j is not understood', async (argv, what) => {
  const { exitCode, stderr } = await shop.das(...argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(what);
});
