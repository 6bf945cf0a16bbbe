import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE DATABASE HIDDEN_DATABASE',
    'CREATE SCHEMA D.HIDDEN_SCHEMA',
    'CREATE TABLE D.S.HIDDEN_TABLE (ID NUMBER)',
    'CREATE TABLE D.S.T (ID NUMBER)',
    'GRANT SELECT, DELETE ON TABLE D.S.T TO ROLE READER',
    "CREATE SECURE VIEW D.S.SECURE AS SELECT ID FROM T WHERE 'NOT-FOR-ALL' <> ''",
    'GRANT SELECT ON VIEW D.S.SECURE TO ROLE READER',
    'CREATE STAGE D.S.ST',
    'GRANT READ ON STAGE D.S.ST TO ROLE READER',
    'GRANT INSERT ON TABLE D.S.T TO ROLE READER',
    'CREATE SCHEMA D.OWN',
    'GRANT OWNERSHIP ON SCHEMA D.OWN TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

async function messageOf(statement: string, role = 'READER'): Promise<string> {
  return await account.run(statement, role).then(
    () => 'none',
    (error: unknown) => String((error as Error).message),
  );
}

describe('a role without any privilege on an object', () => {
  it.each([
    ['DROP TABLE %', 'HIDDEN_TABLE'],
    ['DROP DATABASE %', 'HIDDEN_DATABASE'],
    ['DROP SCHEMA D.%', 'HIDDEN_SCHEMA'],
    ['GRANT SELECT ON TABLE % TO ROLE READER', 'HIDDEN_TABLE'],
    ['GRANT USAGE ON DATABASE % TO ROLE READER', 'HIDDEN_DATABASE'],
    ['GRANT USAGE ON SCHEMA D.% TO ROLE READER', 'HIDDEN_SCHEMA'],
    ['SHOW COLUMNS IN TABLE %', 'HIDDEN_TABLE'],
  ])('gets the error of one that is not there: %s', async (statement, name) => {
    const there = await messageOf(statement.replace('%', name));
    expect(there.replace(name, 'NO_SUCH')).toBe(await messageOf(statement.replace('%', 'NO_SUCH')));
    expect(there).toMatch('does not exist or not authorized');
  });

  it('learns no name from GRANT ON ALL, SHOW GRANTS or SHOW VIEWS', async () => {
    expect(await messageOf('GRANT SELECT ON ALL TABLES IN SCHEMA D.S TO ROLE READER')).toMatch(
      'schema D.S',
    );
    const grants = await account.run('SHOW GRANTS TO ROLE ACCOUNTADMIN', 'READER');
    expect(JSON.stringify(grants)).not.toMatch('HIDDEN');
    const views = await account.run('SHOW VIEWS', 'READER');
    expect(JSON.stringify(views)).not.toMatch('NOT-FOR-ALL');
    expect(JSON.stringify(await account.run('SHOW VIEWS IN SCHEMA D.S'))).toMatch('NOT-FOR-ALL');
  });
});

