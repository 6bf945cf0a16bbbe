import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER)',
    'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
    `CREATE DATA METRIC FUNCTION D.S.F(ARG_T TABLE(ARG_C NUMBER, ARG_D VARCHAR)) RETURNS NUMBER NOT NULL
       LANGUAGE SQL COMMENT = 'how many' AS $$ SELECT COUNT(*) FROM ARG_T WHERE ARG_C > 0 $$`,
  ]);
});
afterAll(async () => await account.warehouse.close());

const create = (body: string, name = 'G'): Promise<string> =>
  account.code(
    `CREATE OR REPLACE DATA METRIC FUNCTION D.S.${name}(A TABLE(C NUMBER)) RETURNS NUMBER AS $$ ${body} $$`,
  );

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-data-metric-function */
describe('a data metric function', () => {
  it('is created, shown, described, commented on, renamed and dropped', async () => {
    const [shown, ...others] = await account.run('SHOW DATA METRIC FUNCTIONS IN SCHEMA D.S');
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      name: 'F',
      schema_name: 'S',
      catalog_name: 'D',
      arguments: 'F(TABLE(NUMBER, VARCHAR)) RETURN NUMBER',
      description: 'how many',
      is_secure: 'N',
      is_data_metric: 'Y',
    });
    expect(await account.run('DESC FUNCTION D.S.F(TABLE(INT, STRING))')).toEqual([
      { property: 'signature', value: '(ARG_T TABLE(ARG_C NUMBER, ARG_D VARCHAR))' },
      { property: 'returns', value: 'NUMBER(38,0)' },
      { property: 'language', value: 'SQL' },
      { property: 'body', value: 'SELECT COUNT(*) FROM ARG_T WHERE ARG_C > 0' },
    ]);
    const of = 'FUNCTION D.S.F(TABLE(NUMBER, VARCHAR))';
    await account.run(`COMMENT ON ${of} IS 'other'`);
    await account.run(`ALTER ${of} SET SECURE`);
    await account.run(`ALTER ${of} RENAME TO D.S.H`);
    const [renamed] = await account.run("SHOW DATA METRIC FUNCTIONS LIKE 'h' IN SCHEMA D.S");
    expect(renamed).toMatchObject({ name: 'H', description: 'other', is_secure: 'Y' });
    await account.run('ALTER FUNCTION D.S.H(TABLE(NUMBER, VARCHAR)) UNSET COMMENT');
    await account.run('DROP FUNCTION D.S.H(TABLE(NUMBER, VARCHAR))');
    expect(await account.code('DROP FUNCTION D.S.H(TABLE(NUMBER, VARCHAR))')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    await account.run('DROP FUNCTION IF EXISTS D.S.H(TABLE(NUMBER, VARCHAR))');
  });

  it('is another one when it takes other types', async () => {
    for (const type of ['NUMBER', 'VARCHAR']) {
      await account.run(
        `CREATE DATA METRIC FUNCTION D.S.O(A TABLE(C ${type})) RETURNS NUMBER AS 'SELECT COUNT(C) FROM A'`,
      );
    }
    expect((await account.run("SHOW DATA METRIC FUNCTIONS LIKE 'O' IN DATABASE D")).length).toBe(2);
    await account.run('DROP FUNCTION D.S.O(TABLE(VARCHAR))');
    const [left] = await account.run("SHOW DATA METRIC FUNCTIONS LIKE 'O' IN DATABASE D");
    expect(left).toMatchObject({ arguments: 'O(TABLE(NUMBER)) RETURN NUMBER' });
    expect(
      await account.code(
        "CREATE DATA METRIC FUNCTION D.S.O(B TABLE(X INT)) RETURNS NUMBER AS 'SELECT COUNT(X) FROM B'",
      ),
    ).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
  });

  it('has a body that gives one whole number of its arguments, or is refused', async () => {
    expect(await create('SELECT COUNT(*) FROM A')).toBe('none');
    expect(await create('WITH X AS (SELECT COUNT(*) AS N FROM A) SELECT N FROM X')).toBe('none');
    expect(await create('SELECT (SELECT COUNT(*) FROM A) - (SELECT COUNT(C) FROM A)')).toBe('none');
    const refused: readonly (readonly [string, string])[] = [
      ['SELECT COUNT(*) FROM D.S.T', 'UNSUPPORTED'],
      ['SELECT COUNT(*) FROM A WHERE C IN (SELECT ID FROM D.S.T)', 'UNSUPPORTED'],
      ['SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 3))', 'UNSUPPORTED'],
      ['SELECT C FROM A', 'UNSUPPORTED'],
      ['SELECT COUNT(*) FROM A GROUP BY C', 'UNSUPPORTED'],
      ['SELECT AVG(C) FROM A', 'UNSUPPORTED'],
      ['SELECT MAX(TO_VARCHAR(C)) FROM A', 'INVALID_STATEMENT'],
      ['SELECT COUNT(*), COUNT(C) FROM A', 'INVALID_STATEMENT'],
      ['SELECT COUNT(NONE) FROM A', 'INVALID_STATEMENT'],
      ['SELECT COUNT(*) FROM A WHERE CURRENT_TIMESTAMP() IS NULL', 'INVALID_STATEMENT'],
      ["SELECT COUNT(*) FROM A WHERE CURRENT_ROLE() = 'READER'", 'INVALID_STATEMENT'],
      ['SELECT COUNT(*) FROM A WHERE UUID_STRING() IS NULL', 'INVALID_STATEMENT'],
      ['SELECT COUNT(*) FROM A WHERE C > $x', 'UNSUPPORTED'],
      ['SELECT SNOWFLAKE.CORE.NULL_COUNT(SELECT C FROM A)', 'UNSUPPORTED'],
      ['SELECT COUNT( FROM A', 'INVALID_STATEMENT'],
    ];
    for (const [body, code] of refused) {
      expect(await create(body, 'BAD'), body).toBe(`DAS_WAREHOUSE_${code}`);
    }
    expect((await account.run("SHOW DATA METRIC FUNCTIONS LIKE 'BAD' IN ACCOUNT")).length).toBe(0);
  });

  it('takes one or two tables, and returns NUMBER', async () => {
    const head = 'CREATE DATA METRIC FUNCTION D.S.W';
    for (const text of [
      `${head}() RETURNS NUMBER AS 'SELECT 1'`,
      `${head}(C NUMBER) RETURNS NUMBER AS 'SELECT 1'`,
      `${head}(A TABLE()) RETURNS NUMBER AS 'SELECT 1'`,
      `${head}(A TABLE(X INT), A TABLE(X INT)) RETURNS NUMBER AS 'SELECT 1'`,
      `${head}(A TABLE(X INT)) RETURNS VARCHAR AS 'SELECT 1'`,
    ]) {
      expect(await account.code(text), text).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    }
    expect(await account.code(`${head}(A TABLE(X INT)) RETURNS NUMBER LANGUAGE JAVA AS ''`)).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await account.code('CREATE FUNCTION D.S.W() RETURNS NUMBER AS $$ 1 $$')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });

  it('is made, seen and used with the privileges for it', async () => {
    const text = `CREATE DATA METRIC FUNCTION D.S.P(A TABLE(C NUMBER)) RETURNS NUMBER
      AS 'SELECT COUNT(*) FROM A'`;
    expect(await account.code(text, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT CREATE FUNCTION ON SCHEMA D.S TO ROLE READER');
    expect(await account.code(text, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT CREATE DATA METRIC FUNCTION ON SCHEMA D.S TO ROLE READER');
    expect(await account.code(text, 'READER')).toBe('none');
    const call = 'SELECT D.S.P(SELECT 1 AS X)';
    expect(await account.value(call, 'READER')).toBe(1);
    expect(await account.code(call, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT USAGE ON FUNCTION D.S.P(TABLE(NUMBER)) TO ROLE CLEARED', 'READER');
    expect(await account.value(call, 'CLEARED')).toBe(1);
    const [grant] = (await account.run('SHOW GRANTS ON FUNCTION D.S.P(TABLE(NUMBER))')).filter(
      ({ privilege }) => privilege === 'USAGE',
    );
    expect(grant).toMatchObject({ granted_on: 'FUNCTION', grantee_name: 'CLEARED' });
    expect(await account.code('DROP FUNCTION D.S.P(TABLE(NUMBER))', 'CLEARED')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('ALTER FUNCTION D.S.P(TABLE(NUMBER)) SET SECURE', 'READER');
    const described = await account.run('DESC FUNCTION D.S.P(TABLE(NUMBER))', 'CLEARED');
    expect(described.map(({ property }) => property)).not.toContain('body');
    await account.run('REVOKE USAGE ON FUNCTION D.S.P(TABLE(NUMBER)) FROM ROLE CLEARED', 'READER');
    expect(await account.code(call, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});
