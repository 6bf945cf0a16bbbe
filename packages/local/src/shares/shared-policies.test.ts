import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { SharingAccounts } from '../fixtures/sharing-accounts.js';

let accounts: SharingAccounts;
let provider: Account;
beforeAll(async () => {
  accounts = await SharingAccounts.open();
  provider = accounts.provider;
  await accounts.run('CREATE DATABASE X FROM SHARE LOCAL.SH');
  await accounts.run('CREATE ROLE READER');
});
afterAll(async () => await accounts[Symbol.asyncDispose]());

describe('policies on what is shared', () => {
  beforeAll(async () => {
    await provider.runAll([
      `CREATE MASKING POLICY D.S.WHO AS (V VARCHAR) RETURNS VARCHAR -> CONCAT_WS('|',
         COALESCE(CURRENT_ROLE(), 'no role'), COALESCE(CURRENT_USER(), 'no user'), CURRENT_ACCOUNT(),
         COALESCE(IS_ROLE_IN_SESSION('ACCOUNTADMIN')::VARCHAR, 'unknown'),
         COALESCE(INVOKER_SHARE(), 'no share'), COALESCE(INVOKER_ROLE(), 'no invoker'),
         COALESCE(CURRENT_SECONDARY_ROLES(), 'none'))`,
      'CREATE TABLE D.S.W (V VARCHAR WITH MASKING POLICY D.S.WHO)',
      "INSERT INTO D.S.W VALUES ('secret')",
      'CREATE SECURE VIEW D.S.WV AS SELECT V, CURRENT_ROLE() AS R, CURRENT_ACCOUNT() AS A FROM D.S.W',
      'GRANT SELECT ON TABLE D.S.W TO SHARE SH',
      'GRANT SELECT ON VIEW D.S.WV TO SHARE SH',
      `CREATE MASKING POLICY D.S.CLEARANCE AS (V VARCHAR) RETURNS VARCHAR ->
         CASE WHEN IS_DATABASE_ROLE_IN_SESSION('CLEAR') THEN V ELSE '*' END`,
      'CREATE TABLE D.S.C (V VARCHAR WITH MASKING POLICY D.S.CLEARANCE)',
      "INSERT INTO D.S.C VALUES ('secret')",
      'GRANT SELECT ON TABLE D.S.C TO SHARE SH',
    ]);
  });

  it('see an account and the share that reads directly, and neither role nor user', async () => {
    expect(await accounts.run('SELECT V FROM X.S.W')).toEqual([
      { V: 'no role|no user|CONSUMER|unknown|SH|no invoker|none' },
    ]);
    expect(await accounts.run('SELECT * FROM X.S.WV')).toEqual([
      { V: 'no role|no user|CONSUMER|unknown|no share|ACCOUNTADMIN|none', R: null, A: 'CONSUMER' },
    ]);
    expect(await accounts.run('SELECT CURRENT_ROLE() AS R, CURRENT_ACCOUNT() AS A')).toEqual([
      { R: 'ACCOUNTADMIN', A: 'CONSUMER' },
    ]);
    const [own] = await provider.run('SELECT V FROM D.S.W');
    expect(own?.V).toMatch(/^ACCOUNTADMIN\|LOCAL_USER\|LOCAL\|true\|no share\|ACCOUNTADMIN/);
  });

  it('follow the shared database role, which the creating role holds and may give', async () => {
    expect(await accounts.run('SELECT V FROM X.S.C')).toEqual([{ V: 'secret' }]);
    await accounts.run('GRANT IMPORTED PRIVILEGES ON DATABASE X TO ROLE READER');
    expect(await accounts.run('SELECT V FROM X.S.C', 'READER')).toEqual([{ V: '*' }]);
    await accounts.run('GRANT DATABASE ROLE X.CLEAR TO ROLE READER');
    expect(await accounts.run('SELECT V FROM X.S.C', 'READER')).toEqual([{ V: 'secret' }]);
    await accounts.run('REVOKE DATABASE ROLE X.CLEAR FROM ROLE READER');
    expect(await accounts.run('SELECT V FROM X.S.C', 'READER')).toEqual([{ V: '*' }]);
    expect(await accounts.code('GRANT DATABASE ROLE X.CLEAR TO ROLE READER', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
    );
  });

  it('also where the role itself is what was granted a table', async () => {
    await provider.runAll([
      'CREATE TABLE D.S.BY_ROLE (A NUMBER)',
      'GRANT USAGE ON SCHEMA D.S TO DATABASE ROLE D.CLEAR',
      'GRANT SELECT ON TABLE D.S.BY_ROLE TO DATABASE ROLE D.CLEAR',
    ]);
    await accounts.run('CREATE ROLE ONLY_ROLE');
    expect(await accounts.code('SELECT * FROM X.S.BY_ROLE', 'READER')).toBe(
      'DAS_WAREHOUSE_NOT_FOUND',
    );
    await accounts.run('GRANT DATABASE ROLE X.CLEAR TO ROLE ONLY_ROLE');
    expect(await accounts.code('SELECT * FROM X.S.BY_ROLE', 'ONLY_ROLE')).toBe('none');
    expect(await accounts.code('SELECT * FROM X.S.T', 'ONLY_ROLE')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('are simulated for the owner, by SIMULATED_DATA_SHARING_CONSUMER', async () => {
    await using owner = await provider.warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await owner.execute({
      text: "ALTER SESSION SET SIMULATED_DATA_SHARING_CONSUMER = 'consumer'",
      binds: [],
    });
    expect((await owner.execute({ text: 'SELECT R, A FROM D.S.WV', binds: [] })).rows).toEqual([
      { R: null, A: 'CONSUMER' },
    ]);
    await provider.run('GRANT SELECT ON VIEW D.S.WV TO ROLE READER');
    await using reader = await provider.warehouse.openSession({ role: 'READER' });
    await reader.execute({
      text: "ALTER SESSION SET SIMULATED_DATA_SHARING_CONSUMER = 'consumer'",
      binds: [],
    });
    await expect(reader.execute({ text: 'SELECT R FROM D.S.WV', binds: [] })).rejects.toThrow(
      'owned by the current role',
    );
  });
});

describe('what the provider takes back', () => {
  it('is gone at once, in a session that is open too', async () => {
    await using session = await provider.warehouse.openSession({
      account: 'CONSUMER',
      role: 'READER',
    });
    const read = async (): Promise<string> =>
      await session.execute({ text: 'SELECT COUNT(*) FROM X.S.T', binds: [] }).then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    expect(await read()).toBe('none');
    for (const [take, give] of [
      ['REVOKE SELECT ON TABLE D.S.T FROM SHARE SH', 'GRANT SELECT ON TABLE D.S.T TO SHARE SH'],
      ['REVOKE USAGE ON SCHEMA D.S FROM SHARE SH', 'GRANT USAGE ON SCHEMA D.S TO SHARE SH'],
      ['ALTER SHARE SH REMOVE ACCOUNTS = CONSUMER', 'ALTER SHARE SH ADD ACCOUNTS = CONSUMER'],
    ] as const) {
      await provider.run(take);
      expect([take, await read()]).toEqual([take, 'DAS_WAREHOUSE_NOT_FOUND']);
      await provider.run(give);
      expect([give, await read()]).toEqual([give, 'none']);
    }
  });

  it('is also gone when a shared view is made to read more than the share may', async () => {
    await provider.runAll([
      'CREATE DATABASE HIDDEN',
      "CREATE TABLE HIDDEN.PUBLIC.T AS SELECT 'deep' AS V",
      'CREATE OR REPLACE SECURE VIEW D.S.SV COPY GRANTS AS SELECT 1 AS ID, V AS NAME FROM HIDDEN.PUBLIC.T',
    ]);
    expect(await accounts.code('SELECT * FROM X.S.SV')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('with the share leaves an empty database, which may be dropped', async () => {
    await provider.run('DROP SHARE SH');
    expect(await accounts.run('SHOW TABLES IN DATABASE X')).toEqual([]);
    await accounts.run('DROP DATABASE X');
    expect(await accounts.code('SELECT * FROM X.S.T')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});
