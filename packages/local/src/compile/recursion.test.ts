import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.M AS (V VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE '*' END`,
    `CREATE ROW ACCESS POLICY D.S.R AS (V NUMBER) RETURNS BOOLEAN ->
       CURRENT_ROLE() = 'ACCOUNTADMIN' OR V < 4`,
    `CREATE TABLE D.S.STAFF (ID NUMBER, BOSS NUMBER, N VARCHAR WITH MASKING POLICY D.S.M)
       WITH ROW ACCESS POLICY D.S.R ON (ID)`,
    "INSERT INTO D.S.STAFF VALUES (1, NULL, 'SECRET-A'), (2, 1, 'SECRET-B'), (3, 2, 'SECRET-C'), (4, 2, 'SECRET-D')",
    'GRANT SELECT ON TABLE D.S.STAFF TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const staff = `WITH RECURSIVE CHAIN (ID, LEVEL, N) AS (
  SELECT ID, 1, N FROM STAFF WHERE BOSS IS NULL
  UNION ALL SELECT s.ID, c.LEVEL + 1, s.N FROM STAFF s JOIN CHAIN c ON s.BOSS = c.ID)
  SELECT ID, LEVEL, N FROM CHAIN ORDER BY ID`;

/** @see https://docs.snowflake.com/en/sql-reference/constructs/with */
describe('a query in WITH that reads itself', () => {
  it('goes on until nothing is new, with or without the word RECURSIVE', async () => {
    const count =
      '(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 120) SELECT COUNT(*), MAX(N) FROM R';
    for (const word of ['WITH', 'WITH RECURSIVE']) {
      expect(Object.values((await account.run(`${word} R ${count}`))[0] ?? {})).toEqual([120, 120]);
    }
  });

  it('walks a hierarchy', async () => {
    expect((await account.run(staff)).map((row) => row.LEVEL)).toEqual([1, 2, 3, 3]);
  });

  it('shows a masked role masked values of the rows that it may see', async () => {
    expect(await account.run(staff, 'READER')).toEqual([
      { ID: 1, LEVEL: 1, N: '*' },
      { ID: 2, LEVEL: 2, N: '*' },
      { ID: 3, LEVEL: 3, N: '*' },
    ]);
  });

  it('may stand beside others, in a view and in another query', async () => {
    await account.run(
      'CREATE VIEW D.S.NUMBERS AS WITH A AS (SELECT 2 AS X), R (N) AS (SELECT X FROM A UNION ALL SELECT N * 2 FROM R WHERE N < 9) SELECT N FROM R',
    );
    expect(await account.column('SELECT N FROM (SELECT N FROM NUMBERS) x ORDER BY 1')).toEqual([
      2, 4, 8, 16,
    ]);
  });

  it.each([
    [
      'WITH R (N) AS (SELECT 1 UNION SELECT N + 1 FROM R WHERE N < 3) SELECT * FROM R',
      'UNSUPPORTED',
    ],
    ['WITH R (N) AS (SELECT 1 UNION ALL SELECT MAX(N) FROM R) SELECT * FROM R', 'UNSUPPORTED'],
    ['WITH R (N) AS (SELECT 1 UNION ALL SELECT DISTINCT N FROM R) SELECT * FROM R', 'UNSUPPORTED'],
    [
      'WITH R (N) AS (SELECT 1 UNION ALL SELECT N * 1.5 FROM R WHERE N < 3) SELECT * FROM R',
      'UNSUPPORTED',
    ],
    ['WITH R (N) AS (SELECT N FROM R UNION ALL SELECT 1) SELECT * FROM R', 'INVALID_STATEMENT'],
    [
      "WITH R (N) AS (SELECT 'a' UNION ALL SELECT N || 'b' FROM R WHERE LENGTH(N) < 3) SELECT * FROM R",
      'EXECUTION_FAILED',
    ],
  ])('is refused: %s', async (query, code) => {
    expect(await account.code(query)).toBe(`DAS_WAREHOUSE_${code}`);
  });
});
