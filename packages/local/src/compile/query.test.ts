import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.A (ID NUMBER, X VARCHAR, N NUMBER(10,2))',
    "INSERT INTO D.S.A VALUES (1, 'a', 1.5), (2, 'b', NULL), (3, 'b', 4)",
    'CREATE TABLE D.S.B (ID NUMBER, Y VARCHAR)',
    "INSERT INTO D.S.B VALUES (1, 'one'), (3, 'three'), (4, 'four')",
    'CREATE TABLE D.S."Odd" ("id" NUMBER, ID NUMBER)',
    'INSERT INTO D.S."Odd" VALUES (1, 2)',
  ]);
});
afterAll(async () => await account.warehouse.close());

const cases: readonly (readonly [string, string, unknown[][]])[] = [
  [
    'inner join',
    'SELECT a.ID, Y FROM A a JOIN B b ON a.ID = b.ID ORDER BY 1',
    [
      [1, 'one'],
      [3, 'three'],
    ],
  ],
  [
    'left join',
    'SELECT a.ID, Y FROM A a LEFT JOIN B b ON a.ID = b.ID ORDER BY 1',
    [
      [1, 'one'],
      [2, null],
      [3, 'three'],
    ],
  ],
  [
    'using',
    'SELECT * FROM A JOIN B USING (ID) ORDER BY ID',
    [
      [1, 'a', 1.5, 'one'],
      [3, 'b', 4, 'three'],
    ],
  ],
  ['full using', 'SELECT ID FROM A FULL JOIN B USING (ID) ORDER BY ID', [[1], [2], [3], [4]]],
  [
    'natural',
    'SELECT ID, Y FROM A NATURAL JOIN B ORDER BY 1',
    [
      [1, 'one'],
      [3, 'three'],
    ],
  ],
  [
    'comma join that a later join does not reach',
    'SELECT COUNT(*) FROM A, B LEFT JOIN A c ON c.ID = B.ID',
    [[9]],
  ],
  ['cross join', 'SELECT COUNT(*) FROM A CROSS JOIN B', [[9]]],
  [
    'nested join',
    'SELECT A.ID FROM A JOIN (B JOIN B b2 ON B.ID = b2.ID) ON A.ID = B.ID ORDER BY 1',
    [[1], [3]],
  ],
  [
    'correlated',
    'SELECT ID FROM A WHERE EXISTS (SELECT 1 FROM B WHERE B.ID = A.ID) ORDER BY 1',
    [[1], [3]],
  ],
  [
    'scalar subquery',
    'SELECT ID, (SELECT Y FROM B WHERE B.ID = A.ID) FROM A ORDER BY 1',
    [
      [1, 'one'],
      [2, null],
      [3, 'three'],
    ],
  ],
  ['in subquery', 'SELECT ID FROM A WHERE ID NOT IN (SELECT ID FROM B)', [[2]]],
  ['row in list', "SELECT ID FROM A WHERE (ID, X) IN ((1, 'a'), (2, 'z'))", [[1]]],
  ['any', 'SELECT ID FROM A WHERE ID = ANY (SELECT ID FROM B) ORDER BY 1', [[1], [3]]],
  [
    'group by alias',
    'SELECT UPPER(X) AS U, COUNT(*) FROM A GROUP BY U ORDER BY U',
    [
      ['A', 1],
      ['B', 2],
    ],
  ],
  [
    'group by ordinal',
    'SELECT X, SUM(N) FROM A GROUP BY 1 ORDER BY 1',
    [
      ['a', 1.5],
      ['b', 4],
    ],
  ],
  [
    'group by all',
    'SELECT X, COUNT(N) FROM A GROUP BY ALL ORDER BY X',
    [
      ['a', 1],
      ['b', 1],
    ],
  ],
  ['having', 'SELECT X FROM A GROUP BY X HAVING COUNT(*) > 1', [['b']]],
  ['column wins over alias', "SELECT ID + 10 AS X FROM A WHERE X = 'a'", [[11]]],
  ['alias in where', 'SELECT ID * 2 AS D FROM A WHERE D > 4', [[6]]],
  ['lateral alias', 'SELECT ID AS P, P + 1 AS Q FROM A WHERE ID = 1', [[1, 2]]],
  ['order by alias wins', 'SELECT -ID AS ID FROM A ORDER BY ID', [[-3], [-2], [-1]]],
  ['nulls are highest', 'SELECT N FROM A ORDER BY N', [[1.5], [4], [null]]],
  ['nulls are highest, descending', 'SELECT N FROM A ORDER BY N DESC', [[null], [4], [1.5]]],
  ['nulls first', 'SELECT N FROM A ORDER BY N NULLS FIRST LIMIT 1', [[null]]],
  [
    'qualify',
    'SELECT ID FROM A QUALIFY ROW_NUMBER() OVER (PARTITION BY X ORDER BY ID DESC) = 1 ORDER BY 1',
    [[1], [3]],
  ],
  ['qualify by alias', 'SELECT ID, RANK() OVER (ORDER BY ID) AS R FROM A QUALIFY R = 2', [[2, 2]]],
  [
    'frame',
    'SELECT SUM(ID) OVER (ORDER BY ID ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM A ORDER BY 1',
    [[1], [3], [5]],
  ],
  [
    'last value of the partition',
    'SELECT LAST_VALUE(ID) OVER (ORDER BY ID) FROM A',
    [[3], [3], [3]],
  ],
  [
    'lag with default',
    'SELECT LAG(ID, 1, 0) OVER (ORDER BY ID) FROM A ORDER BY 1',
    [[0], [1], [2]],
  ],
  ['union all', 'SELECT ID FROM A UNION ALL SELECT ID FROM B ORDER BY 1 LIMIT 3', [[1], [1], [2]]],
  ['union', 'SELECT ID FROM A UNION SELECT ID FROM B ORDER BY ID DESC', [[4], [3], [2], [1]]],
  ['intersect', 'SELECT ID FROM A INTERSECT SELECT ID FROM B ORDER BY 1', [[1], [3]]],
  ['minus', 'SELECT ID FROM A MINUS SELECT ID FROM B', [[2]]],
  ['set operations of mixed types', 'SELECT 1 AS V UNION ALL SELECT 2.5 ORDER BY V', [[1], [2.5]]],
  [
    'with',
    'WITH q AS (SELECT ID FROM A), r(Z) AS (SELECT ID + 1 FROM q) SELECT MAX(Z) FROM r',
    [[4]],
  ],
  ['with that hides a table', 'WITH A AS (SELECT 9 AS ID) SELECT ID FROM A', [[9]]],
  [
    'values',
    "SELECT column1, column2 FROM VALUES (1, 'a'), (2, NULL) ORDER BY 1",
    [
      [1, 'a'],
      [2, null],
    ],
  ],
  ['values with names', 'SELECT v.b FROM (VALUES (1, 2)) AS v (a, b)', [[2]]],
  ['star exclude', 'SELECT * EXCLUDE (X, N) FROM A ORDER BY ID LIMIT 1', [[1]]],
  ['table star', 'SELECT b.* FROM A a JOIN B b ON a.ID = b.ID AND a.ID = 1', [[1, 'one']]],
  ['full name of a column', 'SELECT D.S.A.ID FROM D.S.A WHERE D.S.A.ID = 1', [[1]]],
  ['quoted case', 'SELECT "id", id FROM "Odd"', [[1, 2]]],
  ['count distinct', 'SELECT COUNT(DISTINCT X), COUNT(*), COUNT_IF(ID > 1) FROM A', [[2, 3, 2]]],
  ['listagg', "SELECT LISTAGG(X, '-') WITHIN GROUP (ORDER BY ID DESC) FROM A", [['b-b-a']]],
  [
    'percentile',
    'SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ID), MEDIAN(ID) FROM A',
    [[2, 2]],
  ],
  ['average keeps six digits more', 'SELECT AVG(ID) FROM B', [[2.666667]]],
  ['max by', 'SELECT MAX_BY(X, ID), MIN_BY(X, ID) FROM A', [['b', 'a']]],
  ['array agg', 'SELECT ARRAY_AGG(X) WITHIN GROUP (ORDER BY ID) FROM A', [[['a', 'b', 'b']]]],
  ['fetch', 'SELECT ID FROM A ORDER BY ID OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY', [[2]]],
  ['top', 'SELECT TOP 1 ID FROM A ORDER BY ID DESC', [[3]]],
  ['distinct', 'SELECT DISTINCT X FROM A ORDER BY X', [['a'], ['b']]],
  [
    'object of all columns',
    'SELECT OBJECT_CONSTRUCT(*) FROM A WHERE ID = 2',
    [[{ ID: 2, X: 'b' }]],
  ],
  ['no table', 'SELECT 1, NULL', [[1, null]]],
];

