import { join } from 'node:path';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, ended, startDas } from './das.js';
import { makeShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
  const applied = await shop.das('apply', '--yes');
  expect(applied.stderr).toBe('');
}, 120_000);
afterAll(() => shop[Symbol.asyncDispose]());

async function byHand(statement: string): Promise<void> {
  const folder = join(shop.folder, '.das');
  const warehouse = await openLocalWarehouse({
    path: join(folder, 'warehouse.duckdb'),
    stageDirectory: join(folder, 'stages'),
  });
  try {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN', user: 'MALLORY' });
    await session.execute({ text: statement, binds: [] });
  } finally {
    await warehouse.close();
  }
}

const column = 'ALTER TABLE BROOK_SHOP.BRONZE.ORDERS ALTER COLUMN EMAIL';

test('a warehouse that nobody touched has no drift', async () => {
  const { exitCode, stdout } = await shop.das('drift');
  expect(stdout).toBe('The warehouse is what was deployed for domain shop.\n');
  expect(exitCode).toBe(0);
});

test('a policy that was taken off is told with its place, and is a failure', async () => {
  await byHand(`${column} UNSET MASKING POLICY`);
  const done = await shop.das('drift', '--json');
  expect(done.exitCode).toBe(1);
  expect(documentOf(done)).toMatchObject({
    domain: 'shop',
    counts: { critical: 1, high: 0, medium: 0, low: 0 },
    findings: [
      {
        rule: 'DAS-D020',
        place: { address: 'table BROOK_SHOP.BRONZE.ORDERS', column: 'EMAIL' },
        origin: { user: 'MALLORY' },
      },
    ],
    error: { code: 'DAS_DRIFT_FOUND' },
  });
  const github = await shop.das('drift', '--format', 'github');
  expect(github.stdout).toMatch(/^::error title=DAS-D020%3A table BROOK_SHOP/);
});

test('watching tells changes alone, and ends cleanly with the signal', async () => {
  const child = startDas(['drift', '--watch', '--every', '1s'], { cwd: shop.folder });
  const whole = ended(child);
  await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
  child.kill('SIGINT');
  const { exitCode, stdout } = await whole;
  expect(stdout).toMatch(/^\+ critical DAS-D020 [^\n]*\n$/);
  expect(exitCode).toBe(0);
});

test('a duration without --watch is refused', async () => {
  const { exitCode } = await shop.das('drift', '--every', '5m');
  expect(exitCode).toBe(2);
});
