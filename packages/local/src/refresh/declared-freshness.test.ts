import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER, N VARCHAR)',
    'CREATE VIEW D.S.LIMITED AS SELECT ID FROM T LIMIT 1',
    "CREATE DYNAMIC TABLE D.S.HOURLY TARGET_LAG = '1 hour' WAREHOUSE = W AS SELECT ID FROM T",
    'CREATE VIEW D.S.OVER_HOURLY AS SELECT ID FROM HOURLY',
    "CREATE DYNAMIC TABLE D.S.FULL TARGET_LAG = '1 minute' WAREHOUSE = W REFRESH_MODE = FULL AS SELECT ID FROM T",
  ]);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/user-guide/dynamic-tables/target-lag */
describe('a target lag', () => {
  const create = (lag: string, source: string): string =>
    `CREATE OR REPLACE DYNAMIC TABLE D.S.LATER TARGET_LAG = ${lag} WAREHOUSE = W AS SELECT ID FROM ${source}`;

  it.each(['HOURLY', 'OVER_HOURLY'])('is not shorter than that of %s', async (source) => {
    await expect(account.run(create("'10 minutes'", source))).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
      message: expect.stringContaining('shorter than that of D.S.HOURLY'),
    });
    for (const lag of ["'60 minutes'", "'2 hours'", 'DOWNSTREAM']) {
      expect(await account.code(create(lag, source))).toBe('none');
    }
  });

  it('is not made shorter, or longer than that of a reader, by ALTER', async () => {
    await account.run(create("'2 hours'", 'HOURLY'));
    const alter = (table: string, lag: string): Promise<string> =>
      account.code(`ALTER DYNAMIC TABLE ${table} SET TARGET_LAG = '${lag}'`);
    expect(await alter('LATER', '10 minutes')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await alter('HOURLY', '3 hours')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await alter('HOURLY', '2 hours')).toBe('none');
    await account.run('DROP DYNAMIC TABLE LATER');
  });
});

/** @see https://docs.snowflake.com/en/user-guide/dynamic-tables/supported-queries */
describe('REFRESH_MODE = INCREMENTAL', () => {
  const create = (query: string): Promise<unknown> =>
    account.run(
      `CREATE OR REPLACE DYNAMIC TABLE D.S.I TARGET_LAG = '1 day' WAREHOUSE = W REFRESH_MODE = INCREMENTAL AS ${query}`,
    );

  it.each([
    'SELECT ID FROM T EXCEPT SELECT 1',
    'SELECT ID FROM (SELECT ID FROM T INTERSECT SELECT 1) AS X',
    'SELECT ID FROM T ORDER BY ID LIMIT 3',
    'SELECT ID FROM T WHERE ID IN (SELECT 1)',
    'SELECT ID FROM T WHERE EXISTS (SELECT 1)',
    'SELECT (SELECT MAX(ID) FROM T) AS X FROM T',
    'SELECT a.ID FROM T a LEFT JOIN T b ON a.ID > b.ID',
    'SELECT ID, CURRENT_TIMESTAMP() AS AT FROM T',
    'SELECT ANY_VALUE(ID) AS X FROM T',
    'SELECT ID, CURRENT_ROLE() AS R FROM T',
    'SELECT ID FROM LIMITED',
    'SELECT ID FROM FULL',
  ])('is refused for %s', async (query) => {
    await expect(create(query)).rejects.toMatchObject({ number: 2711 });
  });

  it.each([
    'SELECT ID, COUNT(*) AS N FROM T WHERE ID > 0 GROUP BY ID',
    'WITH Q AS (SELECT DISTINCT ID FROM T) SELECT ID FROM Q UNION SELECT ID FROM HOURLY',
    'SELECT a.ID FROM T a LEFT JOIN T b ON a.ID = b.ID AND a.N = b.N',
    'SELECT ID FROM T WHERE CURRENT_DATE() > DATE_FROM_PARTS(2020, 1, ID)',
    'SELECT ID, ROW_NUMBER() OVER (ORDER BY ID) AS N FROM T JOIN (VALUES (1)) AS v (X) ON ID > X',
  ])('is taken for %s', async (query) => {
    await create(query);
    const [shown] = await account.run("SHOW DYNAMIC TABLES LIKE 'I' IN SCHEMA D.S");
    expect(shown?.refresh_mode).toBe('INCREMENTAL');
  });
});
