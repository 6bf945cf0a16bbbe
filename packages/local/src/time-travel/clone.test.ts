import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00.000Z');
  account = await Account.open({ clock: () => new Date(now) });
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN V ELSE '*' END",
    "CREATE ROW ACCESS POLICY R AS (I NUMBER) RETURNS BOOLEAN -> CURRENT_ROLE() = 'CLEARED' OR I < 3",
    "CREATE TABLE T (ID NUMBER NOT NULL, X VARCHAR WITH MASKING POLICY M COMMENT 'c') WITH ROW ACCESS POLICY R ON (ID) COMMENT = 'k'",
    'GRANT SELECT ON TABLE T TO ROLE READER',
    'GRANT SELECT ON TABLE T TO ROLE CLEARED',
    'GRANT CREATE TABLE ON SCHEMA D.S TO ROLE READER',
    'GRANT CREATE SCHEMA ON DATABASE D TO ROLE READER',
  ]);
  now += 1000;
  await account.run("INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  now += 60_000;
  await account.run('DELETE FROM T WHERE ID = 1');
  await account.run("UPDATE T SET X = 'u' WHERE ID = 2");
  now += 60_000;
});
afterEach(async () => await account.warehouse.close());

const rows = async (from: string, role = 'CLEARED') =>
  (await account.run(`SELECT ID, X FROM ${from} ORDER BY ID`, role)).map(
    ({ ID, X }) => `${ID}${X}`,
  );

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-clone */
describe('a clone of a table', () => {
  it('keeps the policies, for its owner too', async () => {
    await account.run('CREATE TABLE U CLONE T', 'READER');
    expect(await rows('U', 'READER')).toEqual(['2*']);
    await expect(
      account.run('ALTER TABLE U MODIFY COLUMN X UNSET MASKING POLICY', 'READER'),
    ).rejects.toThrow();
    await expect(
      account.run('ALTER TABLE U DROP ALL ROW ACCESS POLICIES', 'READER'),
    ).rejects.toThrow();
    await account.run('GRANT SELECT ON TABLE U TO ROLE CLEARED', 'READER');
    expect(await rows('U')).toEqual(['2u', '3c']);
    const [table] = await account.run("SHOW TABLES LIKE 'U' IN SCHEMA D.S");
    expect(table).toMatchObject({ comment: 'k', owner: 'READER' });
  });

  it('is independent of its source, and can be of another time', async () => {
    await account.run('CREATE TABLE U CLONE T AT (OFFSET => -90) COPY GRANTS', 'READER');
    expect(await rows('U')).toEqual(['1a', '2b', '3c']);
    expect(await rows('U', 'READER')).toEqual(['1*', '2*']);
    await account.run("INSERT INTO U VALUES (9, 'z')", 'READER');
    await account.run('DELETE FROM T');
    expect(await rows('U')).toEqual(['1a', '2b', '3c', '9z']);
    await expect(account.run('INSERT INTO U (X) VALUES (1)', 'READER')).rejects.toThrow('NULL');
    await expect(account.run('SELECT * FROM U AT (OFFSET => -90)', 'READER')).rejects.toMatchObject(
      {
        number: 707,
      },
    );
    await expect(account.run('CREATE TABLE V CLONE T AT (OFFSET => -3600)')).rejects.toMatchObject({
      number: 707,
    });
    await account.run('ALTER TABLE T ADD COLUMN Y NUMBER');
    await expect(account.run('CREATE TABLE V CLONE T AT (OFFSET => -90)')).rejects.toThrow(
      'columns',
    );
  });

  it('takes SELECT, and grants of its own unless COPY GRANTS', async () => {
    await account.run('REVOKE SELECT ON TABLE T FROM ROLE READER');
    await expect(account.run('CREATE TABLE U CLONE T', 'READER')).rejects.toThrow();
    await account.run('CREATE TABLE U CLONE T');
    await expect(rows('U')).rejects.toThrow();
    await account.run('CREATE OR REPLACE TABLE U CLONE T COPY GRANTS');
    await expect(rows('U')).rejects.toThrow();
    await account.run('DROP TABLE U');
    await account.run('CREATE TABLE U CLONE T COPY GRANTS');
    expect((await rows('U')).length).toBe(2);
    await account.run('CREATE TRANSIENT TABLE TR (A NUMBER)');
    await expect(account.run('CREATE TABLE P CLONE TR')).rejects.toThrow('transient');
    await account.run('CREATE TRANSIENT TABLE P CLONE TR');
  });

  it('gives its rows the row ids of the source', async () => {
    await account.run('CREATE STREAM S1 ON TABLE T');
    await account.run('CREATE TABLE U CLONE T COPY GRANTS');
    await account.run('CREATE STREAM S2 ON TABLE U');
    for (const table of ['T', 'U']) await account.run(`UPDATE ${table} SET X = 'w' WHERE ID = 2`);
    const ids = async (stream: string) =>
      (await account.run(`SELECT METADATA$ROW_ID AS R FROM ${stream}`, 'ACCOUNTADMIN')).map(
        ({ R }) => R,
      );
    expect(new Set([...(await ids('S1')), ...(await ids('S2'))]).size).toBe(1);
  });
});