describe('a query', () => {
  it.each(cases)('with %s', async (_, text, expected) => {
    const rows = await account.run(text);
    expect(rows.map((row) => Object.values(row))).toEqual(expected);
  });

  it('names its columns as Snowflake does', async () => {
    const session = await account.session('ACCOUNTADMIN');
    const result = await session.execute({
      text: 'SELECT id, x AS "low", COUNT(*), a.n, 1.5 AS F, ID FROM A a GROUP BY ALL',
      binds: [],
    });
    expect(result.columns).toEqual([
      { name: 'ID', type: 'NUMBER(38,0)' },
      { name: 'low', type: 'VARCHAR(16777216)' },
      { name: 'COUNT(*)', type: 'NUMBER(18,0)' },
      { name: 'N', type: 'NUMBER(10,2)' },
      { name: 'F', type: 'NUMBER(2,1)' },
      { name: 'ID_2', type: 'NUMBER(38,0)' },
    ]);
  });

  it('takes binds of every kind in any place', async () => {
    const at = new Date('2024-05-06T07:08:09.123Z');
    const rows = await account.run(
      "SELECT ?, ?, ?, ?, ?, ?, a.ID FROM A a WHERE a.ID = ? AND ? = 'x' LIMIT ?",
      'ACCOUNTADMIN',
      ["it's", 1.5, 2n ** 60n, true, at, null, 1, 'x', 5],
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["it's", 1.5, 2n ** 60n, true, at, null, 1],
    ]);
  });

  it('is refused when a name is ambiguous or unknown', async () => {
    await expect(account.run('SELECT ID FROM A, B')).rejects.toThrow('ambiguous column name ID');
    await expect(account.run('SELECT NOPE FROM A')).rejects.toMatchObject({ number: 904 });
    await expect(account.run('SELECT * FROM NOPE')).rejects.toMatchObject({
      number: 2003,
      sqlState: '42S02',
    });
  });

  it('streams its rows without holding them all', async () => {
    await account.run('CREATE OR REPLACE TABLE D.S.MANY (N NUMBER)');
    await account.run(
      'INSERT INTO D.S.MANY VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)',
    );
    const session = await account.session('ACCOUNTADMIN');
    const cross = 'SELECT a.N FROM MANY a, MANY b, MANY c, MANY d, MANY e, MANY f';
    let count = 0;
    for await (const row of session.stream<{ N: number }>({ text: cross, binds: [] })) {
      count += row.N > 0 ? 1 : 0;
      if (count === 5000) break;
    }
    expect(count).toBe(5000);
    expect(await account.value('SELECT COUNT(*) FROM MANY')).toBe(10);
  });

  it('is cancelled by its signal', async () => {
    const session = await account.session('ACCOUNTADMIN');
    const text =
      'SELECT COUNT(*) FROM MANY a, MANY b, MANY c, MANY d, MANY e, MANY f, MANY g, MANY h, MANY i, MANY j, MANY k, MANY l WHERE a.N + b.N + l.N = 77';
    const signal = AbortSignal.timeout(50);
    await expect(session.execute({ text, binds: [] }, { signal })).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_CANCELLED',
    });
    expect(await account.value('SELECT 1')).toBe(1);
  });
});
