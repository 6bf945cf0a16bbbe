import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { documentOf } from './das.js';
import { makeShop, orderLine, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// One domain from nothing to verified evidence: each test goes on where the one before it ended.
let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

const state = {
  origin: 'brook-shop.das.local/evidence',
  size: expect.any(Number),
  root: expect.stringMatching(/=$/),
};

async function json(...arguments_: readonly string[]): Promise<Record<string, unknown>> {
  const ended = await shop.das(...arguments_, '--json');
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return documentOf(ended);
}

test('plan prints the steps, and makes no file', async () => {
  const { exitCode, stdout } = await shop.das('plan');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^create +database BROOK_SHOP$/m);
  expect(stdout).toMatch(/^\d+ steps, \d+ statements; plan [0-9a-f]{12}$/m);
  expect((await shop.das('plan', '--sql')).stdout).toContain('    CREATE ');
  expect(await json('plan')).toEqual({
    domain: 'shop',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    startsFrom: expect.stringMatching(/^[0-9a-f]{64}$/),
    steps: expect.arrayContaining([
      { action: 'create', address: 'database BROOK_SHOP', statements: [expect.any(String)] },
    ]),
    leftovers: [],
    unfinished: [],
    file: null,
  });
  await expect(stat(join(shop.folder, '.das'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('apply refuses when nobody can be asked, and makes no file', async () => {
  const { exitCode, stdout, stderr } = await shop.das('apply');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('das apply --yes');
  expect((await shop.das('apply', '--json')).exitCode).toBe(2);
  await expect(stat(join(shop.folder, '.das'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['run'],
  ['promote'],
  ['replay', 'orders', '--from-quarantine'],
  ['query', '--as', 'ANALYST', 'SELECT 1'],
])(
  'before the first apply, %s names it as the next step, and makes no file',
  async (...command) => {
    const ended = await shop.das(...command);
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^das: DAS_DATA_NO_WAREHOUSE: .* Next: run das apply.*\n$/);
    await expect(stat(join(shop.folder, '.das'))).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('apply --yes deploys, and a second one has nothing to do', async () => {
  const first = await json('apply', '--yes');
  expect(first).toEqual({
    domain: 'shop',
    digest: expect.any(String),
    steps: expect.any(Number),
    statements: expect.any(Number),
    seconds: expect.any(Number),
    evidence: state,
  });
  expect(first.steps).toBeGreaterThan(20);
  expect(await json('apply', '--yes')).toMatchObject({ steps: 0, statements: 0 });
  expect((await shop.das('plan')).stdout).toBe('The warehouse is what domain shop declares.\n');
});

test('run lands what keeps the contract once, and puts the rest aside with reasons', async () => {
  expect(await json('run')).toEqual({
    collectors: [
      {
        collector: 'orders',
        source: 'file:orders',
        landed: 4,
        duplicates: 0,
        quarantined: { UNDECODABLE: 1, CONTRACT_VIOLATION: 1 },
        filtered: 0,
        late: 0,
        unknownFields: {},
        findings: [],
        partitions: 1,
        batches: 1,
        seconds: expect.any(Number),
      },
      expect.objectContaining({
        collector: 'customers',
        landed: 2,
        quarantined: {},
        findings: [{ column: 'city', detector: 'city', action: 'alert', count: 2 }],
      }),
    ],
    evidence: state,
  });
  const { stdout, stderr } = await shop.das('run', 'orders');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^collector +landed +duplicates +quarantined +time +reasons$/m);
  expect(stdout).toMatch(/^orders +0 +0 +0 +\S+ s$/m);
  expect(stdout).toMatch(/^evidence: \d+ leaves, root \S+$/m);
});

test('promote runs all in order, whatever the order of their declaration, and measures SLOs', async () => {
  const document = await json('promote');
  expect(document).toEqual({
    promotions: [
      {
        promotion: 'orders_silver',
        strategy: 'dynamicTable',
        rows: 4,
        quarantined: 0,
        warnings: [],
        seconds: expect.any(Number),
      },
      expect.objectContaining({ promotion: 'orders_platinum', strategy: 'audited', rows: 4 }),
    ],
    slo: expect.arrayContaining([
      {
        contract: 'orders',
        tier: 'PLATINUM',
        objective: 'completeness',
        column: 'total_usd',
        target: 0.999,
        value: 1,
        status: 'met',
      },
    ]),
    evidence: state,
  });
  const { stdout } = await shop.das('promote', 'orders_platinum');
  expect(stdout).toMatch(/^promotion +strategy +rows +quarantined +time$/m);
  expect(stdout).not.toContain('orders_silver');
  expect(stdout).toMatch(/^orders +PLATINUM +completeness +total_usd +100.00 % +99.90 % +met$/m);
});

test('query shows each role what it may see', async () => {
  const select =
    'SELECT order_id, email, total_usd, placed_at FROM BROOK_SHOP.PLATINUM.ORDERS ORDER BY 1;';
  const analyst = await json('query', '--as', 'analyst', select);
  expect(analyst).toEqual({
    role: 'ANALYST',
    columns: [
      { name: 'ORDER_ID', type: expect.stringMatching(/^VARCHAR/) },
      { name: 'EMAIL', type: expect.stringMatching(/^VARCHAR/) },
      { name: 'TOTAL_USD', type: 'NUMBER(12,2)' },
      { name: 'PLACED_AT', type: expect.stringMatching(/^TIMESTAMP_NTZ/) },
    ],
    rows: [2, 4].map((number) => ({
      ORDER_ID: `order-${number}`,
      EMAIL: '***@example.com',
      TOTAL_USD: number + 0.5,
      PLACED_AT: '2026-01-01T00:00:00.000',
    })),
    rowCount: 2,
  });
  await shop.write('select.sql', select);
  const { stdout } = await shop.das('query', '--as', 'STEWARD', '--file', 'select.sql');
  expect(stdout).toMatch(/^ORDER_ID +EMAIL +TOTAL_USD +PLACED_AT$/m);
  expect(stdout).toMatch(/^order-1 +person1@example.com +1.5 +2026-01-01 00:00:00.000$/m);
  expect(stdout).toMatch(/^4 rows$/m);
});

test('query shows what is absent as NULL, and numbers for people as for programs', async () => {
  const { stdout } = await shop.das('query', '--as', 'ANALYST', 'SELECT NULL AS A, 1 AS B');
  expect(stdout.split('\n')[2]).toMatch(/^NULL +1$/);
});

test('replay lands what was mended, once', async () => {
  await shop.write('mended.ndjson', `${orderLine(1)}\n${orderLine(9)}\n`);
  const document = await json('replay', 'orders', '--file', 'mended.ndjson');
  expect(document).toEqual({
    replay: expect.objectContaining({ collector: 'orders', landed: 1, duplicates: 1 }),
    evidence: state,
  });
  const quarantine = await json('replay', 'orders', '--from-quarantine');
  expect(quarantine.replay).toMatchObject({ landed: 0, quarantined: { UNDECODABLE: 1 } });
  const since = await json('replay', 'orders', '--since', '2026-01-01');
  expect(since.replay).toMatchObject({ collector: 'orders', landed: 0 });
});

test('the evidence of all of it verifies, with the public key that was kept beside it', async () => {
  const document = await json('evidence', 'verify');
  expect(document).toMatchObject({ verified: true, origin: state.origin });
  const key = await readFile(join(shop.folder, '.das/keys/evidence.pub'), 'utf8');
  expect(document.key).toBe(key.trim());
  const pem = await stat(join(shop.folder, '.das/keys/evidence.pem'));
  expect(pem.mode & 0o077).toBe(0);
});
