import { join } from 'node:path';
import { sql } from '@das/core';
import { type LocalWarehouse, openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, type Shop } from './shop.js';

let shop: Shop;

/** Works in the warehouse of the data folder, between two commands. */
async function inWarehouse<T>(
  work: (warehouse: LocalWarehouse) => Promise<T>,
  clock: () => Date = () => new Date(),
): Promise<T> {
  await using warehouse = await openLocalWarehouse({
    path: join(shop.folder, '.das', 'warehouse.duckdb'),
    stageDirectory: join(shop.folder, '.das', 'stages'),
    clock,
  });
  return await work(warehouse);
}

async function run(text: string): Promise<void> {
  await inWarehouse(async (warehouse) => {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.execute(sql.raw(text));
  });
}

beforeAll(async () => {
  shop = await makeShop();
  const { exitCode, stderr } = await shop.das('apply', '--yes');
  expect([exitCode, stderr]).toEqual([0, '']);
  await run('CREATE USER ADA');
}, 120_000);
afterAll(async () => await shop?.[Symbol.asyncDispose]());

const grant = ['access', 'grant', 'STEWARD', '--to', 'ADA', '--for', '1h', '--by', 'operator'];

test('access is granted, listed, used, and ended, with evidence of each', async () => {
  const granted = await shop.das(...grant, '--reason', 'a refund to look into', '--json');
  expect([granted.exitCode, granted.stderr]).toEqual([0, '']);
  expect(documentOf(granted).grant).toMatchObject({ role: 'STEWARD', user: 'ADA', endedAt: null });

  await inWarehouse(async (warehouse) => {
    await using session = await warehouse.openSession({ role: 'STEWARD', user: 'ADA' });
    await session.execute(sql`SELECT * FROM BROOK_SHOP.PLATINUM.ORDERS`);
  });
  const listed = await shop.das('access', 'list', '--used', '--json');
  expect(listed.exitCode).toBe(0);
  const { id } = documentOf(granted).grant as { id: string };
  expect(documentOf(listed)).toMatchObject({
    grants: [{ id, state: 'active', reason: 'a refund to look into', grantedBy: 'operator' }],
    unrecorded: [],
    used: [{ grant: id, underRole: 1, onDomain: 1 }],
  });

  const again = await shop.das(...grant, '--reason', 'once more');
  expect([again.exitCode, again.stderr]).toEqual([
    1,
    expect.stringContaining('DAS_ACCESS_ALREADY_GRANTED'),
  ]);
  const revoked = await shop.das(
    'access',
    'revoke',
    'STEWARD',
    '--from',
    'ADA',
    '--by',
    'operator',
  );
  expect(revoked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('was active') });
  const table = await shop.das('access', 'list');
  expect(table.stdout).toMatch(/STEWARD +ADA .* ended \(revoked\) +operator/);
  expect((await shop.das('evidence', 'verify')).exitCode).toBe(0);
}, 120_000);

test('a reason with personal data is refused, and nothing is granted', async () => {
  const { exitCode, stderr } = await shop.das(...grant, '--reason', 'asked by ada@example.com');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('DAS_ACCESS_SENSITIVE_REASON')]);
  expect(stderr).not.toContain('ada@example.com');
  const { grants } = documentOf(await shop.das('access', 'list', '--json')) as {
    grants: readonly { state: string }[];
  };
  expect(grants.map(({ state }) => state)).not.toContain('active');
}, 120_000);

test('access beyond its time is a failure of the list, until it is settled', async () => {
  await shop.das(...grant, '--reason', 'a look');
  await run("UPDATE BROOK_SHOP.OPS.ACCESS_GRANTS SET EXPIRES_AT = DATEADD('hour', -1, SYSDATE())");
  const listed = await shop.das('access', 'list');
  expect([listed.exitCode, listed.stderr]).toEqual([
    1,
    expect.stringContaining('das access revoke --expired'),
  ]);
  const settled = await shop.das('access', 'revoke', '--expired', '--by', 'schedule');
  expect(settled).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('was overdue') });
  expect((await shop.das('access', 'list')).exitCode).toBe(0);
}, 120_000);

test.each([
  [['access', 'grant', 'STEWART', '--to', 'ADA', '--for', '1h', '--reason', 'x'], 'mean STEWARD'],
  [['access', 'grant', 'STEWARD', '--to', 'ADAH', '--for', '1h', '--reason', 'x'], 'mean ADA'],
  [['access', 'grant', 'STEWARD', '--to', 'ADA', '--for', 'long', '--reason', 'x'], "'15m'"],
  [['access', 'revoke', 'STEWARD'], '--from USER'],
  [['access', 'revoke', '--expired', '--from', 'ADA'], '--from USER'],
])(
  'das %j says what to do',
  async (argv, next) => {
    const { exitCode, stderr } = await shop.das(...argv, ...['--by', 'operator']);
    expect(exitCode).toBeGreaterThan(0);
    expect(stderr).toContain(next);
  },
  60_000,
);
