import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    "CREATE MASKING POLICY D.S.STRICT AS (V VARCHAR) RETURNS VARCHAR -> IFF(CURRENT_ROLE() = 'CLEARED', V, '***')",
    "CREATE ROW ACCESS POLICY D.S.OPEN AS (V VARCHAR) RETURNS BOOLEAN -> V = 'open'",
    `CREATE TABLE D.S.PEOPLE (NAME VARCHAR WITH MASKING POLICY D.S.STRICT, REGION VARCHAR)
       WITH ROW ACCESS POLICY D.S.OPEN ON (REGION)`,
    'CREATE TABLE D.S.BARE (NAME VARCHAR)',
    'CREATE TABLE D.S.HIDDEN (NAME VARCHAR)',
    'GRANT SELECT ON TABLE D.S.PEOPLE TO ROLE READER',
    'GRANT SELECT ON TABLE D.S.BARE TO ROLE READER',
    'GRANT CREATE MASKING POLICY, CREATE ROW ACCESS POLICY, CREATE TABLE ON SCHEMA D.S TO ROLE READER',
    'GRANT APPLY ON ROW ACCESS POLICY D.S.OPEN TO ROLE READER',
    'GRANT APPLY ON MASKING POLICY D.S.STRICT TO ROLE READER',
  ]);
  await account.runAll(
    [
      'CREATE MASKING POLICY D.S.LAX AS (V VARCHAR) RETURNS VARCHAR -> V',
      'CREATE ROW ACCESS POLICY D.S.ALL_ROWS AS (V VARCHAR) RETURNS BOOLEAN -> TRUE',
    ],
    'READER',
  );
});
afterAll(async () => await account.warehouse.close());

describe('a role that may apply a policy, but does not own the table', () => {
  it.each([
    'ALTER TABLE PEOPLE MODIFY COLUMN NAME SET MASKING POLICY D.S.LAX FORCE',
    'ALTER TABLE PEOPLE MODIFY COLUMN NAME UNSET MASKING POLICY',
    'ALTER TABLE PEOPLE MODIFY COLUMN REGION SET MASKING POLICY D.S.LAX',
    'ALTER TABLE PEOPLE MODIFY COLUMN NO_SUCH SET MASKING POLICY D.S.LAX',
    'ALTER TABLE PEOPLE DROP ROW ACCESS POLICY D.S.OPEN',
    'ALTER TABLE PEOPLE DROP ALL ROW ACCESS POLICIES',
    'ALTER TABLE BARE ADD ROW ACCESS POLICY D.S.ALL_ROWS ON (NAME)',
  ])('is refused: %s', async (statement) => {
    expect(await account.code(statement, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it('does not learn of a table that it holds nothing on', async () => {
    const statement = 'ALTER TABLE HIDDEN MODIFY COLUMN NAME SET MASKING POLICY D.S.LAX';
    expect(await account.code(statement, 'READER')).toBe('DAS_WAREHOUSE_NOT_FOUND');
  });
});

describe('the owner of a table', () => {
  it('cannot replace a policy that it may not apply with one of its own', async () => {
    await account.run('CREATE TABLE D.S.OWN (NAME VARCHAR)', 'READER');
    await account.runAll([
      'ALTER TABLE D.S.OWN MODIFY COLUMN NAME SET MASKING POLICY D.S.STRICT',
      'REVOKE APPLY ON MASKING POLICY D.S.STRICT FROM ROLE READER',
    ]);
    const replace = 'ALTER TABLE OWN MODIFY COLUMN NAME SET MASKING POLICY D.S.LAX FORCE';
    expect(await account.code(replace, 'READER')).toBe('DAS_WAREHOUSE_NOT_AUTHORIZED');
  });

  it('may put on and take off a policy that it may apply', async () => {
    await account.runAll(
      [
        'CREATE TABLE D.S.OWN_TOO (NAME VARCHAR)',
        'ALTER TABLE OWN_TOO MODIFY COLUMN NAME SET MASKING POLICY D.S.LAX',
        'ALTER TABLE OWN_TOO MODIFY COLUMN NAME UNSET MASKING POLICY',
      ],
      'READER',
    );
    expect(await account.column('SELECT NAME FROM OWN_TOO', 'READER')).toEqual([]);
  });
});
