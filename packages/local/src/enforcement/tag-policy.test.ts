import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.HIDE AS (VAL VARCHAR) RETURNS VARCHAR ->
       CASE WHEN IS_ROLE_IN_SESSION('CLEARED') THEN VAL ELSE '***' END`,
    `CREATE MASKING POLICY D.S.HIDE_NUMBER AS (VAL NUMBER) RETURNS NUMBER ->
       CASE WHEN IS_ROLE_IN_SESSION('CLEARED') THEN VAL ELSE -1 END`,
    'CREATE TAG D.S.PII',
    'ALTER TAG D.S.PII SET MASKING POLICY D.S.HIDE, MASKING POLICY D.S.HIDE_NUMBER',
    'CREATE TABLE D.S.T (ID NUMBER, NAME VARCHAR, FLAG BOOLEAN)',
    "INSERT INTO D.S.T VALUES (7, 'SECRET', TRUE)",
    'GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON FUTURE VIEWS IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE CLEARED',
  ]);
});
afterAll(async () => await account.warehouse.close());

const read = async (text: string, role = 'READER'): Promise<unknown> =>
  (await account.run(text, role)).map((row) => Object.values(row));

// https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
describe('a masking policy on a tag', () => {
  it('masks the columns of its type, wherever the tag was set, and no others', async () => {
    expect(await read('SELECT * FROM T')).toEqual([[7, 'SECRET', true]]);
    await account.run("ALTER TABLE D.S.T MODIFY COLUMN NAME SET TAG D.S.PII = 'x'");
    expect(await read('SELECT * FROM T')).toEqual([[7, '***', true]]);
    await account.runAll([
      'ALTER TABLE D.S.T MODIFY COLUMN NAME UNSET TAG D.S.PII',
      "ALTER DATABASE D SET TAG D.S.PII = 'x'",
    ]);
    expect(await read('SELECT * FROM T')).toEqual([[-1, '***', true]]);
    expect(await read('SELECT * FROM T', 'CLEARED')).toEqual([[7, 'SECRET', true]]);
    await account.runAll([
      'ALTER TABLE D.S.T ADD COLUMN LATER VARCHAR',
      "UPDATE D.S.T SET LATER = 'SECRET'",
      'CREATE TABLE D.S.NEW (X VARCHAR)',
      "INSERT INTO D.S.NEW VALUES ('SECRET')",
    ]);
    expect(await read('SELECT LATER FROM T')).toEqual([['***']]);
    expect(await read('SELECT X FROM NEW')).toEqual([['***']]);
    await account.runAll([
      'ALTER DATABASE D UNSET TAG D.S.PII',
      "ALTER SCHEMA D.S SET TAG D.S.PII = 'x'",
    ]);
    expect(await read('SELECT X FROM NEW')).toEqual([['***']]);
  });

  it.each([
    "SELECT COUNT(*) FROM T WHERE NAME = 'SECRET'",
    'SELECT NAME || LATER FROM T',
    'SELECT MAX(NAME) FROM T GROUP BY FLAG',
    "SELECT CASE WHEN NAME LIKE 'SEC%' THEN 'SECRET' END FROM T",
    'SELECT x FROM (SELECT NAME AS x FROM T)',
    'SELECT NAME FROM T UNION SELECT X FROM NEW',
    'SELECT (SELECT MIN(NAME) FROM T)',
    'SELECT t.NAME FROM T t JOIN NEW n ON t.NAME = n.X',
    'SELECT TO_NUMBER(NAME) FROM T',
  ])('hides its columns from: %s', async (text) => {
    const result = await account
      .run(text, 'READER')
      .catch((error: unknown) => [String(error), error]);
    expect(JSON.stringify(result)).not.toContain('SECRET');
  });

  it('gives way to a policy on the column itself', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.S.OWN AS (VAL VARCHAR) RETURNS VARCHAR -> 'own'",
      'CREATE TABLE D.S.DIRECT (A VARCHAR WITH MASKING POLICY D.S.OWN, B VARCHAR)',
      "INSERT INTO D.S.DIRECT VALUES ('SECRET', 'SECRET')",
    ]);
    expect(await read('SELECT A, B FROM DIRECT')).toEqual([['own', '***']]);
  });

  it('reads the nearest value of the tag', async () => {
    await account.runAll([
      'ALTER SCHEMA D.S UNSET TAG D.S.PII',
      'CREATE TAG D.S.CLASS',
      `CREATE MASKING POLICY D.S.BY_VALUE AS (VAL VARCHAR) RETURNS VARCHAR ->
         CASE WHEN SYSTEM$GET_TAG_ON_CURRENT_COLUMN('D.S.CLASS') = 'open' THEN VAL
              ELSE SYSTEM$GET_TAG_ON_CURRENT_TABLE('CLASS') END`,
      'ALTER TAG D.S.CLASS SET MASKING POLICY D.S.BY_VALUE',
      "CREATE TABLE D.S.VALUED (A VARCHAR WITH TAG (D.S.CLASS = 'open'), B VARCHAR) WITH TAG (D.S.CLASS = 'closed')",
      "INSERT INTO D.S.VALUED VALUES ('clear', 'SECRET')",
    ]);
    expect(await read('SELECT A, B FROM VALUED')).toEqual([['clear', 'closed']]);
    expect(
      await account.value("SELECT SYSTEM$GET_TAG('D.S.CLASS', 'D.S.VALUED.A', 'COLUMN')"),
    ).toBe('open');
    await expect(
      account.run("SELECT SYSTEM$GET_TAG_ON_CURRENT_COLUMN('D.S.CLASS')"),
    ).rejects.toThrow('may stand only in');
    await expect(
      account.run(
        "CREATE MASKING POLICY D.S.NOTAG AS (V VARCHAR) RETURNS VARCHAR -> SYSTEM$GET_TAG_ON_CURRENT_COLUMN('D.S.NOPE')",
      ),
    ).rejects.toThrow('does not exist or not authorized');
  });

  it('fails the query when two tags mask one column', async () => {
    await account.run("ALTER TABLE D.S.VALUED SET TAG D.S.PII = 'x'");
    await expect(account.run('SELECT A FROM VALUED', 'READER')).rejects.toThrow(
      'mapped to multiple masking policies by tags',
    );
    await account.run('ALTER TABLE D.S.VALUED UNSET TAG D.S.PII');
    expect(await read('SELECT A FROM VALUED')).toEqual([['clear']]);
  });

  it('finds its conditional columns by name and type', async () => {
    await account.runAll([
      `CREATE MASKING POLICY D.S.COND AS (VAL VARCHAR, OPEN BOOLEAN) RETURNS VARCHAR ->
         CASE WHEN OPEN THEN VAL ELSE '*' END`,
      'CREATE TAG D.S.CONDITIONAL',
      'ALTER TAG D.S.CONDITIONAL SET MASKING POLICY D.S.COND',
      "CREATE TABLE D.S.C1 (A VARCHAR, OPEN BOOLEAN) WITH TAG (D.S.CONDITIONAL = '')",
      "INSERT INTO D.S.C1 VALUES ('a', TRUE), ('SECRET', FALSE)",
      "CREATE TABLE D.S.C2 (A VARCHAR) WITH TAG (D.S.CONDITIONAL = '')",
      "CREATE TABLE D.S.C3 (A VARCHAR, OPEN NUMBER) WITH TAG (D.S.CONDITIONAL = '')",
    ]);
    expect(await read('SELECT A FROM C1 ORDER BY OPEN DESC')).toEqual([['a'], ['*']]);
    await expect(account.run('SELECT * FROM C2', 'READER')).rejects.toThrow('secondary argument');
    await expect(account.run('SELECT * FROM C3', 'READER')).rejects.toThrow('different data-type');
  });

  it('is one for each data type, replaced by FORCE', async () => {
    await account.run("CREATE MASKING POLICY D.S.HIDE2 AS (VAL VARCHAR) RETURNS VARCHAR -> '2'");
    await expect(account.run('ALTER TAG D.S.PII SET MASKING POLICY D.S.HIDE2')).rejects.toThrow(
      'say FORCE',
    );
    await expect(
      account.run(
        'ALTER TAG D.S.CLASS SET MASKING POLICY D.S.HIDE, MASKING POLICY D.S.HIDE2 FORCE',
      ),
    ).rejects.toThrow('two masking policies');
    await account.runAll([
      'ALTER TAG D.S.PII SET MASKING POLICY D.S.HIDE2 FORCE',
      'ALTER TAG D.S.PII SET MASKING POLICY D.S.HIDE FORCE',
      'DROP MASKING POLICY D.S.HIDE2',
    ]);
    await expect(account.run('DROP MASKING POLICY D.S.HIDE')).rejects.toThrow('in use');
    await expect(account.run('DROP TAG D.S.PII')).rejects.toThrow('in use');
    await expect(account.run('DROP SCHEMA D.S')).resolves.toBeDefined();
  });
});

describe('a tag', () => {
  it('is put on databases, schemas, warehouses and roles, and inherited', async () => {
    await account.runAll([
      'CREATE SCHEMA D.T',
      'CREATE TAG D.T.COST',
      "ALTER DATABASE D SET TAG D.T.COST = 'all'",
      "ALTER WAREHOUSE W SET TAG D.T.COST = 'w'",
      "ALTER ROLE READER SET TAG D.T.COST = 'r'",
      'CREATE TABLE D.T.X (A NUMBER)',
    ]);
    const tag = async (name: string, domain: string): Promise<unknown> =>
      await account.value(`SELECT SYSTEM$GET_TAG('D.T.COST', '${name}', '${domain}')`);
    expect(await tag('D', 'DATABASE')).toBe('all');
    expect(await tag('D.T', 'SCHEMA')).toBe('all');
    expect(await tag('D.T.X', 'TABLE')).toBe('all');
    expect(await tag('D.T.X.A', 'COLUMN')).toBe('all');
    expect(await tag('W', 'WAREHOUSE')).toBe('w');
    expect(await tag('READER', 'ROLE')).toBe('r');
    await account.runAll([
      "CREATE SCHEMA D.T2 WITH MANAGED ACCESS WITH TAG (D.T.COST = 's2')",
      "CREATE WAREHOUSE W2 WITH TAG (D.T.COST = 'w2')",
      "CREATE ROLE R2 WITH TAG (D.T.COST = 'r2')",
      "CREATE DATABASE E2 WITH TAG (D.T.COST = 'd2')",
      'USE SCHEMA D.T',
    ]);
    expect(await tag('D.T2', 'SCHEMA')).toBe('s2');
    expect(await tag('W2', 'WAREHOUSE')).toBe('w2');
    expect(await tag('R2', 'ROLE')).toBe('r2');
    expect(await tag('E2.PUBLIC', 'SCHEMA')).toBe('d2');
    await account.run('ALTER WAREHOUSE W UNSET TAG D.T.COST');
    expect(await tag('W', 'WAREHOUSE')).toBe(null);
  });

  it('changes its allowed values, its comment and its name', async () => {
    await account.runAll([
      "CREATE TAG D.T.V ALLOWED_VALUES 'a'",
      "ALTER TAG D.T.V ADD ALLOWED_VALUES 'b', 'c'",
      "ALTER TAG D.T.V DROP ALLOWED_VALUES 'a'",
      "ALTER TAG D.T.V SET COMMENT = 'why'",
      'ALTER TAG D.T.V RENAME TO D.T.V2',
    ]);
    expect(await account.value("SELECT SYSTEM$GET_TAG_ALLOWED_VALUES('D.T.V2')")).toBe('["b","c"]');
    await expect(account.run("ALTER TABLE D.T.X SET TAG D.T.V2 = 'a'")).rejects.toThrow(
      'does not allow',
    );
    await account.run('ALTER TAG D.T.V2 UNSET ALLOWED_VALUES');
    await account.run("ALTER TABLE D.T.X SET TAG D.T.V2 = 'a'");
    expect(await account.code('ALTER TAG D.T.V2 SET MULTI_VALUE = TRUE')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
    expect(await account.code('ALTER TAG SNOWFLAKE.CORE.PII SET MASKING POLICY X')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
    expect(await account.code('DROP TAG D.T.V2')).toBe('none');
  });

  it('that masks comes onto a schema, or off, only with APPLY MASKING POLICY', async () => {
    await account.runAll([
      'CREATE MASKING POLICY D.T.M AS (V VARCHAR) RETURNS VARCHAR -> NULL',
      'CREATE SCHEMA D.OWNED',
      'CREATE TAG D.T.MASKS',
      'GRANT APPLY ON TAG D.T.MASKS TO ROLE CLEARED',
      'GRANT USAGE ON SCHEMA D.T TO ROLE CLEARED',
      'GRANT OWNERSHIP ON SCHEMA D.OWNED TO ROLE CLEARED',
    ]);
    const set = "ALTER SCHEMA D.OWNED SET TAG D.T.MASKS = 'x'";
    expect(await account.code(set, 'CLEARED')).toBe('none');
    await account.run('ALTER TAG D.T.MASKS SET MASKING POLICY D.T.M');
    expect(await account.code(set, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    const unset = 'ALTER SCHEMA D.OWNED UNSET TAG D.T.MASKS';
    expect(await account.code(unset, 'CLEARED')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    await account.run('GRANT OWNERSHIP ON TAG D.T.MASKS TO ROLE CLEARED COPY CURRENT GRANTS');
    expect(await account.code('ALTER TAG D.T.MASKS UNSET MASKING POLICY D.T.M', 'CLEARED')).toMatch(
      /NOT_AUTHORIZED|NOT_FOUND/,
    );
    await account.run('GRANT APPLY MASKING POLICY ON ACCOUNT TO ROLE CLEARED');
    expect(await account.code(unset, 'CLEARED')).toBe('none');
  });
});

// https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
describe('EXEMPT_OTHER_POLICIES', () => {
  it('lets row access and conditions read a masked column, and is shown', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.T.EX AS (V VARCHAR) RETURNS VARCHAR -> '*' EXEMPT_OTHER_POLICIES = TRUE",
      "CREATE ROW ACCESS POLICY D.T.R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'one'",
      'CREATE TABLE D.T.E (N VARCHAR WITH MASKING POLICY D.T.EX) WITH ROW ACCESS POLICY D.T.R ON (N)',
      "INSERT INTO D.T.E VALUES ('one'), ('two')",
    ]);
    expect(await account.column('SELECT N FROM D.T.E')).toEqual(['*']);
    const [shown] = await account.run("SHOW MASKING POLICIES LIKE 'EX' IN SCHEMA D.T");
    expect(shown?.options).toBe('{"EXEMPT_OTHER_POLICIES": "TRUE"}');
    await expect(
      account.run("CREATE OR REPLACE MASKING POLICY D.T.EX AS (V VARCHAR) RETURNS VARCHAR -> '*'"),
    ).rejects.toThrow('both masked and an argument');
  });

  it('holds only for policies whose owner stands above its own', async () => {
    await account.runAll([
      'GRANT CREATE ROW ACCESS POLICY ON SCHEMA D.T TO ROLE READER',
      'GRANT USAGE ON SCHEMA D.T TO ROLE READER',
    ]);
    await account.run(
      'CREATE ROW ACCESS POLICY D.T.OTHERS AS (X VARCHAR) RETURNS BOOLEAN -> TRUE',
      'READER',
    );
    await account.run('GRANT APPLY ON ROW ACCESS POLICY D.T.OTHERS TO ROLE ACCOUNTADMIN');
    await expect(
      account.run(
        'CREATE TABLE D.T.E2 (N VARCHAR WITH MASKING POLICY D.T.EX) WITH ROW ACCESS POLICY D.T.OTHERS ON (N)',
      ),
    ).rejects.toThrow('both masked and an argument');
  });

  it('leaves a row access policy on a column that a tag masks without an answer', async () => {
    await account.runAll([
      'CREATE TABLE D.T.TR (N VARCHAR) WITH ROW ACCESS POLICY D.T.R ON (N)',
      'CREATE TAG D.T.LATE',
      'ALTER TAG D.T.LATE SET MASKING POLICY D.T.M',
      "ALTER SCHEMA D.T SET TAG D.T.LATE = 'x'",
    ]);
    await expect(account.run('SELECT N FROM D.T.TR')).rejects.toThrow(
      'both masked and an argument',
    );
    await account.run('ALTER SCHEMA D.T UNSET TAG D.T.LATE');
  });
});
