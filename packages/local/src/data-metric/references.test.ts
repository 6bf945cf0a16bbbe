import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

it('tells of a function those alone who may use it, and the owner of the table when it is gone', async () => {
  await using account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (ID NUMBER)',
    `CREATE DATA METRIC FUNCTION D.S.F(T TABLE(C NUMBER)) RETURNS NUMBER AS 'SELECT COUNT(C) FROM T'`,
    'ALTER TABLE D.S.T ADD DATA METRIC FUNCTION D.S.F ON (ID)',
    'GRANT SELECT ON TABLE D.S.T TO ROLE READER',
  ]);
  const count = (role?: string): Promise<unknown> =>
    account.value(
      `SELECT COUNT(*) FROM TABLE(D.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(
         REF_ENTITY_NAME => 'D.S.T', REF_ENTITY_DOMAIN => 'table'))`,
      role,
    );
  expect(await count('READER')).toBe(0);
  await account.run('GRANT USAGE ON FUNCTION D.S.F(TABLE(NUMBER)) TO ROLE READER');
  expect(await count('READER')).toBe(1);
  await account.run('DROP FUNCTION D.S.F(TABLE(NUMBER))');
  expect(await count('READER')).toBe(0);
  expect(await count()).toBe(1);
});
