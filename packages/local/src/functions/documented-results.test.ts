import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER, N VARCHAR)',
    "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, 'a')",
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('the results that Snowflake documents', () => {
  it.each([
    ["SUBSTR('abc', -5)", ''],
    ["SUBSTR('abc', -5, 3)", ''],
    ["SUBSTR('abc', -3, 2)", 'ab'],
    ["SPLIT_PART('user', '', 1)", 'user'],
    ["SPLIT_PART('user', '', -1)", 'user'],
    ["SPLIT_PART('user', '', 2)", ''],
    ["SPLIT_PART('a', '', NULL)", null],
    ["CHARINDEX('', 'abc', 2)", 1],
    ["CHARINDEX('', NULL, 2)", null],
    ["CHARINDEX('an', 'banana', 3)", 4],
    ["'a\\nb' RLIKE 'a.b'", false],
    ["REGEXP_LIKE('A', 'a', 'ic')", false],
    ["REGEXP_LIKE('A', 'a', 'ci')", true],
    ["REGEXP_SUBSTR('abc', '')", null],
    ["REGEXP_REPLACE('abc', '', '-')", 'abc'],
    ["REGEXP_REPLACE('abc', '', NULL)", null],
    ['100000 * 100000', 10_000_000_000],
    [`TO_VARCHAR('2024-01-05 13:04'::TIMESTAMP, 'YYYY"T"HH24')`, '2024T13'],
  ])('%s is %j', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression}`)).toBe(expected);
  });

  it('gives the NULL of the row with the extreme', async () => {
    expect(await account.value('SELECT MAX_BY(N, ID) FROM T WHERE ID < 4')).toBeNull();
    expect(await account.value('SELECT MIN_BY(N, ID) FROM T WHERE ID > 2')).toBeNull();
  });
});

describe('a constant in ORDER BY or GROUP BY', () => {
  it.each([
    ['SELECT ID, 2 AS C, N FROM T WHERE ID <> 3 ORDER BY C, N DESC, ID', [2, 1, 4]],
    ['SELECT ID, NULL AS C FROM T ORDER BY C, ID DESC', [4, 3, 2, 1]],
    ['SELECT COUNT(*), 3 AS A, N FROM T GROUP BY A, N ORDER BY N', [2, 1, 1]],
    ["SELECT COUNT(*), 'k' AS A FROM T GROUP BY A ORDER BY A", [4]],
  ])('is no position: %s', async (query, expected) => {
    expect(await account.column(query)).toEqual(expected);
  });

  it('does not group by the column at that position', async () => {
    await expect(account.run('SELECT 2 AS A, N, COUNT(*) FROM T GROUP BY A')).rejects.toThrow(
      'grouped',
    );
  });
});

describe('what would mean something else', () => {
  it.each([
    "SELECT TO_VARCHAR('2024-01-05'::DATE, 'MMMM')",
    "SELECT TO_DATE('05/01/69', 'DD/MM/YY')",
    'SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 2',
    'WITH T AS (SELECT 1 AS ID UNION ALL SELECT ID + 1 FROM T WHERE ID < 3) SELECT * FROM T',
    "SELECT 'abc' NOT LIKE ANY ('a%', 'x')",
    "SELECT PARSE_JSON('1.0') = PARSE_JSON('1')",
    "SELECT ID FROM T ORDER BY PARSE_JSON('[1]')[0]",
    'SELECT 1 AS "__proto__"',
    'CREATE VIEW V (A NUMBER) AS SELECT N FROM T',
    `SELECT 1 AS A0, ${Array.from({ length: 30 }, (_, n) => `A${n} + A${n} AS A${n + 1}`).join(', ')}`,
  ])('is refused by name: %s', async (query) => {
    expect(await account.code(query)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it.each([
    'DELETE FROM T WHERE ID > 0) LIMIT (1',
    'DELETE FROM T WHERE ID > 0) HAVING (1 = 0',
    'SELECT N\u200bO FROM T',
  ])('is no statement: %s', async (statement) => {
    expect(await account.code(statement)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await account.value('SELECT COUNT(*) FROM T')).toBe(4);
  });
});

describe('a row that several rows of FROM match', () => {
  it('is updated and counted once', async () => {
    await account.runAll(['CREATE TABLE U (ID NUMBER, V NUMBER)', 'INSERT INTO U VALUES (1, 0)']);
    const statement =
      'UPDATE U SET V = s.V FROM (VALUES (1, 5), (1, 6)) AS s (ID, V) WHERE s.ID = U.ID';
    expect(await account.value(statement)).toBe(1);
  });
});

describe('a view over a table that was replaced', () => {
  it('has the types of the new table', async () => {
    await account.runAll([
      'CREATE TABLE R (A NUMBER(10,0))',
      'CREATE VIEW RV AS SELECT A FROM R',
      'CREATE OR REPLACE TABLE R (A NUMBER(10,2))',
      'INSERT INTO R VALUES (1.75)',
    ]);
    expect(await account.value('SELECT TO_VARCHAR(A) FROM RV')).toBe('1.75');
  });
});
