import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { dynamicTableRefreshHistory, type RecordedRefresh } from './refresh-history.js';

let account: Account;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([...basics, 'CREATE TABLE D.S.BASE (ID NUMBER)']);
  await account.run('INSERT INTO D.S.BASE VALUES (1), (2)');
});
afterEach(async () => await account.warehouse.close());

async function history(): Promise<readonly RecordedRefresh[]> {
  const session = (await account.session('ACCOUNTADMIN')) as LocalSession;
  return await dynamicTableRefreshHistory(session.state.engine);
}

const dynamic = (name: string, query: string, lag = "'1 minute'"): string =>
  `CREATE DYNAMIC TABLE ${name} TARGET_LAG = ${lag} WAREHOUSE = W AS ${query}`;

async function shown(): Promise<Readonly<Record<string, unknown>>> {
  const rows = await account.run('SHOW DYNAMIC TABLES');
  return Object.fromEntries(rows.map((row) => [String(row.name), row.scheduling_state]));
}

/** @see https://docs.snowflake.com/en/sql-reference/functions/dynamic_table_refresh_history */
describe('the history of refreshes', () => {
  it('tells what asked for each of them, and what they did', async () => {
    await account.run(dynamic('D1', 'SELECT ID FROM BASE'));
    now += 60_000;
    await account.run('INSERT INTO BASE VALUES (3)');
    await account.warehouse.refreshDynamicTables();
    now += 1000;
    await account.run('ALTER DYNAMIC TABLE D1 REFRESH');
    const [manual, scheduled, created] = await history();
    expect(manual).toMatchObject({
      refreshTrigger: 'MANUAL',
      dataTimestamp: '2026-01-01T00:01:01.000Z',
    });
    expect(scheduled).toMatchObject({
      name: 'D1',
      databaseName: 'D',
      schemaName: 'S',
      state: 'SUCCEEDED',
      refreshTrigger: 'SCHEDULED',
      refreshAction: 'FULL',
      targetLagSeconds: 60,
      completionTarget: '2026-01-01T00:01:00.000Z',
      statistics: { numInsertedRows: 3, numDeletedRows: 2 },
    });
    expect(created).toMatchObject({ refreshTrigger: 'CREATION' });
  });

  it('has one data timestamp for a graph, whose shared source is refreshed once', async () => {
    await account.runAll([
      dynamic('SHARED', 'SELECT ID FROM BASE', 'DOWNSTREAM'),
      dynamic('LEFT1', 'SELECT ID FROM SHARED'),
      dynamic('RIGHT1', 'SELECT COUNT(*) AS N FROM SHARED'),
    ]);
    const before = (await history()).length;
    now += 60_000;
    await account.warehouse.refreshDynamicTables();
    const added = (await history()).slice(0, -before);
    expect(added.map(({ name }) => name).sort()).toEqual(['LEFT1', 'RIGHT1', 'SHARED']);
    expect(new Set(added.map(({ dataTimestamp }) => dataTimestamp)).size).toBe(1);
  });

  it('tells of a failure, of those behind it, and keeps the others fresh', async () => {
    await account.runAll([
      dynamic('BROKEN', 'SELECT 10 / (3 - ID) AS Q FROM BASE', 'DOWNSTREAM'),
      dynamic('BEHIND', 'SELECT Q FROM BROKEN'),
      dynamic('ALONE', 'SELECT COUNT(*) AS N FROM BASE'),
      'INSERT INTO BASE VALUES (3)',
    ]);
    now += 60_000;
    const results = await account.warehouse.refreshDynamicTables();
    expect(results.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['D.S.ALONE', 'SUCCEEDED'],
      ['D.S.BEHIND', 'FAILED'],
    ]);
    const failed = (await history()).filter(({ state }) => state !== 'SUCCEEDED');
    expect(failed.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['BEHIND', 'UPSTREAM_FAILED'],
      ['BROKEN', 'FAILED'],
    ]);
    expect(failed.find(({ name }) => name === 'BROKEN')?.stateMessage).toContain(
      'division by zero',
    );
    expect(await account.value('SELECT N FROM ALONE')).toBe(3);
    expect(await account.value('SELECT COUNT(*) FROM BEHIND')).toBe(2);
  });
});

/** @see https://docs.snowflake.com/en/sql-reference/sql/alter-dynamic-table */
describe('ALTER DYNAMIC TABLE', () => {
  it('suspends and resumes with what reads it, but not what was suspended by hand', async () => {
    await account.runAll([
      dynamic('D1', 'SELECT ID FROM BASE'),
      dynamic('D2', 'SELECT ID FROM D1'),
      dynamic('D3', 'SELECT ID FROM D2'),
      dynamic('D4', 'SELECT ID FROM D1'),
      'ALTER DYNAMIC TABLE D4 SUSPEND',
      'ALTER DYNAMIC TABLE D1 SUSPEND',
    ]);
    expect(await shown()).toEqual({
      D1: 'SUSPENDED',
      D2: 'SUSPENDED',
      D3: 'SUSPENDED',
      D4: 'SUSPENDED',
    });
    await account.run('ALTER DYNAMIC TABLE D1 RESUME');
    expect(await shown()).toEqual({ D1: 'ACTIVE', D2: 'ACTIVE', D3: 'ACTIVE', D4: 'SUSPENDED' });
  });

  it('renames, swaps and sets', async () => {
    await account.runAll([
      dynamic('D1', 'SELECT ID FROM BASE'),
      dynamic('D2', 'SELECT COUNT(*) AS N FROM BASE'),
      'ALTER DYNAMIC TABLE D1 SWAP WITH D2',
      'ALTER DYNAMIC TABLE D1 RENAME TO COUNTED',
      "ALTER DYNAMIC TABLE COUNTED SET TARGET_LAG = '5 minutes', COMMENT = 'c'",
    ]);
    expect(await account.value('SELECT N FROM COUNTED')).toBe(2);
    const [row] = await account.run("SHOW DYNAMIC TABLES LIKE 'COUNTED'");
    expect(row).toMatchObject({ target_lag: '5 minutes', comment: 'c' });
    await account.run('ALTER DYNAMIC TABLE COUNTED UNSET COMMENT');
    const refused = ['SET SCHEDULER = DISABLE', 'REFRESH COPY SESSION', 'SUSPEND RECLUSTER'];
    for (const clause of refused) {
      expect(await account.code(`ALTER DYNAMIC TABLE COUNTED ${clause}`)).toBe(
        'DAS_WAREHOUSE_UNSUPPORTED',
      );
    }
    expect(await account.code('ALTER DYNAMIC TABLE D2, COUNTED REFRESH')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });

  it('is not needed after five failures: the table is suspended by itself', async () => {
    await account.runAll([
      dynamic('D1', 'SELECT 10 / (3 - ID) AS Q FROM BASE'),
      'INSERT INTO BASE VALUES (3)',
    ]);
    for (let turn = 0; turn < 4; turn += 1) {
      now += 60_000;
      await account.warehouse.refreshDynamicTables();
    }
    expect(await shown()).toEqual({ D1: 'ACTIVE' });
    now += 59_000;
    expect(await account.warehouse.refreshDynamicTables()).toEqual([]);
    now += 1000;
    await account.warehouse.refreshDynamicTables();
    expect(await shown()).toEqual({ D1: 'SUSPENDED' });
  });
});
