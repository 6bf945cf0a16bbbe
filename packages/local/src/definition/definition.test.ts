import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open({ clock: () => new Date('2024-01-01T00:00:00Z') });
  await account.runAll([
    ...basics,
    "CREATE TAG D.S.CLASS ALLOWED_VALUES 'pii', 'phi' COMMENT = 'c'",
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('a definition', () => {
  it('says what it did, as Snowflake does', async () => {
    expect(
      await account.run(
        "CREATE TABLE D.S.T (A NUMBER(5,2) NOT NULL, B VARCHAR(9) COMMENT 'b' DEFAULT 'x', PRIMARY KEY (A)) DATA_RETENTION_TIME_IN_DAYS = 3 COMMENT = 't'",
      ),
    ).toEqual([{ status: 'Table T successfully created.' }]);
    expect(await account.run('CREATE TABLE IF NOT EXISTS D.S.T (A NUMBER)')).toEqual([
      { status: 'T already exists, statement succeeded.' },
    ]);
    await expect(account.run('CREATE TABLE D.S.T (A NUMBER)')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_ALREADY_EXISTS',
      number: 2002,
    });
    expect(await account.run('DROP TABLE IF EXISTS D.S.NOPE')).toHaveLength(1);
    expect(await account.code('DROP TABLE D.S.NOPE')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('is described', async () => {
    expect(await account.run('DESCRIBE TABLE D.S.T')).toMatchObject([
      { name: 'A', type: 'NUMBER(5,2)', 'null?': 'N', 'primary key': 'Y', default: null },
      {
        name: 'B',
        type: 'VARCHAR(9)',
        'null?': 'Y',
        'primary key': 'N',
        default: "'x'",
        comment: 'b',
      },
    ]);
    expect(await account.run("SHOW TABLES LIKE 't' IN SCHEMA D.S")).toMatchObject([
      {
        name: 'T',
        database_name: 'D',
        schema_name: 'S',
        kind: 'TABLE',
        comment: 't',
        owner: 'ACCOUNTADMIN',
        retention_time: '3',
        created_on: new Date('2024-01-01T00:00:00Z'),
      },
    ]);
    expect(
      await account.run(
        "SELECT COLUMN_NAME, DATA_TYPE, NUMERIC_SCALE, IS_NULLABLE FROM D.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'T' ORDER BY ORDINAL_POSITION",
      ),
    ).toEqual([
      { COLUMN_NAME: 'A', DATA_TYPE: 'NUMBER', NUMERIC_SCALE: 2, IS_NULLABLE: 'NO' },
      { COLUMN_NAME: 'B', DATA_TYPE: 'TEXT', NUMERIC_SCALE: null, IS_NULLABLE: 'YES' },
    ]);
    expect(await account.run('SHOW COLUMNS IN TABLE D.S.T')).toHaveLength(2);
    for (const kind of [
      'DATABASES',
      'SCHEMAS IN ACCOUNT',
      'VIEWS',
      'DYNAMIC TABLES',
      'STAGES',
      'ROLES',
      'WAREHOUSES',
      'TAGS',
      'MASKING POLICIES',
      'ROW ACCESS POLICIES',
    ]) {
      const session = await account.session('ACCOUNTADMIN');
      const result = await session.execute({ text: `SHOW ${kind}`, binds: [] });
      expect(result.columns.map((column) => column.name)).toContain('comment');
    }
  });

  it('adds, renames and drops columns, and keeps the rows', async () => {
    await account.runAll([
      'INSERT INTO D.S.T (A) VALUES (1)',
      "ALTER TABLE D.S.T ADD COLUMN C VARCHAR DEFAULT 'new' WITH TAG (D.S.CLASS = 'pii')",
      'ALTER TABLE D.S.T RENAME COLUMN B TO "b"',
      'ALTER TABLE D.S.T ADD COLUMN IF NOT EXISTS C VARCHAR',
    ]);
    expect(await account.run('SELECT * FROM D.S.T')).toEqual([{ A: 1, b: 'x', C: 'new' }]);
    await account.run('ALTER TABLE D.S.T DROP COLUMN "b", C');
    expect(await account.run('SELECT * FROM D.S.T')).toEqual([{ A: 1 }]);
  });

  it('renames and swaps tables with all that they have', async () => {
    await account.runAll([
      'ALTER TABLE D.S.T RENAME TO D.S.T1',
      'CREATE TABLE D.S.T2 AS SELECT 2 AS A',
      'ALTER TABLE D.S.T1 SWAP WITH D.S.T2',
    ]);
    expect(await account.run('SELECT A FROM D.S.T1')).toEqual([{ A: 2 }]);
    expect(await account.run('SELECT A FROM D.S.T2')).toEqual([{ A: 1 }]);
    expect(await account.code('SELECT * FROM D.S.T')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('sets tags, within their allowed values, and lists them', async () => {
    await account.runAll([
      "ALTER TABLE D.S.T1 MODIFY COLUMN A SET TAG D.S.CLASS = 'phi'",
      "ALTER TABLE D.S.T1 SET TAG D.S.CLASS = 'pii'",
    ]);
    expect(
      await account.run(
        "SELECT OBJECT_NAME, COLUMN_NAME, TAG_NAME, TAG_VALUE, DOMAIN FROM SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE OBJECT_NAME = 'T1' ORDER BY DOMAIN",
      ),
    ).toEqual([
      {
        OBJECT_NAME: 'T1',
        COLUMN_NAME: 'A',
        TAG_NAME: 'CLASS',
        TAG_VALUE: 'phi',
        DOMAIN: 'COLUMN',
      },
      {
        OBJECT_NAME: 'T1',
        COLUMN_NAME: null,
        TAG_NAME: 'CLASS',
        TAG_VALUE: 'pii',
        DOMAIN: 'TABLE',
      },
    ]);
    await expect(account.run("ALTER TABLE D.S.T1 SET TAG D.S.CLASS = 'other'")).rejects.toThrow(
      'does not allow',
    );
    await account.runAll([
      'ALTER TABLE D.S.T1 MODIFY COLUMN A UNSET TAG D.S.CLASS',
      'ALTER TABLE D.S.T1 UNSET TAG D.S.CLASS',
    ]);
    expect(await account.code('DROP TAG D.S.CLASS')).toBe('none');
  });

  it('comments on what it names', async () => {
    await account.runAll([
      "COMMENT ON TABLE D.S.T1 IS 'it''s'",
      "COMMENT ON COLUMN D.S.T1.A IS 'col'",
      "ALTER TABLE D.S.T2 SET COMMENT = 'two'",
    ]);
    expect(await account.run('SHOW TABLES IN SCHEMA D.S')).toMatchObject([
      { comment: "it's" },
      { comment: 'two' },
    ]);
    expect(await account.run('DESCRIBE TABLE D.S.T1')).toMatchObject([{ comment: 'col' }]);
  });

  it('fails as a whole: a table whose query fails is not there', async () => {
    await expect(account.run('CREATE TABLE D.S.HALF AS SELECT 1 / 0 AS A')).rejects.toMatchObject({
      number: 100_051,
    });
    expect(await account.code('SELECT * FROM D.S.HALF')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('CREATE TABLE D.S.HALF (A NUMBER)')).toBe('none');
  });

  it('replaces a table and its rows', async () => {
    await account.run('CREATE OR REPLACE TABLE D.S.T1 (Z VARCHAR)');
    expect(await account.run('SELECT * FROM D.S.T1')).toEqual([]);
  });

  it('drops a schema and a database with all that they hold', async () => {
    await account.runAll([
      'CREATE SCHEMA D.GONE',
      'CREATE TABLE D.GONE.T (A NUMBER)',
      'DROP SCHEMA D.GONE',
    ]);
    expect(await account.code('SELECT * FROM D.GONE.T')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.runAll([
      'CREATE DATABASE E',
      'CREATE TABLE E.PUBLIC.T (A NUMBER)',
      'DROP DATABASE E',
    ]);
    expect(await account.run("SHOW DATABASES LIKE 'E'")).toEqual([]);
  });

  it('gives up a role with its grants, and its objects pass on', async () => {
    await account.runAll(
      [
        'CREATE ROLE GONE',
        'GRANT USAGE ON DATABASE D TO ROLE GONE',
        'GRANT OWNERSHIP ON TABLE D.S.T2 TO ROLE GONE',
        'DROP ROLE GONE',
      ].slice(0, 3),
    );
    await expect(account.run('DROP ROLE SYSADMIN')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_NOT_AUTHORIZED',
    });
    await account.run('DROP ROLE GONE');
    expect(await account.column('SELECT A FROM D.S.T2')).toEqual([1]);
  });

  it('is refused with what it does not know', async () => {
    for (const text of [
      'CREATE TABLE D.S.Q (A GEOGRAPHY)',
      'CREATE TABLE D.S.Q (A NUMBER) CLUSTER BY (A)',
      'CREATE TABLE D.S.Q (A NUMBER, UNIQUE (A))',
      "CREATE STAGE D.S.Q URL = 's3://x'",
      'ALTER TABLE D.S.T1 ADD SEARCH OPTIMIZATION',
      'CREATE MATERIALIZED VIEW D.S.Q AS SELECT 1',
    ]) {
      expect([text, await account.code(text)]).toEqual([
        text,
        expect.stringMatching(/UNSUPPORTED|INVALID/),
      ]);
    }
  });
});
