import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.PERSONS AS SELECT COLUMN1 AS ID, PARSE_JSON(COLUMN2) AS C FROM VALUES ' +
      `(12712555, '{"name": {"first": "John"}, "contact": [{"business": [{"type": "phone", "content": "555-1234"}, {"type": "email", "content": "j.smith@example.com"}]}]}'),
       (98127771, '{"name": {"first": "Jane"}, "contact": [{"business": [{"type": "phone", "content": "555-1236"}, {"type": "email", "content": "j.doe@example.com"}]}]}')`,
    'CREATE TABLE D.S.LISTS (ID NUMBER, V ARRAY)',
    "INSERT INTO D.S.LISTS SELECT 1, ARRAY_CONSTRUCT(3, 2) UNION ALL SELECT 2, ARRAY_CONSTRUCT() UNION ALL SELECT 3, NULL UNION ALL SELECT 4, ARRAY_CONSTRUCT('x')",
  ]);
});
afterAll(async () => await account.warehouse.close());

const cells = async (query: string): Promise<unknown[][]> =>
  (await account.run(query)).map((row) => Object.values(row));

const nested = `PARSE_JSON('{"a":1, "b":[77,88], "c": {"d":"X"}}')`;
const rows = (options: string): Promise<unknown[][]> =>
  cells(`SELECT SEQ, KEY, PATH, INDEX, VALUE, THIS FROM TABLE(FLATTEN(${options})) f`);

/** The examples of https://docs.snowflake.com/en/sql-reference/functions/flatten */
describe('FLATTEN', () => {
  it('makes a row of each element, with PATH the one that is named', async () => {
    expect(await rows(`INPUT => PARSE_JSON('{"a":1, "b":[77,88]}'), PATH => 'b'`)).toEqual([
      [1, null, 'b[0]', 0, 77, [77, 88]],
      [1, null, 'b[1]', 1, 88, [77, 88]],
    ]);
  });

  it('gives nothing of an empty value, and one row if OUTER', async () => {
    expect(await rows("INPUT => PARSE_JSON('[]')")).toEqual([]);
    expect(await rows("INPUT => PARSE_JSON('[]'), OUTER => TRUE")).toEqual([
      [1, null, '', null, null, []],
    ]);
    expect(await rows('INPUT => NULL::VARIANT')).toEqual([]);
    expect(await rows("INPUT => PARSE_JSON('7'), OUTER => TRUE")).toEqual([
      [1, null, '', null, null, null],
    ]);
  });

  it('opens the elements of elements if RECURSIVE, those of the MODE alone', async () => {
    const all = { a: 1, b: [77, 88], c: { d: 'X' } };
    const top = [
      [1, 'a', 'a', null, 1, all],
      [1, 'b', 'b', null, [77, 88], all],
      [1, 'c', 'c', null, { d: 'X' }, all],
    ];
    const [a, b, c] = top;
    const inner = [1, 'd', 'c.d', null, 'X', { d: 'X' }];
    expect(await rows(`INPUT => ${nested}`)).toEqual(top);
    expect(await rows(`INPUT => ${nested}, RECURSIVE => TRUE`)).toEqual([
      a,
      b,
      [1, null, 'b[0]', 0, 77, [77, 88]],
      [1, null, 'b[1]', 1, 88, [77, 88]],
      c,
      inner,
    ]);
    expect(await rows(`INPUT => ${nested}, RECURSIVE => TRUE, MODE => 'OBJECT'`)).toEqual([
      ...top,
      inner,
    ]);
    expect(await rows(`INPUT => ${nested}, MODE => 'ARRAY'`)).toEqual([]);
  });

  it('sees the tables and the FLATTENs to its left', async () => {
    const query = `SELECT ID AS "ID", F1.VALUE:type::VARCHAR AS "Type", f1.value:content::VARCHAR AS "Details"
      FROM PERSONS P, LATERAL FLATTEN(INPUT => P.C, PATH => 'contact') F,
        LATERAL FLATTEN(INPUT => F.VALUE:business) F1`;
    expect(await cells(query)).toEqual([
      [12712555, 'phone', '555-1234'],
      [12712555, 'email', 'j.smith@example.com'],
      [98127771, 'phone', '555-1236'],
      [98127771, 'email', 'j.doe@example.com'],
    ]);
  });
});

