import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { das, documentOf, type Ended } from './das.js';
import { makeShop, orderLine, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Shop;
beforeAll(async () => {
  shop = await makeShop();
  const applied = await shop.das('apply', '--yes');
  expect(applied.stderr).toBe('');
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
});

/** One line with a code and a next step, nothing on stdout, and no stack. */
function expectRefusal(ended: Ended, code: string, exitCode = 1): void {
  expect(ended).toMatchObject({ exitCode, stdout: '' });
  expect(ended.stderr).toMatch(new RegExp(`^das: ${code}: .* Next: .+\\.\\n$`));
}

/** The same shop, deployed, in a folder of its own. */
async function copyOfShop(): Promise<Shop> {
  const copy = await makeShop();
  await cp(join(shop.folder, '.das'), join(copy.folder, '.das'), { recursive: true });
  return copy;
}

async function rowCount(of: Shop): Promise<unknown> {
  const sql = 'SELECT COUNT(*) AS N FROM BROOK_SHOP.BRONZE.ORDERS';
  const ended = await of.das('query', '--as', 'BROOK_SHOP_PIPELINE', sql, '--json');
  return (documentOf(ended).rows as readonly { readonly N: number }[])[0]?.N;
}

describe('configuration', () => {
  test('none', async () => {
    expectRefusal(await das(['plan'], { cwd: '/' }), 'DAS_CONFIG_NOT_FOUND');
  });

  test.each([
    ['does not parse', 'export default {{;', 'DAS_CONFIG_UNREADABLE'],
    ['throws', 'throw new Error("hunter2");', 'DAS_CONFIG_FAILED'],
    ['exports no domain', 'export default 7;', 'DAS_CONFIG_INVALID'],
    [
      'defines what is not valid',
      `import { definePlatform } from '@das/core';
       export default definePlatform({ name: 'x', prefix: 'not upper', masking: [] });`,
      'DAS_DOMAIN_INVALID',
    ],
  ])('that %s', async (_what, content, code) => {
    await shop.write('bad.config.ts', content);
    const ended = await shop.das('plan', '--config', 'bad.config.ts', '--data', 'unused');
    expectRefusal(ended, code);
    expect(ended.stderr).not.toContain('hunter2');
    expect(await readdir(shop.folder)).not.toContain('unused');
  });
});

describe('names', () => {
  test('of a collector', async () => {
    const ended = await shop.das('run', 'ordres');
    expectRefusal(ended, 'DAS_DOMAIN_UNKNOWN_COLLECTOR');
    expect(ended.stderr).toContain('did you mean orders?');
  });

  test('of a promotion', async () => {
    const ended = await shop.das('promote', 'orders_sliver');
    expectRefusal(ended, 'DAS_DOMAIN_UNKNOWN_PROMOTION');
    expect(ended.stderr).toContain('did you mean orders_silver?');
  });

  test('of a role', async () => {
    const ended = await shop.das('query', '--as', 'ANALIST', 'SELECT 1');
    expectRefusal(ended, 'DAS_WAREHOUSE_UNKNOWN_ROLE');
    expect(ended.stderr).toContain('did you mean ANALYST?');
  });
});

describe('a query', () => {
  test.each([
    ['that does not parse', 'SELECT FROM WHERE', /^DAS_WAREHOUSE_INVALID_STATEMENT$/],
    ['of a table that is nowhere', 'SELECT * FROM A.B.C', /^DAS_WAREHOUSE_NOT_FOUND$/],
    ['that changes something', 'DROP DATABASE BROOK_SHOP', /^DAS_QUERY_NOT_READ_ONLY$/],
    [
      'of a tier that the role may not read',
      'SELECT * FROM BROOK_SHOP.BRONZE.ORDERS',
      /^DAS_WAREHOUSE_(NOT_FOUND|NOT_AUTHORIZED)$/,
    ],
  ])('%s', async (_what, sql, code) => {
    const ended = await shop.das('query', '--as', 'ANALYST', sql);
    expectRefusal(ended, 'DAS_\\w+');
    expect(/^das: (\w+):/.exec(ended.stderr)?.[1]).toMatch(code);
  });

  test('in a file that is not there', async () => {
    const ended = await shop.das('query', '--as', 'ANALYST', '--file', 'no.sql');
    expectRefusal(ended, 'DAS_FILE_UNREADABLE');
  });

  test('given twice, or not at all', async () => {
    await shop.write('one.sql', 'SELECT 1');
    const twice = await shop.das('query', '--as', 'ANALYST', 'SELECT 1', '--file', 'one.sql');
    expectRefusal(twice, 'DAS_USAGE', 2);
    expectRefusal(await shop.das('query', '--as', 'ANALYST'), 'DAS_USAGE', 2);
  });

  test('of a table that is declared and not applied yet names das apply', async () => {
    await using later = await copyOfShop();
    const declared = `
      import shop from './das.config.ts';
      import { bronze, defineDomain, dynamicTable, promotion, silver } from '@das/core';
      import { customers } from './contracts.js';
      const more = promotion({ from: bronze(customers), to: silver(customers), strategy: dynamicTable() });
      export default defineDomain({ ...shop, promotions: [...shop.promotions, more] });`;
    await later.write('later.config.ts', declared);
    const sql = 'SELECT * FROM BROOK_SHOP.SILVER.CUSTOMERS';
    const ended = await later.das('query', '--config', 'later.config.ts', '--as', 'STEWARD', sql);
    expectRefusal(ended, 'DAS_WAREHOUSE_NOT_FOUND');
    expect(ended.stderr).toContain('Next: run das apply');
  });
});

describe('input files', () => {
  test.each([
    [
      'a folder that is not there',
      async (of: Shop) => rm(join(of.folder, 'data'), { recursive: true }),
      'DAS_SOURCE_NOT_FOUND',
    ],
    [
      'broken gzip',
      async (of: Shop) => {
        const whole = gzipSync(`${orderLine(1)}\n`.repeat(1000));
        await of.write('data/orders/two.ndjson.gz', whole.subarray(0, -20));
      },
      'DAS_SOURCE_BROKEN_GZIP',
    ],
  ])('%s lands nothing', async (_what, spoil, code) => {
    await using spoiled = await copyOfShop();
    await spoil(spoiled);
    const ended = await spoiled.das('run', 'orders', '--json');
    expect(ended.exitCode).toBe(1);
    expect(documentOf(ended)).toMatchObject({ collectors: [], error: { code } });
    expect(ended.stderr).toMatch(new RegExp(`^das: ${code}: .* Next: .+\\.\\n$`));
    expect(await rowCount(spoiled)).toBe(0);
  });

  test('a CSV with a missing column lands nothing, and what ran before is reported', async () => {
    await using spoiled = await copyOfShop();
    await spoiled.write('data/customers/customers.csv', 'customer_id,town\nc1,Ghent\n');
    const ended = await spoiled.das('run', '--json');
    expect(ended.exitCode).toBe(1);
    expect(documentOf(ended)).toMatchObject({
      collectors: [{ collector: 'orders', landed: 4 }],
      error: { code: 'DAS_SOURCE_MISSING_COLUMN', place: expect.stringContaining('customers.csv') },
    });
  });

  test('a replay of a file that is not there, or of nothing, is refused', async () => {
    const ended = await shop.das('replay', 'orders', '--file', 'no.ndjson');
    expectRefusal(ended, 'DAS_SOURCE_NOT_FOUND');
    expectRefusal(await shop.das('replay', 'orders', '--from-quarantine'), 'DAS_REPLAY_NOTHING');
    expectRefusal(await shop.das('replay', 'orders'), 'DAS_USAGE', 2);
  });
});

describe('the data folder', () => {
  test('that is a file', async () => {
    await shop.write('file', '');
    expectRefusal(await shop.das('apply', '--yes', '--data', 'file'), 'DAS_DATA_NOT_WRITABLE');
    expectRefusal(
      await shop.das('apply', '--yes', '--data', 'file/below'),
      'DAS_DATA_NOT_WRITABLE',
    );
  });

  test('that this user may not write to', async () => {
    const locked = join(shop.folder, 'locked');
    await mkdir(locked);
    await chmod(shop.folder, 0o755);
    await chmod(locked, 0o555);
    // Root may write anywhere, so it is not root who tries.
    const uid = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const ended = await das(['apply', '--yes', '--data', locked], { cwd: shop.folder, ...uid });
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^das: DAS_(DATA|EVIDENCE)_\w+: .* Next: .+\.\n$/);
    expect(await readdir(locked)).toEqual([]);
  });

  test('with a warehouse that is no warehouse', async () => {
    await using spoiled = await makeShop();
    await spoiled.write('.das/warehouse.duckdb', 'this is no database');
    expectRefusal(await spoiled.das('plan'), 'DAS_WAREHOUSE_UNAVAILABLE');
    expectRefusal(await spoiled.das('apply', '--yes'), 'DAS_WAREHOUSE_UNAVAILABLE');
  });

  test('with a warehouse that another process holds', async () => {
    await using busy = await copyOfShop();
    const path = join(busy.folder, '.das/warehouse.duckdb');
    await using _held = await openLocalWarehouse({ path });
    expectRefusal(await busy.das('run'), 'DAS_WAREHOUSE_UNAVAILABLE');
  });
});