describe('a clone of a schema', () => {
  it('turns what refers to a policy inside to the cloned policy, with grants and without its own', async () => {
    await account.runAll([
      'CREATE SCHEMA D.OTHER',
      "CREATE MASKING POLICY D.OTHER.F AS (V VARCHAR) RETURNS VARCHAR -> 'foreign'",
      'CREATE TABLE D.S.F (X VARCHAR WITH MASKING POLICY D.OTHER.F)',
      "INSERT INTO D.S.F VALUES ('clear')",
      'CREATE VIEW D.S.V AS SELECT ID, X FROM T',
      'GRANT SELECT ON VIEW D.S.V TO ROLE CLEARED',
      'CREATE STREAM D.S.ST ON TABLE D.S.T',
      'CREATE SCHEMA D.C CLONE D.S',
      'GRANT USAGE ON SCHEMA D.C TO ROLE CLEARED',
      'USE SCHEMA D.S',
      "ALTER MASKING POLICY D.S.M SET BODY -> 'changed'",
    ]);
    expect(await rows('D.C.T')).toEqual(['2u', '3c']);
    expect(await rows('D.S.T')).toEqual(['2changed', '3changed']);
    expect(await account.value('SELECT X FROM D.C.F')).toBe('foreign');
    await account.run("INSERT INTO D.C.T VALUES (5, 'n')");
    expect(await account.column('SELECT ID FROM D.C.ST')).toEqual([]);
    await expect(account.run('DROP MASKING POLICY D.C.M')).rejects.toThrow('in use');
    await expect(account.run('SELECT * FROM D.C.T', 'READER')).rejects.toThrow();
    await expect(account.run('SELECT * FROM D.NONE.T')).rejects.toThrow();
  });

  it('leaves behind what the role may not read, and then keeps the policies of the source', async () => {
    await account.runAll([
      'CREATE TABLE MAP (ROLE VARCHAR)',
      "CREATE OR REPLACE MASKING POLICY M2 AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN EXISTS (SELECT 1 FROM MAP WHERE ROLE = CURRENT_ROLE()) THEN V ELSE '*' END",
      'ALTER TABLE T MODIFY COLUMN X SET MASKING POLICY M2 FORCE',
    ]);
    await account.run('CREATE SCHEMA D.C CLONE D.S', 'READER');
    expect(await rows('D.C.T', 'READER')).toEqual(['2*']);
    await account.run('CREATE TABLE D.C.MAP (ROLE VARCHAR)', 'READER');
    await account.run("INSERT INTO D.C.MAP VALUES ('READER')", 'READER');
    expect(await rows('D.C.T', 'READER')).toEqual(['2*']);
  });

  it('can be of another time, with what was dropped since', async () => {
    await account.runAll(['CREATE TABLE YOUNG (A NUMBER)', 'DROP TABLE T']);
    await account.run('CREATE SCHEMA D.C CLONE D.S AT (OFFSET => -90)');
    await account.run('GRANT USAGE ON SCHEMA D.C TO ROLE CLEARED');
    expect(await rows('D.C.T')).toEqual(['1a', '2b', '3c']);
    await expect(account.run('SELECT * FROM D.C.YOUNG')).rejects.toThrow();
    await expect(
      account.run('CREATE SCHEMA D.E CLONE D.S AT (OFFSET => -7200)'),
    ).rejects.toMatchObject({
      number: 2003,
    });
  });
});

describe('a clone of a database', () => {
  it('has its schemas, tables, sequences and policies', async () => {
    await account.runAll([
      'CREATE SEQUENCE Q',
      'CREATE TABLE N (A NUMBER DEFAULT Q.NEXTVAL, B NUMBER)',
      'INSERT INTO N (B) VALUES (1), (2)',
      'CREATE DATABASE E CLONE D',
      'GRANT USAGE ON DATABASE E TO ROLE CLEARED',
      'INSERT INTO E.S.N (B) VALUES (3)',
      'INSERT INTO D.S.N (B) VALUES (3)',
    ]);
    expect(await account.value('SELECT MAX(A) FROM E.S.N')).toBe(3);
    expect(await account.value('SELECT MAX(A) FROM D.S.N')).toBe(3);
    expect(await rows('E.S.T')).toEqual(['2u', '3c']);
    await account.run('DROP DATABASE D');
    await account.run('UNDROP DATABASE D');
    expect(await rows('D.S.T')).toEqual(['2u', '3c']);
  });
});
