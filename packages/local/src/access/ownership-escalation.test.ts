import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.HIDDEN (A VARCHAR)',
    'GRANT SELECT ON TABLE D.S.HIDDEN TO ROLE CLEARED',
    'GRANT EXECUTE TASK ON ACCOUNT TO ROLE CLEARED',
    'GRANT USAGE ON WAREHOUSE W TO ROLE CLEARED',
    'GRANT USAGE ON WAREHOUSE W TO ROLE READER',
    'CREATE SCHEMA D.OWN',
    'GRANT OWNERSHIP ON SCHEMA D.OWN TO ROLE READER',
  ]);
});
afterAll(async () => await account.warehouse.close());

const code = async (text: string): Promise<string> => {
  const session = await account.session('READER', { secondaryRoles: 'NONE' });
  return await session.execute({ text, binds: [] }).then(
    () => 'none',
    (error: { code?: string }) => error.code ?? String(error),
  );
};

// https://docs.snowflake.com/en/release-notes/bcr-bundles/2026_07/bcr-2395
describe('an object that runs with the rights of its owner', () => {
  it.each([
    [
      'TASK',
      "CREATE TASK D.OWN.A_TASK WAREHOUSE = W SCHEDULE = '1 MINUTE' AS SELECT A FROM D.S.HIDDEN",
    ],
    ['VIEW', 'CREATE VIEW D.OWN.A_VIEW AS SELECT 1 AS A'],
    ['TABLE', 'CREATE TABLE D.OWN.A_TABLE (A VARCHAR)'],
  ])('is not handed to a role that is not active: a %s', async (kind, create) => {
    expect(await code(create)).toBe('none');
    const grant = `GRANT OWNERSHIP ON ${kind} D.OWN.A_${kind} TO ROLE CLEARED COPY CURRENT GRANTS`;
    expect(await code(grant)).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    await account.run('GRANT ROLE CLEARED TO ROLE READER');
    expect(await code(grant)).toBe('none');
    await account.run('REVOKE ROLE CLEARED FROM ROLE READER');
  });
});
