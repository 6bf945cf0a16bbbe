import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let now = Date.parse('2024-01-01T00:00:00Z');
beforeAll(async () => {
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY D.S.M AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN VAL ELSE '*' END",
    'CREATE TABLE D.S.BASE (ID NUMBER, N VARCHAR WITH MASKING POLICY D.S.M)',
    "INSERT INTO D.S.BASE VALUES (1, 'one')",
    'GRANT SELECT ON TABLE D.S.BASE TO ROLE CLEARED',
    'GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED',
    'GRANT CREATE DYNAMIC TABLE ON SCHEMA D.S TO ROLE CLEARED',
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('a dynamic table', () => {
  it('that was never refreshed cannot be read, and says so', async () => {
    await account.run(
      "CREATE DYNAMIC TABLE D.S.LATE TARGET_LAG = '1 minute' WAREHOUSE = W INITIALIZE = ON_SCHEDULE AS SELECT ID FROM BASE",
    );
    await expect(account.run('SELECT * FROM LATE')).rejects.toThrow('is not initialized');
    const later =
      "CREATE DYNAMIC TABLE D.S.LATER TARGET_LAG = '1 minute' WAREHOUSE = W INITIALIZE = ON_SCHEDULE AS SELECT ID FROM LATE";
    expect(await account.code(later)).toBe('none');
    await account.run('DROP DYNAMIC TABLE D.S.LATER');
    await account.run('ALTER DYNAMIC TABLE LATE REFRESH');
    expect(await account.column('SELECT ID FROM LATE')).toEqual([1]);
  });

  it('always has a scheduler', async () => {
    const create = (scheduler: string): string =>
      `CREATE OR REPLACE DYNAMIC TABLE D.S.SCHEDULED TARGET_LAG = '1 minute' WAREHOUSE = W SCHEDULER = '${scheduler}' AS SELECT ID FROM BASE`;
    expect(await account.code(create('DISABLE'))).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    expect(await account.code(create('ENABLE'))).toBe('none');
    await account.run('DROP DYNAMIC TABLE D.S.SCHEDULED');
  });

  it('is refreshed as its owner: base policies are evaluated for the owner', async () => {
    await account.run(
      "CREATE DYNAMIC TABLE D.S.CLEAR (ID, N WITH MASKING POLICY D.S.M) TARGET_LAG = '60 seconds' WAREHOUSE = W AS SELECT ID, N FROM BASE",
    );
    await account.run(
      "CREATE OR REPLACE DYNAMIC TABLE D.S.MASKED TARGET_LAG = '60 seconds' WAREHOUSE = W AS SELECT ID, N FROM BASE",
    );
    await account.run('GRANT OWNERSHIP ON DYNAMIC TABLE D.S.CLEAR TO ROLE CLEARED');
    await account.run('ALTER DYNAMIC TABLE D.S.CLEAR REFRESH', 'CLEARED');
    expect(await account.column('SELECT N FROM D.S.CLEAR', 'CLEARED')).toEqual(['one']);
    await account.run('GRANT SELECT ON DYNAMIC TABLE D.S.CLEAR TO ROLE READER', 'CLEARED');
    expect(await account.column('SELECT N FROM D.S.CLEAR', 'READER')).toEqual(['*']);
    expect(await account.column('SELECT N FROM D.S.MASKED')).toEqual(['*']);
  });

  it('is refreshed by the clock, what it reads first', async () => {
    await account.runAll([
      'CREATE DYNAMIC TABLE D.S.STEP1 TARGET_LAG = DOWNSTREAM WAREHOUSE = W AS SELECT ID FROM BASE',
      "CREATE DYNAMIC TABLE D.S.STEP2 TARGET_LAG = '10 minutes' WAREHOUSE = W AS SELECT COUNT(*) AS N FROM STEP1",
      "INSERT INTO BASE VALUES (2, 'two')",
    ]);
    now += 9 * 60_000;
    await account.warehouse.refreshDynamicTables();
    expect(await account.column('SELECT N FROM STEP2')).toEqual([1]);
    now += 60_000;
    const refreshed = await account.warehouse.refreshDynamicTables();
    expect(refreshed.map((each) => [each.name, each.state])).toContainEqual([
      'D.S.STEP2',
      'SUCCEEDED',
    ]);
    expect(await account.column('SELECT N FROM STEP2')).toEqual([2]);
    expect(await account.column('SELECT MAX(ID) FROM STEP1')).toEqual([2]);
  });

  it('rests while it is suspended', async () => {
    await account.runAll([
      'ALTER DYNAMIC TABLE STEP2 SUSPEND',
      "INSERT INTO BASE VALUES (3, 'three')",
    ]);
    now += 3_600_000;
    await account.warehouse.refreshDynamicTables();
    expect(await account.column('SELECT N FROM STEP2')).toEqual([2]);
    await account.run('ALTER DYNAMIC TABLE STEP2 RESUME');
    await account.warehouse.refreshDynamicTables();
    expect(await account.column('SELECT N FROM STEP2')).toEqual([3]);
  });

  it('whose refresh fails keeps its rows and is reported', async () => {
    await account.run(
      "CREATE DYNAMIC TABLE D.S.FRAGILE TARGET_LAG = '1 minute' WAREHOUSE = W AS SELECT 10 / (4 - ID) AS Q FROM BASE",
    );
    await account.run("INSERT INTO BASE VALUES (4, 'four')");
    now += 120_000;
    const refreshed = await account.warehouse.refreshDynamicTables();
    expect(refreshed.find((each) => each.name === 'D.S.FRAGILE')).toMatchObject({
      state: 'FAILED',
      error: { number: 100_051 },
    });
    expect(await account.value('SELECT COUNT(*) FROM FRAGILE')).toBe(3);
  });

  it('needs OPERATE to be refreshed, a warehouse, and a lag of a minute', async () => {
    await account.run('GRANT SELECT ON DYNAMIC TABLE D.S.LATE TO ROLE READER');
    expect(await account.code('ALTER DYNAMIC TABLE LATE REFRESH', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('GRANT OPERATE ON DYNAMIC TABLE D.S.LATE TO ROLE READER');
    expect(await account.code('ALTER DYNAMIC TABLE LATE REFRESH', 'READER')).toBe('none');
    const create = (rest: string): string => `CREATE DYNAMIC TABLE D.S.X ${rest} AS SELECT 1 AS A`;
    await expect(account.run(create("TARGET_LAG = '59 seconds' WAREHOUSE = W"))).rejects.toThrow(
      'at least 60 seconds',
    );
    await expect(account.run(create("TARGET_LAG = '1 minute'"))).rejects.toThrow('needs WAREHOUSE');
    expect(await account.code(create("TARGET_LAG = '1 minute' WAREHOUSE = NOPE"))).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code('INSERT INTO LATE VALUES (1)')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED'.replace('NOT_AUTHORIZED', 'INVALID_STATEMENT'),
    );
  });

  it('keeps its grants with COPY GRANTS', async () => {
    await account.run(
      "CREATE OR REPLACE DYNAMIC TABLE D.S.LATE (ID NUMBER) TARGET_LAG = '1 minute' WAREHOUSE = W COMMENT = 'c' COPY GRANTS AS SELECT ID FROM BASE WHERE ID = 1",
    );
    expect(await account.column('SELECT ID FROM D.S.LATE', 'READER')).toEqual([1]);
    const [row] = await account.run("SHOW DYNAMIC TABLES LIKE 'late' IN SCHEMA D.S");
    expect(row).toMatchObject({
      name: 'LATE',
      comment: 'c',
      target_lag: '1 minute',
      scheduling_state: 'ACTIVE',
      warehouse: 'W',
    });
  });
});