describe('evidence that cannot be written', () => {
  test('for want of the private key: nothing changes, and no new key is made', async () => {
    await using spoiled = await copyOfShop();
    await rm(join(spoiled.folder, '.das/keys/evidence.pem'));
    expectRefusal(await spoiled.das('run'), 'DAS_EVIDENCE_KEY_MISSING');
    expect(await readdir(join(spoiled.folder, '.das/keys'))).toEqual(['evidence.pub']);
    expect(await rowCount(spoiled)).toBe(0);
  });

  test('because the key is that of another log', async () => {
    await using spoiled = await copyOfShop();
    await using other = await makeShop();
    await other.das('apply', '--yes');
    await cp(join(other.folder, '.das/keys'), join(spoiled.folder, '.das/keys'), {
      recursive: true,
    });
    expectRefusal(await spoiled.das('run'), 'DAS_EVIDENCE_WRONG_KEY');
    expectRefusal(await spoiled.das('evidence', 'verify'), 'DAS_EVIDENCE_NOT_VERIFIED', 3);
    expect(await rowCount(spoiled)).toBe(0);
  });

  test('because the public key was replaced', async () => {
    await using spoiled = await copyOfShop();
    await writeFile(join(spoiled.folder, '.das/keys/evidence.pub'), 'another\n');
    expectRefusal(await spoiled.das('run'), 'DAS_EVIDENCE_KEY_MISMATCH');
  });
});
