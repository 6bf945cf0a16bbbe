import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open({ clock: () => new Date('2024-05-06T07:08:09.123Z') });
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

/** Expressions with the value that Snowflake documents for them. */
const cases: readonly (readonly [string, unknown])[] = [
  ['CURRENT_TIMESTAMP()', new Date('2024-05-06T07:08:09.123Z')],
  ['CURRENT_DATE', new Date('2024-05-06')],
  ['SYSDATE()', new Date('2024-05-06T07:08:09.123Z')],
];

describe('an expression', () => {
  it.each(cases)('%s is what Snowflake gives', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} AS X`)).toEqual(expected);
  });

  it('that divides by zero stops with the number of Snowflake', async () => {
    await expect(account.run('SELECT 1 / 0')).rejects.toMatchObject({ number: 100_051 });
  });

  it('whose function is not known is refused by name', async () => {
    await expect(account.run('SELECT SOUNDEX(1)')).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNSUPPORTED',
      message: 'the embedded warehouse does not support the function SOUNDEX',
    });
  });

  it('with a wrong number of arguments is refused', async () => {
    expect(await account.code("SELECT UPPER('a', 'b')")).toBe('DAS_WAREHOUSE_INVALID_STATEMENT');
  });
});