describe('a FLATTEN in a query', () => {
  it('numbers the rows to its left in SEQ', async () => {
    const found = await cells(
      'SELECT L.ID, SEQ, VALUE FROM LISTS AS L, TABLE(FLATTEN(INPUT => V)) ORDER BY ID, INDEX',
    );
    expect(found.map(([id, , value]) => [id, value])).toEqual([
      [1, 3],
      [1, 2],
      [4, 'x'],
    ]);
    expect(found[0]?.[1]).toBe(found[1]?.[1]);
    expect(found[0]?.[1]).not.toBe(found[2]?.[1]);
  });

  it('keeps a row without elements by OUTER, and by a LEFT JOIN', async () => {
    const outer = 'SELECT ID, INDEX, THIS FROM LISTS, LATERAL FLATTEN(INPUT => V, OUTER => TRUE) F';
    expect(await cells(`${outer} WHERE ID > 1 ORDER BY ID`)).toEqual([
      [2, null, []],
      [3, null, null],
      [4, 0, ['x']],
    ]);
    const join =
      'SELECT L.ID, F.SEQ FROM LISTS L LEFT JOIN LATERAL FLATTEN(INPUT => L.V) F ON TRUE';
    expect(await cells(`${join} WHERE ID IN (2, 3) ORDER BY ID`)).toEqual([
      [2, null],
      [3, null],
    ]);
  });

  it.each([
    ['SELECT COUNT(*) FROM LISTS L JOIN LATERAL FLATTEN(INPUT => L.V) F', [3]],
    [
      'SELECT L.*, F.VALUE FROM LISTS L, LATERAL FLATTEN(INPUT => L.V) AS F ORDER BY ID DESC LIMIT 1',
      [4],
    ],
    [
      'SELECT (SELECT COUNT(*) FROM TABLE(FLATTEN(INPUT => L.V))) FROM LISTS L ORDER BY ID',
      [2, 0, 0, 1],
    ],
    [
      "SELECT ID FROM LISTS L WHERE EXISTS (SELECT 1 FROM TABLE(FLATTEN(INPUT => L.V)) F WHERE F.VALUE::VARCHAR = '2')",
      [1],
    ],
    ['SELECT A FROM LISTS, LATERAL FLATTEN(INPUT => V) F (S, K, P, I, A, T) WHERE ID = 1', [3, 2]],
    [
      'WITH Q AS (SELECT V FROM LISTS) SELECT SUM(VALUE::NUMBER) FROM Q, LATERAL FLATTEN(INPUT => V) WHERE TRY_TO_NUMBER(VALUE::VARCHAR) > 0',
      [5],
    ],
    [
      'SELECT a.ID FROM LISTS a JOIN LISTS b USING (ID), LATERAL FLATTEN(INPUT => b.V) f WHERE f.INDEX = 1',
      [1],
    ],
    [
      'SELECT x.ID FROM TABLE(FLATTEN(INPUT => ARRAY_CONSTRUCT(4, 1))) f JOIN LISTS x ON x.ID = f.VALUE::NUMBER ORDER BY f.INDEX',
      [4, 1],
    ],
    [
      "SELECT KEY FROM TABLE(FLATTEN(INPUT => OBJECT_CONSTRUCT('b/~', 1, 'a\"', 2))) WHERE VALUE IS NOT NULL",
      ['a"', 'b/~'],
    ],
    [
      'SELECT PATH FROM TABLE(FLATTEN(INPUT => PARSE_JSON(\'{"x y": [1]}\'), RECURSIVE => TRUE))',
      ["['x y']", "['x y'][0]"],
    ],
  ])('%s', async (query, expected) => {
    expect(await account.column(query)).toEqual(expected);
  });

  it.each([
    ["SELECT * FROM TABLE(FLATTEN(INPUT => 'text'))", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["SELECT * FROM TABLE(FLATTEN(PATH => 'a'))", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    [
      "SELECT * FROM LISTS, LATERAL FLATTEN(INPUT => V, MODE => 'ANY')",
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    ],
    ['SELECT * FROM LATERAL FLATTEN(INPUT => V), LISTS', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['SELECT * FROM LISTS, LATERAL FLATTEN(V)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    [
      "SELECT * FROM LISTS, LATERAL FLATTEN(INPUT => V, PATH => 'a b')",
      'DAS_WAREHOUSE_UNSUPPORTED',
    ],
    ['SELECT * FROM LISTS, LATERAL SPLIT_TO_TABLE(INPUT => V)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['SELECT 1 FROM TABLE(GENERATOR(TIMELIMIT => 3))', 'DAS_WAREHOUSE_UNSUPPORTED'],
    [
      'SELECT * FROM LISTS L JOIN LATERAL FLATTEN(INPUT => L.V) F ON F.INDEX = 1',
      'DAS_WAREHOUSE_UNSUPPORTED',
    ],
    [
      `SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('${'['.repeat(18)}1${']'.repeat(18)}'), RECURSIVE => TRUE))`,
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    ],
  ])('is refused: %s', async (query, code) => {
    expect(await account.code(query)).toBe(code);
  });
});

describe('a FLATTEN in DML', () => {
  it('stands in a sub-query, and is refused beside the table that changes', async () => {
    await account.runAll([
      'CREATE TABLE D.S.U AS SELECT ID, F.VALUE::VARCHAR AS N FROM LISTS, LATERAL FLATTEN(INPUT => V) F',
      `UPDATE U SET N = S.N || '!' FROM (SELECT ID, F.VALUE::VARCHAR AS N FROM LISTS, LATERAL FLATTEN(INPUT => V) F) S
         WHERE U.ID = S.ID AND U.N = S.N AND U.ID = 4`,
    ]);
    expect(await account.column('SELECT N FROM U ORDER BY N')).toEqual(['2', '3', 'x!']);
    await expect(
      account.run('DELETE FROM U USING LISTS L, LATERAL FLATTEN(INPUT => L.V) F WHERE U.ID = L.ID'),
    ).rejects.toThrow('FLATTEN beside the table that DML changes');
  });
});

describe('a masked role over rows that are partly hidden', () => {
  const secrets = /SECRET|HIDDEN/;
  beforeAll(async () => {
    await account.runAll([
      `CREATE MASKING POLICY D.S.HIDE AS (V VARIANT) RETURNS VARIANT ->
         CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE PARSE_JSON('{"masked": ["*"]}') END`,
      `CREATE ROW ACCESS POLICY D.S.ROWS AS (R VARCHAR) RETURNS BOOLEAN ->
         CURRENT_ROLE() = 'ACCOUNTADMIN' OR R = 'open'`,
      `CREATE TABLE D.S.P (ID NUMBER, DOC VARIANT WITH MASKING POLICY D.S.HIDE, OPEN_DOC VARIANT, NOTE VARCHAR, REGION VARCHAR)
         WITH ROW ACCESS POLICY D.S.ROWS ON (REGION)`,
      `INSERT INTO D.S.P SELECT 1, PARSE_JSON('{"SECRET": ["SECRET-A"]}'), PARSE_JSON('["a"]'), '["n"]', 'open'`,
      `INSERT INTO D.S.P SELECT 2, PARSE_JSON('{"SECRET": ["SECRET-B"]}'), PARSE_JSON('["HIDDEN"]'), 'HIDDEN', 'closed'`,
      'CREATE VIEW D.S.PV AS SELECT f.KEY, f.VALUE FROM P, LATERAL FLATTEN(INPUT => P.DOC) f',
      'GRANT SELECT ON TABLE D.S.P TO ROLE READER',
      'GRANT SELECT ON VIEW D.S.PV TO ROLE READER',
    ]);
  });

  it.each([
    ['SELECT * FROM P, LATERAL FLATTEN(INPUT => P.DOC) f', 1],
    ['SELECT f.* FROM P, TABLE(FLATTEN(INPUT => DOC, RECURSIVE => TRUE)) f', 2],
    [
      "SELECT VALUE, THIS FROM P, LATERAL FLATTEN(INPUT => P.DOC, PATH => 'SECRET', OUTER => TRUE)",
      1,
    ],
    [
      'SELECT g.VALUE FROM P, LATERAL FLATTEN(INPUT => DOC) f, LATERAL FLATTEN(INPUT => f.VALUE) g',
      1,
    ],
    ['SELECT f.* FROM P, LATERAL FLATTEN(INPUT => OPEN_DOC) f', 1],
    ['SELECT f.VALUE FROM P, LATERAL FLATTEN(INPUT => PARSE_JSON(NOTE)) f', 1],
    ["SELECT f.VALUE FROM P, LATERAL FLATTEN(INPUT => DOC) f WHERE f.KEY = 'SECRET'", 0],
    ['SELECT (SELECT MAX(f.KEY) FROM TABLE(FLATTEN(INPUT => P.DOC)) f) FROM P', 1],
    ['SELECT f.* FROM P LEFT JOIN LATERAL FLATTEN(INPUT => P.DOC) f ON TRUE', 1],
    [
      'SELECT ID, THIS FROM (SELECT * FROM P) x, LATERAL FLATTEN(INPUT => ARRAY_CONSTRUCT(x.DOC)) f',
      1,
    ],
    ['SELECT * FROM PV', 1],
  ])('sees no clear value in: %s', async (query, count) => {
    const found = await account.run(query, 'READER');
    expect(JSON.stringify(found)).not.toMatch(secrets);
    expect(found).toHaveLength(count);
  });

  it('sees them all where a role is cleared', async () => {
    const found = await account.run('SELECT f.* FROM P, LATERAL FLATTEN(INPUT => P.DOC) f');
    expect(JSON.stringify(found)).toMatch(/SECRET-A.*SECRET-B/);
  });

  it('finds no clear value in an error', async () => {
    const error = await account
      .run(
        'SELECT f.VALUE FROM P, LATERAL FLATTEN(INPUT => PARSE_JSON(DOC::VARCHAR || NOTE)) f',
        'READER',
      )
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String((error as Error).message)).not.toMatch(secrets);
  });
});
