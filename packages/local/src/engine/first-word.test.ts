import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/sql-all */
describe('the first word of a statement', () => {
  it.each(['SELEC 1', 'PRAGMA database_list', 'VACUUM', 'WHERE 1 = 1'])(
    'that Snowflake does not know is a syntax error: %s',
    async (statement) => {
      await expect(account.run(statement)).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
        number: 1003,
        sqlState: '42000',
      });
    },
  );

  it.each(['CALL P()', 'DECLARE X NUMBER', 'EXPLAIN SELECT 1'])(
    'that the engine lacks is refused by name: %s',
    async (statement) => {
      await expect(account.run(statement)).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_UNSUPPORTED',
        message: expect.stringContaining(statement.split(' ')[0] ?? ''),
      });
    },
  );

  it('EXPLAIN says why', async () => {
    await expect(account.run('EXPLAIN SELECT 1')).rejects.toThrow('the plan would be');
  });
});
