import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

/** The rules of masking and row access, each with the page of Snowflake's documentation that states it. */
let account: Account;
const text = async (query: string, role = 'ACCOUNTADMIN') => await account.column(query, role);

beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY D.S.M AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN VAL ELSE 'masked' END",
    "CREATE MASKING POLICY D.S.WRAP AS (VAL VARCHAR) RETURNS VARCHAR -> CONCAT('<', VAL, '>')",
    "CREATE ROW ACCESS POLICY D.S.R AS (X VARCHAR) RETURNS BOOLEAN -> X = 'a'",
    'CREATE TABLE D.S.T (ID NUMBER, X VARCHAR, N VARCHAR WITH MASKING POLICY D.S.M)',
    "INSERT INTO D.S.T VALUES (1, 'a', 'one'), (2, 'b', 'two')",
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE CLEARED',
    'GRANT SELECT ON FUTURE VIEWS IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE READER',
    'GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE CLEARED',
  ]);
});
afterAll(async () => await account.warehouse.close());

// https://docs.snowflake.com/en/user-guide/security-column-intro
describe('a masking policy', () => {
  it('rewrites the column wherever it stands, so that a join by it matches masked values', async () => {
    expect(await text("SELECT ID FROM T WHERE N = 'one'", 'READER')).toEqual([]);
    expect(await text("SELECT ID FROM T WHERE N = 'masked' ORDER BY 1", 'READER')).toEqual([1, 2]);
    expect(
      await text("SELECT COUNT(*) FROM T a JOIN (SELECT 'one' AS N) b ON a.N = b.N", 'READER'),
    ).toEqual([0]);
    expect(await text('SELECT COUNT(*) FROM T GROUP BY N', 'READER')).toEqual([2]);
    expect(await text("SELECT ID FROM T WHERE N = 'one'", 'CLEARED')).toEqual([1]);
  });

  it('of a table comes before those of the views above it', async () => {
    await account.runAll([
      'CREATE VIEW D.S.V1 (ID, N WITH MASKING POLICY D.S.WRAP) AS SELECT ID, N FROM T',
      'CREATE VIEW D.S.V2 (ID, N WITH MASKING POLICY D.S.WRAP) AS SELECT ID, N FROM V1',
    ]);
    expect(await text('SELECT N FROM V2 WHERE ID = 1', 'READER')).toEqual(['<<masked>>']);
  });

  it('must return the type that it takes, and takes the type of its column', async () => {
    await expect(
      account.run('CREATE MASKING POLICY D.S.BAD AS (V DATE) RETURNS VARCHAR -> V::VARCHAR'),
    ).rejects.toThrow('must return DATE');
    await expect(
      account.run('ALTER TABLE T MODIFY COLUMN ID SET MASKING POLICY D.S.M'),
    ).rejects.toThrow('the column ID is NUMBER');
  });

  it('masks the owner too', async () => {
    expect(await text('SELECT N FROM T WHERE ID = 1')).toEqual(['masked']);
  });

  it('may depend on other columns of the row', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.S.COND AS (VAL VARCHAR, WHEN_X VARCHAR) RETURNS VARCHAR -> CASE WHEN WHEN_X = 'open' THEN VAL ELSE '*' END",
      'CREATE TABLE D.S.CO (E VARCHAR WITH MASKING POLICY D.S.COND USING (E, VIS), VIS VARCHAR)',
      "INSERT INTO D.S.CO VALUES ('a', 'open'), ('b', 'no')",
    ]);
    expect(await text('SELECT E FROM CO ORDER BY VIS DESC', 'READER')).toEqual(['a', '*']);
    expect(await account.code('ALTER TABLE D.S.CO DROP COLUMN VIS')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await expect(
      account.run('ALTER TABLE CO MODIFY COLUMN VIS SET MASKING POLICY D.S.M'),
    ).rejects.toThrow('cannot be a condition');
  });

  it('is replaced by FORCE only, and cannot be dropped while it protects a column', async () => {
    await account.run("CREATE MASKING POLICY D.S.M2 AS (VAL VARCHAR) RETURNS VARCHAR -> 'second'");
    await expect(
      account.run('ALTER TABLE T MODIFY COLUMN N SET MASKING POLICY D.S.M2'),
    ).rejects.toThrow('say FORCE');
    await account.run('ALTER TABLE T MODIFY COLUMN N SET MASKING POLICY D.S.M2 FORCE');
    expect(await text('SELECT N FROM T WHERE ID = 1', 'CLEARED')).toEqual(['second']);
    await expect(account.run('DROP MASKING POLICY D.S.M2')).rejects.toThrow('in use');
    await account.run('ALTER TABLE T MODIFY COLUMN N SET MASKING POLICY D.S.M FORCE');
    expect(await account.code('DROP MASKING POLICY D.S.M2')).toBe('none');
  });

  it('changes its body in place, and its signature never', async () => {
    await account.run("ALTER MASKING POLICY D.S.WRAP SET BODY -> CONCAT('[', VAL, ']')");
    expect(await text('SELECT N FROM V1 WHERE ID = 1', 'READER')).toEqual(['[masked]']);
    await account.run(
      "CREATE OR ALTER MASKING POLICY D.S.WRAP AS (VAL VARCHAR) RETURNS VARCHAR -> CONCAT('(', VAL, ')')",
    );
    expect(await text('SELECT N FROM V1 WHERE ID = 1', 'READER')).toEqual(['(masked)']);
    await expect(
      account.run('CREATE OR ALTER MASKING POLICY D.S.WRAP AS (VAL NUMBER) RETURNS NUMBER -> VAL'),
    ).rejects.toThrow('signature');
  });

  it('is taken off only by who may apply policies, not by the owner of the table', async () => {
    await account.runAll([
      'GRANT CREATE TABLE ON SCHEMA D.S TO ROLE READER',
      'GRANT APPLY ON MASKING POLICY D.S.M TO ROLE READER',
    ]);
    await account.run('CREATE TABLE D.S.MINE (N VARCHAR WITH MASKING POLICY D.S.M)', 'READER');
    await account.run('REVOKE APPLY ON MASKING POLICY D.S.M FROM ROLE READER');
    expect(
      await account.code('ALTER TABLE D.S.MINE MODIFY COLUMN N UNSET MASKING POLICY', 'READER'),
    ).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it('answers CURRENT_DATABASE and CURRENT_SCHEMA for the protected table', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.PUBLIC.WHERE_AM_I AS (V VARCHAR) RETURNS VARCHAR -> CURRENT_DATABASE() || '.' || CURRENT_SCHEMA()",
      'CREATE TABLE D.S.PLACED (V VARCHAR WITH MASKING POLICY D.PUBLIC.WHERE_AM_I)',
      "INSERT INTO D.S.PLACED VALUES ('x')",
    ]);
    const session = await account.warehouse.openSession({
      role: 'READER',
      database: 'D',
      schema: 'PUBLIC',
    });
    expect(
      (
        await session.execute({
          text: 'SELECT V, CURRENT_SCHEMA() AS S FROM D.S.PLACED',
          binds: [],
        })
      ).rows,
    ).toEqual([{ V: 'D.S', S: 'PUBLIC' }]);
    await session.close();
  });

  it('refuses a body in which an argument and a column have one name', async () => {
    await account.run('CREATE TABLE D.S.AMBIGUOUS (VAL VARCHAR)');
    await expect(
      account.run(
        'CREATE MASKING POLICY D.S.AMB AS (VAL VARCHAR) RETURNS VARCHAR -> CASE WHEN EXISTS (SELECT 1 FROM AMBIGUOUS WHERE VAL = VAL) THEN VAL END',
      ),
    ).rejects.toThrow('both a policy argument and a column');
  });
});