describe('a role that may do some of a thing', () => {
  it.each([
    ['TRUNCATE TABLE T', 'READER'],
    ['COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV) PURGE = TRUE', 'READER'],
    ['GRANT SELECT ON FUTURE TABLES IN SCHEMA D.OWN TO ROLE READER', 'READER'],
    ['GRANT ROLE ACCOUNTADMIN TO ROLE READER', 'SECURITYADMIN'],
    ['GRANT OWNERSHIP ON ROLE ACCOUNTADMIN TO ROLE READER', 'SECURITYADMIN'],
  ])('may not do the rest: %s', async (statement, role) => {
    expect(await account.code(statement, role)).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it.each([
    'GRANT OWNERSHIP ON ACCOUNT TO ROLE READER COPY CURRENT GRANTS',
    'GRANT ALL ON DATABASE SNOWFLAKE TO ROLE READER',
  ])('may not hand out the account: %s', async (statement) => {
    expect(await account.code(statement, 'SECURITYADMIN')).toBe('DAS_WAREHOUSE_UNSUPPORTED');
  });

  it('grants OWNERSHIP only in a statement of its own', async () => {
    const statement = 'GRANT SELECT, OWNERSHIP ON TABLE D.S.T TO ROLE READER';
    expect(await account.code(statement)).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });
});

describe('a role without any privilege on a user, share, monitor or database role', () => {
  beforeAll(async () => {
    await account.runAll([
      'CREATE USER HIDDEN_USER',
      'CREATE SHARE HIDDEN_SHARE',
      'CREATE RESOURCE MONITOR HIDDEN_MONITOR WITH CREDIT_QUOTA = 1',
      'CREATE DATABASE ROLE HIDDEN_DATABASE.HIDDEN_ROLE',
      'CREATE WAREHOUSE HIDDEN_WAREHOUSE',
    ]);
  });

  it.each([
    ['DROP USER %', 'HIDDEN_USER'],
    ['ALTER USER % SET COMMENT = $$x$$', 'HIDDEN_USER'],
    ['DESCRIBE USER %', 'HIDDEN_USER'],
    ['SHOW GRANTS TO USER %', 'HIDDEN_USER'],
    ['SHOW GRANTS ON USER %', 'HIDDEN_USER'],
    ['GRANT OWNERSHIP ON USER % TO ROLE READER', 'HIDDEN_USER'],
    ['COMMENT ON USER % IS $$x$$', 'HIDDEN_USER'],
    ['DROP SHARE %', 'HIDDEN_SHARE'],
    ['ALTER SHARE % ADD ACCOUNTS = OTHER', 'HIDDEN_SHARE'],
    ['GRANT SELECT ON TABLE D.S.T TO SHARE %', 'HIDDEN_SHARE'],
    ['SHOW GRANTS TO SHARE %', 'HIDDEN_SHARE'],
    ['SHOW GRANTS OF SHARE %', 'HIDDEN_SHARE'],
    ['DROP RESOURCE MONITOR %', 'HIDDEN_MONITOR'],
    ['ALTER RESOURCE MONITOR % SET CREDIT_QUOTA = 2', 'HIDDEN_MONITOR'],
    ['GRANT MONITOR ON RESOURCE MONITOR % TO ROLE READER', 'HIDDEN_MONITOR'],
    ['COMMENT ON TABLE D.S.% IS $$x$$', 'HIDDEN_TABLE'],
    ['ALTER WAREHOUSE % SUSPEND', 'HIDDEN_WAREHOUSE'],
    ['ALTER DATABASE % RENAME TO MINE', 'HIDDEN_DATABASE'],
    ['ALTER SCHEMA D.% RENAME TO D.MINE', 'HIDDEN_SCHEMA'],
    ['ALTER DATABASE D SWAP WITH %', 'HIDDEN_DATABASE'],
    ['DROP DATABASE ROLE %.HIDDEN_ROLE', 'HIDDEN_DATABASE'],
    ['CREATE DATABASE ROLE %.NEW', 'HIDDEN_DATABASE'],
    ['GRANT SELECT ON TABLE D.S.T TO DATABASE ROLE %.HIDDEN_ROLE', 'HIDDEN_DATABASE'],
    ['SHOW DATABASE ROLES IN DATABASE %', 'HIDDEN_DATABASE'],
    ['SHOW FUTURE GRANTS IN DATABASE %', 'HIDDEN_DATABASE'],
    ['SHOW FUTURE GRANTS TO DATABASE ROLE %.HIDDEN_ROLE', 'HIDDEN_DATABASE'],
  ])('gets the error of one that is not there: %s', async (statement, name) => {
    const there = await messageOf(statement.replace('%', name));
    expect(there).not.toBe('none');
    expect(there.replace(name, 'NO_SUCH')).toBe(await messageOf(statement.replace('%', 'NO_SUCH')));
  });

  it.each([
    'SHOW USERS',
    'SHOW SHARES',
    'SHOW RESOURCE MONITORS',
    'SHOW DATABASE ROLES',
    'SHOW WAREHOUSES',
    'SHOW DATABASES',
  ])('is not shown it by %s', async (statement) => {
    expect(JSON.stringify(await account.run(statement, 'READER'))).not.toMatch('HIDDEN');
  });
});
