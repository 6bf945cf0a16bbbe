import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE DATABASE OTHER',
    'CREATE TABLE OTHER.PUBLIC.T (A NUMBER)',
    'CREATE TABLE D.S.T (A NUMBER)',
    'CREATE DATABASE ROLE D.R',
    'CREATE DATABASE ROLE D.CHIEF',
    'CREATE DATABASE ROLE OTHER.R',
    'CREATE ROLE STRANGER',
  ]);
});
afterAll(async () => await account.warehouse.close());

describe('a database role', () => {
  it('gives what it holds to the roles that it is granted to, and takes it back at once', async () => {
    await account.runAll([
      'CREATE ROLE HOLDER',
      'GRANT USAGE ON SCHEMA D.S TO DATABASE ROLE D.R',
      'GRANT SELECT ON TABLE D.S.T TO DATABASE ROLE D.R',
      'GRANT DATABASE ROLE D.R TO DATABASE ROLE D.CHIEF',
      'GRANT DATABASE ROLE D.CHIEF TO ROLE HOLDER',
    ]);
    // USAGE on the database came with the role.
    expect(await account.code('SELECT * FROM D.S.T', 'HOLDER')).toBe('none');
    expect(await account.value("SELECT IS_DATABASE_ROLE_IN_SESSION('R')", 'HOLDER')).toBe(true);
    expect(await account.value("SELECT IS_DATABASE_ROLE_IN_SESSION('D.R')", 'HOLDER')).toBe(false);
    expect(await account.value("SELECT IS_DATABASE_ROLE_IN_SESSION('R')", 'STRANGER')).toBe(false);
    expect(await account.value("SELECT IS_ROLE_IN_SESSION('R')", 'HOLDER')).toBe(false);
    await account.run('REVOKE DATABASE ROLE D.R FROM DATABASE ROLE D.CHIEF');
    expect(await account.code('SELECT * FROM D.S.T', 'HOLDER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await account.run('GRANT DATABASE ROLE D.R TO DATABASE ROLE D.CHIEF');
  });

  it('is never activated, nor confused with an account role of the same name', async () => {
    await account.runAll(['CREATE ROLE "D.R"', 'CREATE ROLE R']);
    expect(await account.code('USE ROLE D.R')).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
    expect(await account.code('SELECT * FROM D.S.T', 'D.R')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await account.code('SELECT * FROM D.S.T', 'R')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    await expect(
      account.warehouse.openSession({ role: '\u0000database role 30' }),
    ).rejects.toThrow();
    expect(await account.code('CREATE ROLE "\u0000database role 30"')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await account.value(String.raw`SELECT IS_ROLE_IN_SESSION('\0database role 14')`)).toBe(
      false,
    );
  });

  it.each([
    'GRANT SELECT ON TABLE OTHER.PUBLIC.T TO DATABASE ROLE D.R',
    'GRANT USAGE ON DATABASE OTHER TO DATABASE ROLE D.R',
    'GRANT USAGE ON WAREHOUSE W TO DATABASE ROLE D.R',
    'GRANT CREATE DATABASE ON ACCOUNT TO DATABASE ROLE D.R',
    'GRANT SELECT ON FUTURE TABLES IN DATABASE OTHER TO DATABASE ROLE D.R',
    'GRANT OWNERSHIP ON TABLE OTHER.PUBLIC.T TO DATABASE ROLE D.R',
    'GRANT DATABASE ROLE OTHER.R TO DATABASE ROLE D.R',
    'ALTER DATABASE ROLE D.R RENAME TO OTHER.R2',
  ])('holds nothing outside its database: %s', async (statement) => {
    expect(await account.code(statement)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });

  it('cannot be the parent of an account role, nor of itself', async () => {
    expect(await account.code('GRANT ROLE READER TO DATABASE ROLE D.R')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await account.code('GRANT DATABASE ROLE D.CHIEF TO DATABASE ROLE D.R')).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
  });

  it('is granted, altered and dropped by its owner alone', async () => {
    for (const text of [
      'GRANT DATABASE ROLE D.R TO ROLE READER',
      'REVOKE DATABASE ROLE D.CHIEF FROM ROLE HOLDER',
      'ALTER DATABASE ROLE D.R SET COMMENT = $$mine$$',
      'DROP DATABASE ROLE D.R',
      'CREATE OR REPLACE DATABASE ROLE D.R',
      'CREATE DATABASE ROLE D.NEW',
      'GRANT SELECT ON TABLE D.S.T TO DATABASE ROLE D.R',
    ]) {
      expect([text, await account.code(text, 'READER')]).toEqual([
        text,
        expect.stringMatching(/NOT_AUTHORIZED|NOT_FOUND/),
      ]);
    }
    expect(await account.code('DROP DATABASE ROLE D.R', 'STRANGER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await account.code('SHOW DATABASE ROLES IN DATABASE D', 'STRANGER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });

  it('gets what the future brings, and may own it', async () => {
    await account.runAll([
      'GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO DATABASE ROLE D.CHIEF',
      'CREATE TABLE D.S.LATER (A NUMBER)',
    ]);
    expect(await account.code('SELECT * FROM D.S.LATER', 'HOLDER')).toBe('none');
    await account.run(
      'GRANT OWNERSHIP ON TABLE D.S.LATER TO DATABASE ROLE D.R REVOKE CURRENT GRANTS',
    );
    expect(await account.code('ALTER TABLE D.S.LATER ADD COLUMN B NUMBER', 'HOLDER')).toBe('none');
    const [row] = await account.run("SHOW TABLES LIKE 'LATER' IN SCHEMA D.S", 'HOLDER');
    expect(row).toMatchObject({ owner: 'R', owner_role_type: 'DATABASE_ROLE' });
    const [future] = await account.run('SHOW FUTURE GRANTS IN SCHEMA D.S');
    expect(future).toMatchObject({ grant_to: 'DATABASE_ROLE', grantee_name: 'CHIEF' });
  });

  it('is shown with what it holds and who holds it', async () => {
    expect(await account.run('SHOW DATABASE ROLES IN DATABASE D')).toMatchObject([
      { name: 'CHIEF', granted_to_roles: 1, granted_database_roles: 1 },
      { name: 'R', granted_to_database_roles: 1, owner: 'ACCOUNTADMIN' },
    ]);
    const held = await account.run('SHOW GRANTS TO DATABASE ROLE D.R');
    expect(held.map((row) => [row.privilege, row.granted_on, row.name])).toEqual(
      expect.arrayContaining([
        ['USAGE', 'DATABASE', 'D'],
        ['USAGE', 'SCHEMA', 'D.S'],
        ['SELECT', 'TABLE', 'D.S.T'],
      ]),
    );
    expect(await account.run('SHOW GRANTS OF DATABASE ROLE D.CHIEF')).toMatchObject([
      { role: 'D.CHIEF', granted_to: 'ROLE', grantee_name: 'HOLDER' },
    ]);
  });

  it('keeps what it holds when it or its database is renamed, and loses it when it is replaced', async () => {
    await account.runAll([
      'ALTER DATABASE ROLE D.R RENAME TO D.R2',
      'ALTER DATABASE D RENAME TO D2',
    ]);
    expect(await account.code('SELECT * FROM D2.S.T', 'HOLDER')).toBe('none');
    await account.runAll([
      'ALTER DATABASE D2 RENAME TO D',
      'ALTER DATABASE ROLE D.R2 RENAME TO D.R',
      'CREATE OR REPLACE DATABASE ROLE D.R',
    ]);
    expect(await account.code('SELECT * FROM D.S.T', 'HOLDER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(JSON.stringify(await account.run('SHOW GRANTS ON TABLE D.S.T'))).not.toContain('"R"');
  });

  it('in a policy is looked for in the database of the table', async () => {
    await account.runAll([
      `CREATE MASKING POLICY OTHER.PUBLIC.M AS (V VARCHAR) RETURNS VARCHAR ->
         CASE WHEN IS_DATABASE_ROLE_IN_SESSION('CLEAR') THEN V ELSE '*' END`,
      'CREATE DATABASE ROLE D.CLEAR',
      'CREATE TABLE D.S.SECRET (V VARCHAR WITH MASKING POLICY OTHER.PUBLIC.M)',
      "INSERT INTO D.S.SECRET VALUES ('clear')",
      'GRANT SELECT ON TABLE D.S.SECRET TO ROLE READER',
      'GRANT SELECT ON TABLE D.S.SECRET TO ROLE CLEARED',
      'GRANT DATABASE ROLE D.CLEAR TO ROLE CLEARED',
    ]);
    expect(await account.value('SELECT V FROM D.S.SECRET', 'READER')).toBe('*');
    expect(await account.value('SELECT V FROM D.S.SECRET', 'CLEARED')).toBe('clear');
  });
});

describe('what leaves the database', () => {
  it('leaves its database roles behind', async () => {
    await account.runAll([
      'CREATE DATABASE ROLE D.STAYS',
      'CREATE ROLE TRAVELLER',
      'GRANT DATABASE ROLE D.STAYS TO ROLE TRAVELLER',
      'GRANT USAGE ON DATABASE OTHER TO ROLE TRAVELLER',
      'GRANT USAGE ON SCHEMA OTHER.PUBLIC TO ROLE TRAVELLER',
      'CREATE TABLE D.S.MOVING (A NUMBER)',
      'GRANT SELECT ON TABLE D.S.MOVING TO DATABASE ROLE D.STAYS',
      'ALTER TABLE D.S.MOVING RENAME TO OTHER.PUBLIC.MOVED',
    ]);
    expect(await account.code('SELECT * FROM OTHER.PUBLIC.MOVED', 'TRAVELLER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
  });
});