// https://docs.snowflake.com/en/user-guide/security-row-intro
describe('a row access policy', () => {
  it('comes before masking, on clear values, and only TRUE keeps a row', async () => {
    await account.runAll([
      "CREATE ROW ACCESS POLICY D.S.BY_N AS (X VARCHAR) RETURNS BOOLEAN -> CASE X WHEN 'a' THEN TRUE WHEN 'b' THEN NULL ELSE FALSE END",
      'CREATE TABLE D.S.RT (X VARCHAR, N VARCHAR WITH MASKING POLICY D.S.M) WITH ROW ACCESS POLICY D.S.BY_N ON (X)',
      "INSERT INTO D.S.RT VALUES ('a', '1'), ('b', '2'), ('c', '3')",
    ]);
    expect(await account.run('SELECT X, N FROM RT', 'READER')).toEqual([{ X: 'a', N: 'masked' }]);
  });

  it('does not stop an insert, and there is one for each table', async () => {
    expect(await account.code("INSERT INTO RT VALUES ('z', '9')")).toBe('none');
    await expect(account.run('ALTER TABLE RT ADD ROW ACCESS POLICY D.S.R ON (X)')).rejects.toThrow(
      'already has',
    );
    expect(
      await account.code(
        'ALTER TABLE RT DROP ROW ACCESS POLICY D.S.BY_N, ADD ROW ACCESS POLICY D.S.R ON (X)',
      ),
    ).toBe('none');
    await expect(account.run('DROP ROW ACCESS POLICY D.S.R')).rejects.toThrow('in use');
  });

  it('cannot take a masked column', async () => {
    await expect(account.run('ALTER TABLE T ADD ROW ACCESS POLICY D.S.R ON (N)')).rejects.toThrow(
      'both masked and an argument',
    );
  });

  it('reads mapping tables with the rights of its owner, for the role of the session', async () => {
    await account.runAll([
      'CREATE SCHEMA D.PRIVATE',
      'USE SCHEMA D.S',
      'CREATE TABLE D.PRIVATE.MAPPING (ROLE_NAME VARCHAR, REGION VARCHAR)',
      "INSERT INTO D.PRIVATE.MAPPING VALUES ('READER', 'a'), ('CLEARED', 'b')",
      `CREATE ROW ACCESS POLICY D.PRIVATE.MAPPED AS (X VARCHAR) RETURNS BOOLEAN ->
         EXISTS (SELECT 1 FROM D.PRIVATE.MAPPING m WHERE IS_ROLE_IN_SESSION(m.ROLE_NAME) AND m.REGION = X)`,
      'CREATE TABLE D.S.MT (X VARCHAR) WITH ROW ACCESS POLICY D.PRIVATE.MAPPED ON (X)',
      "INSERT INTO D.S.MT VALUES ('a'), ('b'), ('c')",
    ]);
    expect(await account.code('SELECT * FROM D.PRIVATE.MAPPING', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await text('SELECT X FROM MT', 'READER')).toEqual(['a']);
    expect(await text('SELECT X FROM MT', 'CLEARED')).toEqual(['b']);
    expect(await text('SELECT X FROM MT')).toEqual([]);
  });

  it('cannot be attached when it reads a protected table', async () => {
    await account.run(
      'CREATE ROW ACCESS POLICY D.S.OVER_RT AS (X2 VARCHAR) RETURNS BOOLEAN -> EXISTS (SELECT 1 FROM D.S.RT r WHERE r.X = X2)',
    );
    await expect(
      account.run('CREATE TABLE D.S.NO (A VARCHAR) WITH ROW ACCESS POLICY D.S.OVER_RT ON (A)'),
    ).rejects.toThrow('itself protected');
  });

  it('of a view comes after that of its table, and sees masked values', async () => {
    await account.run(
      "CREATE ROW ACCESS POLICY D.S.SEES AS (V VARCHAR) RETURNS BOOLEAN -> V = 'masked'",
    );
    await account.run(
      'CREATE VIEW D.S.RV WITH ROW ACCESS POLICY D.S.SEES ON (N) AS SELECT N FROM T',
    );
    expect(await text('SELECT N FROM RV', 'READER')).toEqual(['masked', 'masked']);
  });

  it('is left behind by CREATE TABLE AS and LIKE', async () => {
    await account.runAll([
      'CREATE TABLE D.S.LK LIKE RT',
      'CREATE TABLE D.S.CT AS SELECT * FROM RT',
    ]);
    expect(
      await account.value(
        "SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES WHERE REF_ENTITY_NAME IN ('LK', 'CT') AND POLICY_KIND = 'ROW_ACCESS_POLICY'",
      ),
    ).toBe(0);
    expect(
      await account.value(
        "SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES WHERE REF_ENTITY_NAME = 'LK' AND REF_COLUMN_NAME = 'N'",
      ),
    ).toBe(1);
  });
});

describe('a temporary table', () => {
  it('hides a permanent one from its session, but never from a policy or a view', async () => {
    await account.runAll([
      'CREATE VIEW D.S.GUARDED AS SELECT t.ID FROM T t JOIN D.PRIVATE.MAPPING m ON m.REGION = t.X AND m.ROLE_NAME = CURRENT_ROLE()',
      'GRANT USAGE ON SCHEMA D.PRIVATE TO ROLE READER',
    ]);
    const session = await account.warehouse.openSession({
      role: 'READER',
      database: 'D',
      schema: 'S',
    });
    const rows = async (query: string) => (await session.execute({ text: query, binds: [] })).rows;
    await rows('CREATE TEMPORARY TABLE D.PRIVATE.MAPPING (ROLE_NAME VARCHAR, REGION VARCHAR)');
    await rows(
      "INSERT INTO D.PRIVATE.MAPPING VALUES ('READER', 'a'), ('READER', 'b'), ('READER', 'c')",
    );
    expect(await rows('SELECT COUNT(*) AS N FROM D.PRIVATE.MAPPING')).toEqual([{ N: 3 }]);
    expect(await rows('SELECT X FROM MT')).toEqual([{ X: 'a' }]);
    expect(await rows('SELECT ID FROM GUARDED')).toEqual([{ ID: 1 }]);
    await session.close();
  });
});

// https://docs.snowflake.com/en/sql-reference/functions/invoker_role
describe('INVOKER_ROLE', () => {
  it('is the querying role on a table, and the owner of the view through a view', async () => {
    await account.runAll([
      "CREATE MASKING POLICY D.S.WHO AS (V VARCHAR) RETURNS VARCHAR -> CONCAT(V, ' ', INVOKER_ROLE(), ' ', CURRENT_ROLE())",
      'CREATE TABLE D.S.WT (V VARCHAR WITH MASKING POLICY D.S.WHO)',
      "INSERT INTO D.S.WT VALUES ('T')",
      'GRANT CREATE VIEW ON SCHEMA D.S TO ROLE CLEARED',
      'GRANT APPLY ON MASKING POLICY D.S.WHO TO ROLE CLEARED',
    ]);
    await account.run(
      'CREATE VIEW D.S.WV (V WITH MASKING POLICY D.S.WHO) AS SELECT V FROM WT',
      'CLEARED',
    );
    await account.run('GRANT SELECT ON VIEW D.S.WV TO ROLE READER', 'CLEARED');
    expect(await text('SELECT V FROM WT', 'READER')).toEqual(['T READER READER']);
    expect(await text('SELECT V FROM WV', 'READER')).toEqual(['T CLEARED READER READER READER']);
  });
});

// https://docs.snowflake.com/en/sql-reference/sql/execute-using
describe('EXECUTE USING POLICY_CONTEXT', () => {
  it('answers as the policies would for another role', async () => {
    const query = (role: string) =>
      `EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => '${role}') AS SELECT N FROM T ORDER BY ID`;
    expect(await text(query('READER'))).toEqual(['masked', 'masked']);
    expect(await text(query('CLEARED'))).toEqual(['one', 'two']);
    expect(await account.code(query('NOBODY'))).toBe('DAS_WAREHOUSE_UNKNOWN_ROLE');
    expect(await account.code(query('CLEARED'), 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });
});
