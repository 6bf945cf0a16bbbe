import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (A NUMBER)',
    'CREATE VIEW D.S.V AS SELECT A FROM T',
    'CREATE STAGE D.S.ST',
    'CREATE TAG D.S.TG',
    'CREATE MASKING POLICY D.S.P AS (V NUMBER) RETURNS NUMBER -> V',
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('privileges', () => {
  it('give the same error for what is not there and what may not be known', async () => {
    const error = async (text: string): Promise<unknown> =>
      account.run(text, 'READER').then(
        () => undefined,
        (reason: { message: string; number: number; sqlState: string }) => [
          reason.message.replace(/[A-Z.]+ does/, 'X does'),
          reason.number,
          reason.sqlState,
        ],
      );
    expect(await error('SELECT * FROM D.S.T')).toEqual(await error('SELECT * FROM D.S.NOPE'));
    expect(await error('SELECT * FROM D.S.T')).toEqual([
      'Object X does not exist or not authorized',
      2003,
      '42S02',
    ]);
    expect(await account.code('SELECT * FROM D.PUBLIC.T', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code('SELECT * FROM X.Y.Z', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('are needed one by one', async () => {
    await account.run('GRANT SELECT ON TABLE D.S.T TO ROLE READER');
    expect(await account.code('SELECT * FROM T', 'READER')).toBe('none');
    for (const text of [
      'INSERT INTO T VALUES (1)',
      'UPDATE T SET A = 1',
      'DELETE FROM T',
      'TRUNCATE TABLE T',
    ]) {
      expect(await account.code(text, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
    }
    await account.run('GRANT INSERT, UPDATE, DELETE, TRUNCATE ON TABLE D.S.T TO ROLE READER');
    for (const text of [
      'INSERT INTO T VALUES (1)',
      'UPDATE T SET A = 1',
      'DELETE FROM T',
      'TRUNCATE TABLE T',
    ]) {
      expect(await account.code(text, 'READER')).toBe('none');
    }
    await account.run('REVOKE ALL PRIVILEGES ON TABLE D.S.T FROM ROLE READER');
    expect(await account.code('SELECT * FROM T', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('need USAGE on the database and the schema', async () => {
    await account.runAll([
      'GRANT SELECT ON VIEW D.S.V TO ROLE READER',
      'REVOKE USAGE ON SCHEMA D.S FROM ROLE READER',
    ]);
    expect(await account.code('SELECT * FROM D.S.V', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT USAGE ON SCHEMA D.S TO ROLE READER');
    expect(await account.code('SELECT * FROM D.S.V', 'READER')).toBe('none');
  });

  it('of a view are enough: its query runs with the rights of its owner', async () => {
    expect(await account.code('SELECT * FROM T', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('SELECT A FROM V', 'READER')).toBe('none');
  });

  it('are needed to create, alter, drop and grant', async () => {
    for (const text of [
      'CREATE TABLE D.S.NEW (A NUMBER)',
      'CREATE DATABASE E',
      'CREATE ROLE OTHER',
      'CREATE WAREHOUSE X',
      'CREATE SCHEMA D.NEW',
      'CREATE MASKING POLICY D.S.Q AS (V NUMBER) RETURNS NUMBER -> V',
      'ALTER TABLE D.S.T ADD COLUMN B NUMBER',
      'DROP TABLE D.S.T',
      'DROP VIEW D.S.V',
      'GRANT SELECT ON VIEW D.S.V TO ROLE CLEARED',
      'GRANT ROLE ACCOUNTADMIN TO ROLE READER',
      'ALTER MASKING POLICY D.S.P SET BODY -> 1',
      'LIST @D.S.ST',
      'SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES',
    ]) {
      expect([text, await account.code(text, 'READER')]).toEqual([
        text,
        expect.stringMatching(/NOT_AUTHORIZED|NOT_FOUND/),
      ]);
    }
  });

  it('pass down the hierarchy of roles', async () => {
    await account.runAll(['CREATE ROLE CHIEF', 'GRANT ROLE READER TO ROLE CHIEF']);
    expect(await account.code('SELECT A FROM V', 'CHIEF')).toBe('none');
    expect(await account.value("SELECT IS_ROLE_IN_SESSION('READER')", 'CHIEF')).toBe(true);
    expect(await account.value("SELECT IS_ROLE_IN_SESSION('CHIEF')", 'READER')).toBe(false);
    await expect(account.run('GRANT ROLE CHIEF TO ROLE READER')).rejects.toThrow('circle');
    await account.run('REVOKE ROLE READER FROM ROLE CHIEF');
    expect(await account.code('SELECT A FROM D.S.V', 'CHIEF')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('promised for the future come with the object, and the schema hides what the database promised', async () => {
    await account.runAll([
      'GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE READER',
      'CREATE TABLE D.S.F1 (A NUMBER)',
      'GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE CLEARED',
      'CREATE TABLE D.S.F2 (A NUMBER)',
    ]);
    expect(await account.code('SELECT * FROM D.S.F1', 'READER')).toBe('none');
    expect(await account.code('SELECT * FROM D.S.F2', 'CLEARED')).toBe('none');
    expect(await account.code('SELECT * FROM D.S.F2', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('pass on with OWNERSHIP', async () => {
    await account.run('GRANT OWNERSHIP ON TABLE D.S.F1 TO ROLE CLEARED COPY CURRENT GRANTS');
    expect(await account.code('ALTER TABLE D.S.F1 ADD COLUMN B NUMBER', 'CLEARED')).toBe('none');
    expect(await account.code('SELECT * FROM D.S.F1', 'READER')).toBe('none');
    expect(await account.code('SELECT * FROM D.S.F1')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('in a schema of managed access are granted by its owner alone', async () => {
    await account.runAll([
      'CREATE SCHEMA D.M WITH MANAGED ACCESS',
      'GRANT USAGE, CREATE TABLE ON SCHEMA D.M TO ROLE READER',
    ]);
    await account.run('CREATE TABLE D.M.OWN (A NUMBER)', 'READER');
    expect(await account.code('GRANT SELECT ON TABLE D.M.OWN TO ROLE CLEARED', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
    expect(await account.code('GRANT SELECT ON TABLE D.M.OWN TO ROLE CLEARED')).toBe('none');
  });

  it('that an object kind does not have are refused', async () => {
    expect(await account.code('GRANT INSERT ON VIEW D.S.V TO ROLE READER')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await account.code('GRANT FLY ON TABLE D.S.T TO ROLE READER')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
  });

  it('are shown', async () => {
    const rows = await account.run('SHOW GRANTS ON VIEW D.S.V');
    expect(rows.map((row) => [row.privilege, row.grantee_name])).toEqual([
      ['OWNERSHIP', 'ACCOUNTADMIN'],
      ['SELECT', 'READER'],
    ]);
    const usage = await account.run(
      "SELECT PRIVILEGE, GRANTED_ON, TABLE_SCHEMA, NAME FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES WHERE GRANTEE_NAME = 'READER' AND NAME = 'V'",
    );
    expect(usage).toEqual([
      { PRIVILEGE: 'SELECT', GRANTED_ON: 'VIEW', TABLE_SCHEMA: 'S', NAME: 'V' },
    ]);
  });
});
