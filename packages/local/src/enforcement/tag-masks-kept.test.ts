import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

const refused = 'DAS_WAREHOUSE_UNSUPPORTED';
let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    `CREATE MASKING POLICY D.S.HIDE AS (VAL VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN VAL ELSE '***' END`,
    'CREATE TAG D.S.PII',
    'ALTER TAG D.S.PII SET MASKING POLICY D.S.HIDE',
    'CREATE SCHEMA D.TAGGED',
    "ALTER SCHEMA D.TAGGED SET TAG D.S.PII = 'x'",
    'CREATE TABLE D.TAGGED.T (ID NUMBER, NAME VARCHAR)',
    "INSERT INTO D.TAGGED.T VALUES (1, 'SECRET')",
    'CREATE DATABASE E',
    "ALTER DATABASE E SET TAG D.S.PII = 'x'",
    'CREATE TABLE E.PUBLIC.T (NAME VARCHAR)',
    "INSERT INTO E.PUBLIC.T VALUES ('SECRET')",
    'GRANT USAGE, CREATE SCHEMA ON DATABASE E TO ROLE READER',
    'GRANT CREATE SCHEMA ON DATABASE D TO ROLE READER',
    'GRANT CREATE DATABASE ON ACCOUNT TO ROLE READER',
    'GRANT USAGE ON SCHEMA E.PUBLIC TO ROLE READER',
    'GRANT USAGE, CREATE TABLE, CREATE VIEW ON SCHEMA D.TAGGED TO ROLE READER',
    'GRANT SELECT ON TABLE D.TAGGED.T TO ROLE READER',
    'GRANT SELECT ON TABLE E.PUBLIC.T TO ROLE READER',
    'CREATE SCHEMA D.OWN',
    'GRANT OWNERSHIP ON SCHEMA D.OWN TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const run = async (text: string): Promise<readonly unknown[]> => {
  const session = await account.session('READER', { secondaryRoles: 'NONE' });
  return (await session.execute({ text, binds: [] })).rows;
};
const code = async (text: string): Promise<string> =>
  await run(text).then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );

// https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
describe('rows that a tag of their schema or database masks', () => {
  it('are cloned into no schema without the tag', async () => {
    expect(await code('CREATE TABLE D.OWN.C CLONE D.TAGGED.T')).toBe(refused);
    expect(await code('CREATE TEMPORARY TABLE D.OWN.C CLONE D.TAGGED.T')).toBe(refused);
    expect(await code('CREATE TABLE D.OWN.C CLONE E.PUBLIC.T')).toBe(refused);
    expect(await code('CREATE SCHEMA D.OUT CLONE E.PUBLIC')).toBe(refused);
    expect(await code('SELECT * FROM D.OWN.C')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });

  it('are cloned with what holds the tag, or beside their source, and stay masked', async () => {
    await run('CREATE TABLE D.TAGGED.C CLONE D.TAGGED.T');
    expect(await run('SELECT NAME FROM D.TAGGED.C')).toEqual([{ NAME: '***' }]);
    await run('CREATE SCHEMA D.COPIED CLONE D.TAGGED');
    expect(await run('SELECT NAME FROM D.COPIED.T')).toEqual([{ NAME: '***' }]);
    await run('CREATE DATABASE F CLONE E');
    expect(await run('SELECT NAME FROM F.PUBLIC.T')).toEqual([{ NAME: '***' }]);
    await run('CREATE DATABASE G CLONE D');
    expect(await run('SELECT NAME FROM G.TAGGED.T')).toEqual([{ NAME: '***' }]);
  });

  it('are moved to no schema without the tag, by their owner either', async () => {
    await run('CREATE TABLE D.TAGGED.MOVED CLONE D.TAGGED.T');
    await run('CREATE TABLE D.OWN.EMPTY (ID NUMBER, NAME VARCHAR)');
    await run('CREATE VIEW D.TAGGED.V AS SELECT NAME FROM D.TAGGED.T');
    expect(await code('ALTER TABLE D.TAGGED.MOVED RENAME TO D.OWN.MOVED')).toBe(refused);
    expect(await code('ALTER TABLE D.TAGGED.MOVED SWAP WITH D.OWN.EMPTY')).toBe(refused);
    expect(await code('ALTER TABLE D.OWN.EMPTY SWAP WITH D.TAGGED.MOVED')).toBe(refused);
    expect(await code('ALTER VIEW D.TAGGED.V RENAME TO D.OWN.V')).toBe(refused);
    expect(await code('ALTER TABLE D.TAGGED.MOVED RENAME TO D.TAGGED.MOVED2')).toBe('none');
    expect(await run('SELECT NAME FROM D.TAGGED.MOVED2')).toEqual([{ NAME: '***' }]);
  });

  it('go where APPLY MASKING POLICY takes them', async () => {
    await account.run('CREATE TABLE D.S.TAKEN CLONE D.TAGGED.T');
    expect(await account.run('SELECT NAME FROM D.S.TAKEN')).toEqual([{ NAME: 'SECRET' }]);
  });
});
