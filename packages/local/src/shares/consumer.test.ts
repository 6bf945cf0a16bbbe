import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { SharingAccounts } from '../fixtures/sharing-accounts.js';

let accounts: SharingAccounts;
let provider: Account;
beforeAll(async () => {
  accounts = await SharingAccounts.open();
  provider = accounts.provider;
  await provider.runAll([
    'CREATE DATABASE E',
    'CREATE TABLE E.PUBLIC.T (A NUMBER)',
    'CREATE SHARE STRICT',
    'GRANT REFERENCE_USAGE ON DATABASE E TO SHARE SH',
    'CREATE SECURE VIEW D.S.OVER AS SELECT A FROM E.PUBLIC.T',
    'GRANT SELECT ON VIEW D.S.OVER TO SHARE SH',
  ]);
});
afterAll(async () => await accounts[Symbol.asyncDispose]());

describe('the account of a consumer', () => {
  it('has nothing of another account but what was shared with it', async () => {
    expect(await accounts.run('SHOW DATABASES')).toEqual([]);
    expect(await accounts.code('SELECT * FROM D.S.T')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await accounts.code('USE ROLE READER')).toBe('DAS_WAREHOUSE_UNKNOWN_ROLE');
    await expect(
      provider.warehouse.openSession({ account: 'CONSUMER', role: 'READER' }),
    ).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNKNOWN_ROLE',
    });
    expect(
      await accounts.code('CREATE DATABASE STOLEN FROM SHARE LOCAL.SH', 'ACCOUNTADMIN', 'STRANGER'),
    ).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await accounts.code('CREATE DATABASE STOLEN FROM SHARE LOCAL.STRICT')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    expect(await accounts.run('SHOW SHARES', 'ACCOUNTADMIN', 'STRANGER')).toEqual([]);
    expect(await accounts.run('SHOW SHARES')).toMatchObject([
      { kind: 'INBOUND', name: 'SH', database_name: '' },
    ]);
    expect(await accounts.code('SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });

  it('reads what the share gives, in a database of its own', async () => {
    await accounts.run('CREATE DATABASE X FROM SHARE LOCAL.SH');
    expect(await accounts.run('SELECT ID, NAME FROM X.S.T ORDER BY ID')).toEqual([
      { ID: 1, NAME: 'one' },
      { ID: 2, NAME: 'two' },
    ]);
    expect(await accounts.run('SELECT V.NAME FROM X.S.SV V JOIN X.S.T T ON T.ID = V.ID')).toEqual([
      { NAME: 'two' },
    ]);
    expect(await accounts.code('SELECT * FROM X.S.PRIVATE')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await accounts.code('SELECT * FROM X.S.V')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    const shown = await accounts.run('SHOW OBJECTS IN DATABASE X');
    expect(shown.map((row) => row.name)).toEqual(['OVER', 'SV', 'T']);
    expect(JSON.stringify(await accounts.run('SHOW VIEWS IN DATABASE X'))).not.toMatch('SELECT');
    expect(
      (
        await accounts.run('SELECT TABLE_NAME AS N FROM X.INFORMATION_SCHEMA.TABLES ORDER BY N')
      ).map((row) => row.N),
    ).toEqual(['OVER', 'SV', 'T']);
    expect((await accounts.run('DESCRIBE TABLE X.S.T')).map((row) => row.name)).toEqual([
      'ID',
      'NAME',
    ]);
    expect(await accounts.run("SHOW DATABASES LIKE 'X'")).toMatchObject([
      { kind: 'IMPORTED DATABASE', origin: 'LOCAL.SH' },
    ]);
    expect(await accounts.code('CREATE DATABASE X2 FROM SHARE LOCAL.SH')).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
  });

  it.each([
    'INSERT INTO X.S.T VALUES (3, $$three$$)',
    'UPDATE X.S.T SET ID = 9',
    'DELETE FROM X.S.T',
    'MERGE INTO X.S.T USING (SELECT 1 AS A) ON A = ID WHEN MATCHED THEN DELETE',
    'TRUNCATE TABLE X.S.T',
    'ALTER TABLE X.S.T ADD COLUMN B NUMBER',
    'DROP TABLE X.S.T',
    'DROP SCHEMA X.S',
    'DROP DATABASE ROLE X.CLEAR',
    'ALTER DATABASE ROLE X.CLEAR RENAME TO X.OTHER',
    'CREATE TABLE X.S.NEW (A NUMBER)',
    'CREATE SCHEMA X.NEW',
    'CREATE DATABASE ROLE X.NEW',
    'CREATE STREAM MINE.PUBLIC.ST ON TABLE X.S.T',
    'CREATE TABLE MINE.PUBLIC.COPIED CLONE X.S.T',
    'CREATE DATABASE CLONED CLONE X',
    'ALTER TABLE X.S.T MODIFY COLUMN NAME SET MASKING POLICY MINE.PUBLIC.M',
    'ALTER VIEW X.S.SV ADD ROW ACCESS POLICY MINE.PUBLIC.R ON (ID)',
    'GRANT SELECT ON TABLE X.S.T TO ROLE READER',
    'GRANT USAGE ON DATABASE X TO ROLE READER',
    'GRANT OWNERSHIP ON TABLE X.S.T TO ROLE READER COPY CURRENT GRANTS',
    'GRANT USAGE ON DATABASE X TO SHARE RESHARE',
    'GRANT SELECT ON TABLE X.S.T TO SHARE RESHARE',
    'GRANT DATABASE ROLE X.CLEAR TO SHARE RESHARE',
    'SELECT * FROM X.S.T AT (OFFSET => -1)',
    'SELECT * FROM X.S.T CHANGES (INFORMATION => DEFAULT) AT (OFFSET => 0)',
    'CREATE STREAM MINE.PUBLIC.ST ON VIEW X.S.SV',
    'CREATE DYNAMIC TABLE X.S.DT TARGET_LAG = DOWNSTREAM WAREHOUSE = W AS SELECT 1 AS A',
    'CREATE SCHEMA MINE.CLONED CLONE X.S',
    'GRANT SELECT ON VIEW MINE.PUBLIC.ONWARD TO SHARE RESHARE',
    "EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'READER') AS SELECT * FROM X.S.T",
    "SELECT GET_DDL('VIEW', 'X.S.SV')",
  ])('cannot %s', async (text) => {
    for (const ready of [
      'CREATE DATABASE IF NOT EXISTS MINE',
      'CREATE ROLE IF NOT EXISTS READER',
      'CREATE SHARE IF NOT EXISTS RESHARE',
      'GRANT USAGE ON DATABASE MINE TO SHARE RESHARE',
      'GRANT USAGE ON SCHEMA MINE.PUBLIC TO SHARE RESHARE',
      'CREATE OR REPLACE SECURE VIEW MINE.PUBLIC.ONWARD AS SELECT ID FROM X.S.T',
      'CREATE MASKING POLICY IF NOT EXISTS MINE.PUBLIC.M AS (V VARCHAR) RETURNS VARCHAR -> V',
      'CREATE ROW ACCESS POLICY IF NOT EXISTS MINE.PUBLIC.R AS (V NUMBER) RETURNS BOOLEAN -> TRUE',
    ])
      await accounts.run(ready);
    expect(await accounts.code(text)).not.toBe('none');
    expect(await accounts.run('SELECT COUNT(*) AS N FROM X.S.T')).toEqual([{ N: 2 }]);
  });

  it('opens the whole database to a role by IMPORTED PRIVILEGES', async () => {
    expect(await accounts.code('SELECT * FROM X.S.T', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
    expect(await accounts.run('SHOW TABLES IN ACCOUNT', 'READER')).toEqual([]);
    await accounts.run('GRANT IMPORTED PRIVILEGES ON DATABASE X TO ROLE READER');
    expect(await accounts.code('SELECT * FROM X.S.T', 'READER')).toBe('none');
    await accounts.run('REVOKE IMPORTED PRIVILEGES ON DATABASE X FROM ROLE READER');
    expect(await accounts.code('SELECT * FROM X.S.T', 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('may keep what it reads, and look at it through its own views', async () => {
    await accounts.run('CREATE OR REPLACE TABLE MINE.PUBLIC.KEPT AS SELECT NAME FROM X.S.SV');
    await accounts.run(
      'CREATE OR REPLACE VIEW MINE.PUBLIC.SEEN AS SELECT NAME FROM X.S.T WHERE ID = 1',
    );
    expect(await accounts.run('SELECT NAME FROM MINE.PUBLIC.KEPT')).toEqual([{ NAME: 'two' }]);
    expect(await accounts.run('SELECT NAME FROM MINE.PUBLIC.SEEN')).toEqual([{ NAME: 'one' }]);
    expect(await provider.code('SELECT * FROM MINE.PUBLIC.KEPT')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});
