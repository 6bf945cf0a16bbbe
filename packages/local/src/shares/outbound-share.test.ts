import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../fixtures/account.js';
import { SharingAccounts } from '../fixtures/sharing-accounts.js';

let accounts: SharingAccounts;
let provider: Account;
beforeAll(async () => {
  accounts = await SharingAccounts.open();
  provider = accounts.provider;
});
afterAll(async () => await accounts[Symbol.asyncDispose]());

describe('a share', () => {
  it('takes one database, what lies in it, and secure views alone', async () => {
    await provider.runAll([
      'CREATE DATABASE E',
      'CREATE TABLE E.PUBLIC.T (A NUMBER)',
      'CREATE SHARE STRICT',
    ]);
    for (const text of [
      'GRANT USAGE ON DATABASE E TO SHARE SH',
      'GRANT SELECT ON TABLE E.PUBLIC.T TO SHARE SH',
      'GRANT SELECT ON VIEW D.S.V TO SHARE SH',
      'GRANT USAGE ON SCHEMA D.S TO SHARE STRICT',
      'GRANT REFERENCE_USAGE ON DATABASE E TO SHARE STRICT',
      'ALTER SHARE STRICT ADD ACCOUNTS = CONSUMER',
    ]) {
      expect([text, await provider.code(text)]).toEqual([text, 'DAS_WAREHOUSE_EXECUTION_FAILED']);
    }
    for (const text of [
      'GRANT INSERT ON TABLE D.S.T TO SHARE SH',
      'GRANT USAGE ON WAREHOUSE W TO SHARE SH',
      'GRANT REFERENCE_USAGE ON DATABASE E TO ROLE READER',
      'ALTER SHARE SH ADD ACCOUNTS = LOCAL',
    ]) {
      expect([text, await provider.code(text)]).toEqual([text, 'DAS_WAREHOUSE_INVALID_STATEMENT']);
    }
  });

  it('with SECURE_OBJECTS_ONLY = FALSE takes other views too, and never goes back', async () => {
    await provider.runAll([
      'CREATE SHARE OPEN_SHARE SECURE_OBJECTS_ONLY = FALSE',
      'GRANT USAGE ON DATABASE D TO SHARE OPEN_SHARE',
      'GRANT USAGE ON SCHEMA D.S TO SHARE OPEN_SHARE',
      'GRANT SELECT ON VIEW D.S.V TO SHARE OPEN_SHARE',
    ]);
    expect(await provider.code('ALTER SHARE OPEN_SHARE SET SECURE_OBJECTS_ONLY = TRUE')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    await provider.run('DROP SHARE OPEN_SHARE');
    expect(JSON.stringify(await provider.run('SHOW GRANTS ON VIEW D.S.V'))).not.toMatch('SHARE');
  });

  it('takes a view over another database once that has REFERENCE_USAGE', async () => {
    await provider.run('CREATE SECURE VIEW D.S.OVER AS SELECT A FROM E.PUBLIC.T');
    const text = 'GRANT SELECT ON VIEW D.S.OVER TO SHARE SH';
    expect(await provider.code(text)).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    await provider.run('GRANT REFERENCE_USAGE ON DATABASE E TO SHARE SH');
    expect(await provider.code(text)).toBe('none');
  });

  it('takes no database role that does more than read, and lets none grow', async () => {
    await provider.runAll([
      'CREATE DATABASE ROLE D.WRITER',
      'GRANT INSERT ON TABLE D.S.T TO DATABASE ROLE D.WRITER',
    ]);
    for (const text of [
      'GRANT DATABASE ROLE D.WRITER TO SHARE SH',
      'GRANT INSERT ON TABLE D.S.T TO DATABASE ROLE D.CLEAR',
      'GRANT SELECT ON VIEW D.S.V TO DATABASE ROLE D.CLEAR',
      'GRANT DATABASE ROLE D.WRITER TO DATABASE ROLE D.CLEAR',
    ]) {
      expect([text, await provider.code(text)]).toEqual([text, 'DAS_WAREHOUSE_EXECUTION_FAILED']);
    }
    expect(
      await provider.code('GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO DATABASE ROLE D.CLEAR'),
    ).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });

  it('is made, changed, seen and dropped by those who own it', async () => {
    for (const text of [
      'CREATE SHARE MINE',
      'DROP SHARE SH',
      'ALTER SHARE SH ADD ACCOUNTS = X',
      'DESCRIBE SHARE SH',
      'SHOW GRANTS TO SHARE SH',
      'GRANT USAGE ON DATABASE D TO SHARE SH',
    ]) {
      expect([text, await provider.code(text, 'READER')]).toEqual([
        text,
        expect.stringMatching(/NOT_AUTHORIZED|NOT_FOUND/),
      ]);
    }
    expect(await provider.run('SHOW SHARES', 'READER')).toEqual([]);
    expect(await provider.run("SHOW SHARES LIKE 'SH'")).toMatchObject([
      {
        kind: 'OUTBOUND',
        owner_account: 'LOCAL',
        database_name: 'D',
        to: 'CONSUMER',
        secure_objects_only: 'true',
      },
    ]);
    const described = await provider.run('DESCRIBE SHARE SH');
    expect(described.map((row) => `${row.kind} ${row.name}`)).toEqual(
      expect.arrayContaining([
        'DATABASE D',
        'SCHEMA D.S',
        'TABLE D.S.T',
        'VIEW D.S.SV',
        'DATABASE_ROLE D.CLEAR',
      ]),
    );
    expect(await provider.run('SHOW GRANTS OF SHARE SH')).toMatchObject([
      { grantee_name: 'CONSUMER' },
    ]);
  });
});
