import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// Each test goes on where the one before it ended.
let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

test('plan --out saves a plan, and says how to apply it', async () => {
  const planned = await shop.das('plan', '--out', 'shop.plan.json');
  expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
  expect(planned.stdout).toContain('Next: das apply --plan shop.plan.json');
});

test('a saved plan in which a byte was changed is refused', async () => {
  const text = await readFile(join(shop.folder, 'shop.plan.json'), 'utf8');
  await writeFile(join(shop.folder, 'other.plan.json'), text.replace('CREATE', 'create'));
  const { exitCode, stderr } = await shop.das('apply', '--plan', 'other.plan.json', '--yes');
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('DAS_PLAN_INVALID');
});

test('a saved plan takes no options for planning, and has to be there', async () => {
  const mixed = await shop.das('apply', '--plan', 'shop.plan.json', '--destroy', '--yes');
  expect(mixed).toMatchObject({ exitCode: 2 });
  const missing = await shop.das('apply', '--plan', 'none.json', '--yes');
  expect(missing.stderr).toContain('DAS_FILE_UNREADABLE');
});

test('apply --plan does what was saved once, and refuses it when the warehouse has changed', async () => {
  const applied = await shop.das('apply', '--plan', 'shop.plan.json', '--yes', '--json');
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
  expect(documentOf(applied).steps).toBeGreaterThan(20);
  const again = await shop.das('apply', '--plan', 'shop.plan.json', '--yes');
  expect(again.exitCode).not.toBe(0);
  expect(again.stderr).toContain('DAS_APPLY_STALE_PLAN');
});

test('a saved plan that destroys is applied unasked only by its digest', async () => {
  const planned = await shop.das('plan', '--destroy', '--out', 'destroy.plan.json', '--json');
  const apply = ['apply', '--plan', 'destroy.plan.json', '--yes'] as const;
  const unnamed = await shop.das(...apply);
  expect(unnamed).toMatchObject({ exitCode: 2 });
  expect(unnamed.stderr).toContain('the plan is made with --destroy, and nobody is asked');
  const named = await shop.das(...apply, '--digest', String(documentOf(planned).digest));
  expect(named).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a target that is not there is refused with what was probably meant', async () => {
  const { exitCode, stderr } = await shop.das('plan', '--target', 'table BROOK_SHOP.BRONZE.ORDER');
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('did you mean table BROOK_SHOP.BRONZE.ORDERS?');
});

test('--parallel takes a number of steps, and nothing else', async () => {
  const { exitCode, stderr } = await shop.das('apply', '--yes', '--parallel', 'many');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('give a whole number from 1 to 7');
  const applied = await shop.das('apply', '--yes', '--parallel', '1');
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
});

test('--destroy-data alone is refused', async () => {
  const { exitCode, stderr } = await shop.das('plan', '--destroy-data', 'table A.B.C');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--destroy');
});
