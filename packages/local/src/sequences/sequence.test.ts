import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([...basics, 'CREATE TABLE D.S.NUMBERS (N NUMBER)']);
  await account.run('INSERT INTO D.S.NUMBERS VALUES (100), (101), (102)');
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/user-guide/querying-sequences */
describe('a sequence', () => {
  it('gives another number at each place and for each row', async () => {
    await account.run('CREATE SEQUENCE SEQ5 START = 1 INCREMENT = 5');
    const next = 'SELECT SEQ5.NEXTVAL A, D.S.SEQ5.NEXTVAL B, S.SEQ5.NEXTVAL C';
    expect(await account.run(next)).toEqual([{ A: 1, B: 6, C: 11 }]);
    const values = await account.column('SELECT SEQ5.NEXTVAL FROM NUMBERS');
    expect([...values].sort()).toEqual([16, 21, 26]);
    expect(await account.run('SELECT SEQ5.NEXTVAL')).toEqual([{ NEXTVAL: 31 }]);
  });

  it('gives one number to every reference to a derived table', async () => {
    await account.run('CREATE SEQUENCE ONE');
    expect(await account.run('SELECT R.A A, R.A B FROM (SELECT ONE.NEXTVAL A) R')).toEqual([
      { A: 1, B: 1 },
    ]);
    const inside = await account.run(
      'SELECT R.A AS A, R.A AS B FROM (SELECT ONE.NEXTVAL A FROM NUMBERS) R WHERE R.A > 0',
    );
    expect(inside.every((row) => row.A === row.B)).toBe(true);
    expect(new Set(inside.map((row) => row.A)).size).toBe(3);
  });

  it('counts down', async () => {
    await account.run('CREATE SEQUENCE DOWN START WITH 10 INCREMENT BY -4 ORDER');
    expect(await account.run('SELECT DOWN.NEXTVAL A, DOWN.NEXTVAL B, DOWN.NEXTVAL C')).toEqual([
      { A: 10, B: 6, C: 2 },
    ]);
  });

  it('is the default of a column, and is not asked where a value is given', async () => {
    await account.runAll([
      'CREATE SEQUENCE SEQ1',
      'CREATE TABLE FOO (K NUMBER DEFAULT SEQ1.NEXTVAL, V NUMBER)',
      'INSERT INTO FOO (V) VALUES (100)',
      'INSERT INTO FOO VALUES (DEFAULT, 101)',
      'INSERT INTO FOO (V) SELECT V FROM FOO',
      'INSERT INTO FOO VALUES (1000, 1001)',
      'INSERT INTO FOO VALUES (SEQ1.NEXTVAL, 1002)',
    ]);
    expect(await account.run('SELECT * FROM FOO ORDER BY K')).toEqual([
      { K: 1, V: 100 },
      { K: 2, V: 101 },
      { K: 3, V: 100 },
      { K: 4, V: 101 },
      { K: 5, V: 1002 },
      { K: 1000, V: 1001 },
    ]);
    const [k] = await account.run('DESCRIBE TABLE FOO');
    expect(k?.default).toBe('D.S.SEQ1.NEXTVAL');
    await account.run('DROP SEQUENCE SEQ1');
    expect(await account.code('INSERT INTO FOO (V) VALUES (1)')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('INSERT INTO FOO VALUES (1, 1)')).toBe('none');
  });

  it('stands in UPDATE, MERGE and CREATE TABLE AS', async () => {
    await account.runAll([
      'CREATE SEQUENCE DML',
      'CREATE TABLE MADE AS SELECT DML.NEXTVAL AS K, N FROM NUMBERS',
      'UPDATE MADE SET K = DML.NEXTVAL',
      'MERGE INTO MADE T USING (SELECT 103 AS N) S ON T.N = S.N WHEN NOT MATCHED THEN INSERT (K, N) VALUES (DML.NEXTVAL, S.N)',
    ]);
    const keys = await account.column('SELECT K FROM MADE');
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(4);
    expect(Math.min(...keys.map(Number))).toBeGreaterThan(3);
  });

  it.each([
    'SELECT N FROM NUMBERS WHERE SEQ5.NEXTVAL > 0',
    'SELECT DISTINCT SEQ5.NEXTVAL FROM NUMBERS',
    'SELECT SEQ5.NEXTVAL AS A, A + 1 AS B',
    'SELECT COUNT(*) FROM NUMBERS GROUP BY SEQ5.NEXTVAL',
    'SELECT N FROM NUMBERS ORDER BY SEQ5.NEXTVAL',
    'SELECT * FROM NUMBERS, TABLE(GETNEXTVAL(SEQ5)) S',
    'SELECT SEQ5.CURRVAL',
    "SELECT NEXTVAL('das_data.q1')",
    'SELECT MAX(SEQ5.NEXTVAL) OVER () FROM NUMBERS QUALIFY SEQ5.NEXTVAL > 0',
  ])('is refused in %s', async (query) => {
    expect(await account.code(query)).toMatch(/UNSUPPORTED|INVALID_STATEMENT/);
  });

  it('is shown, described, commented on, renamed and replaced', async () => {
    await account.run("CREATE SEQUENCE SHOWN START 7 INCREMENT 2 ORDER COMMENT = 'a'");
    await account.run('SELECT SHOWN.NEXTVAL');
    const row = { name: 'SHOWN', next_value: '9', interval: '2', ordered: 'Y', comment: 'a' };
    expect(await account.run("SHOW SEQUENCES LIKE 'shown' IN SCHEMA D.S")).toMatchObject([row]);
    expect(await account.run('DESC SEQUENCE D.S.SHOWN')).toMatchObject([row]);
    await account.runAll([
      "COMMENT ON SEQUENCE SHOWN IS 'b'",
      'ALTER SEQUENCE SHOWN SET NOORDER',
      'ALTER SEQUENCE SHOWN RENAME TO OTHER',
    ]);
    expect(await account.run('DESCRIBE SEQUENCE OTHER')).toMatchObject([
      { comment: 'b', ordered: 'N', next_value: '9' },
    ]);
    expect(await account.code('ALTER SEQUENCE OTHER SET ORDER')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await account.run('CREATE OR REPLACE SEQUENCE OTHER');
    expect(await account.value("SELECT GET_DDL('SEQUENCE', 'OTHER')")).toBe(
      'create or replace sequence OTHER start with 1 increment by 1 noorder;',
    );
    expect(await account.value('SELECT OTHER.NEXTVAL')).toBe(1);
    await account.run('CREATE SEQUENCE IF NOT EXISTS OTHER');
    expect(await account.code('CREATE SEQUENCE OTHER')).toBe('DAS_WAREHOUSE_ALREADY_EXISTS');
  });

  it('goes on with another step where it stands', async () => {
    await account.run('CREATE SEQUENCE STEP');
    await account.run('SELECT STEP.NEXTVAL, STEP.NEXTVAL');
    await account.run('ALTER SEQUENCE STEP SET INCREMENT BY 10');
    expect(await account.run('SELECT STEP.NEXTVAL A, STEP.NEXTVAL B')).toEqual([{ A: 3, B: 13 }]);
    await account.run('CREATE OR ALTER SEQUENCE STEP START 1 INCREMENT 100');
    expect(await account.value('SELECT STEP.NEXTVAL')).toBe(23);
    expect(await account.code('CREATE OR ALTER SEQUENCE STEP START 5')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('keeps its step while a statement draws from it', async () => {
    await account.run('CREATE SEQUENCE BUSY');
    const reader = await account.warehouse.openSession({
      role: 'ACCOUNTADMIN',
      database: 'D',
      schema: 'S',
    });
    const stream = reader.stream({ text: 'SELECT BUSY.NEXTVAL FROM NUMBERS', binds: [] });
    const rows = stream[Symbol.asyncIterator]();
    await rows.next();
    expect(await account.code('ALTER SEQUENCE BUSY SET INCREMENT 3')).toBe(
      'DAS_WAREHOUSE_CONFLICT',
    );
    await rows.return?.();
    expect(await account.code('ALTER SEQUENCE BUSY SET INCREMENT 3')).toBe('none');
    await reader.close();
  });

  it('fails at the end of its range, again and again', async () => {
    await account.run('CREATE SEQUENCE LAST START 9223372036854775806 INCREMENT 3');
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(account.run('SELECT LAST.NEXTVAL')).rejects.toThrow('the end of its range');
    }
  });

  it.each([
    'INCREMENT 0',
    'START 9223372036854775808',
    'CYCLE',
    'INCREMENT 5000000000',
    'START 1.5',
  ])('is refused with %s', async (clause) => {
    expect(await account.code(`CREATE SEQUENCE WRONG ${clause}`)).toMatch(/UNSUPPORTED|INVALID/);
  });

  it('needs USAGE, also as a default; a view draws with the rights of its owner', async () => {
    await account.runAll([
      'CREATE SEQUENCE GUARDED',
      'CREATE TABLE KEPT (K NUMBER DEFAULT GUARDED.NEXTVAL, V NUMBER)',
      'CREATE VIEW DRAWS AS SELECT GUARDED.NEXTVAL AS K',
      'GRANT INSERT ON TABLE KEPT TO ROLE READER',
      'GRANT SELECT ON VIEW DRAWS TO ROLE READER',
    ]);
    const insert = 'INSERT INTO D.S.KEPT (V) VALUES (1)';
    expect(await account.code('SELECT D.S.GUARDED.NEXTVAL', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code(insert, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.value('SELECT K FROM D.S.DRAWS', 'READER')).toBe(1);
    await account.run('GRANT USAGE ON ALL SEQUENCES IN SCHEMA D.S TO ROLE READER');
    expect(await account.code(insert, 'READER')).toBe('none');
    expect(await account.code('DROP SEQUENCE D.S.GUARDED', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    await account.run('REVOKE USAGE ON SEQUENCE GUARDED FROM ROLE READER');
    expect(await account.code('SELECT D.S.GUARDED.NEXTVAL', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });

  it('stands in no policy and no dynamic table', async () => {
    await account.run('CREATE SEQUENCE HIDDEN');
    const policy =
      'CREATE ROW ACCESS POLICY P AS (N NUMBER) RETURNS BOOLEAN -> N < (SELECT HIDDEN.NEXTVAL)';
    const dynamic =
      "CREATE DYNAMIC TABLE DT TARGET_LAG = '1 minute' WAREHOUSE = W AS SELECT HIDDEN.NEXTVAL AS K FROM NUMBERS";
    expect(await account.code(policy)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
    expect(await account.code(dynamic)).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });
});

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-table */
describe('an AUTOINCREMENT column', () => {
  it('numbers the rows', async () => {
    await account.runAll([
      'CREATE TABLE A1 (ID NUMBER AUTOINCREMENT, B NUMBER IDENTITY (100, 10) ORDER, V VARCHAR)',
      "INSERT INTO A1 (V) VALUES ('a'), ('b')",
      "INSERT INTO A1 (ID, V) VALUES (50, 'c')",
    ]);
    expect(await account.run('SELECT * FROM A1 ORDER BY V')).toEqual([
      { ID: 1, B: 100, V: 'a' },
      { ID: 2, B: 110, V: 'b' },
      { ID: 50, B: 120, V: 'c' },
    ]);
    const ddl = String(await account.value("SELECT GET_DDL('TABLE', 'A1')"));
    expect(ddl).toContain('ID NUMBER(38,0) autoincrement start 1 increment 1 noorder,');
    expect(ddl).toContain('B NUMBER(38,0) autoincrement start 100 increment 10 order,');
    const [id, b] = await account.run('DESCRIBE TABLE A1');
    expect(id?.default).toBe('IDENTITY START 1 INCREMENT 1 NOORDER');
    expect(b?.default).toBe('IDENTITY START 100 INCREMENT 10 ORDER');
  });

  it('of a copy counts for itself, also after the original is gone', async () => {
    await account.runAll([
      'CREATE TABLE A2 LIKE A1',
      'DROP TABLE A1',
      "INSERT INTO A2 (V) VALUES ('x')",
    ]);
    expect(await account.run('SELECT ID, B FROM A2')).toEqual([{ ID: 1, B: 100 }]);
  });

  it('of a temporary table counts too', async () => {
    await account.runAll([
      'CREATE TEMPORARY TABLE A3 (ID INT IDENTITY START 5 INCREMENT 5, V NUMBER)',
      'INSERT INTO A3 (V) SELECT N FROM NUMBERS',
    ]);
    const ids = await account.column('SELECT ID FROM A3 ORDER BY ID');
    expect(ids).toEqual([5, 10, 15]);
  });

  it('has no default beside it, and is a number', async () => {
    expect(await account.code('CREATE TABLE A4 (ID NUMBER AUTOINCREMENT DEFAULT 1)')).toMatch(
      /INVALID/,
    );
    expect(await account.code('CREATE TABLE A4 (ID VARCHAR AUTOINCREMENT)')).toMatch(/INVALID/);
  });
});
