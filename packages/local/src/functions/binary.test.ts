import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

/**
 * @see https://docs.snowflake.com/en/user-guide/binary-examples
 * @see https://docs.snowflake.com/en/sql-reference/functions/to_binary
 */
describe('a BINARY', () => {
  it.each([
    ["TO_CHAR(TO_BINARY('df32ede209ed5a4e3c25', 'hex'), 'base64')", '3zLt4gntWk48JQ=='],
    ["TO_CHAR(TO_BINARY('AB4F3C421B', 'HEX'), 'BASE64')", 'q088Qhs='],
    ["TO_CHAR(TO_BINARY('kyTfLsxU', 'BASE64'), 'HEX')", '9324DF2ECC54'],
    ["TO_CHAR(TO_BINARY('q088\\n Qhs=', 'BASE64'))", 'AB4F3C421B'],
    ["TO_CHAR(TO_BINARY('é', 'UTF-8'))", 'C3A9'],
    ["TO_VARCHAR(TO_BINARY('SNOW', 'utf8'), 'utf-8')", 'SNOW'],
    ["TO_CHAR(TO_BINARY('SNOW', 'UTF-8'), 'HEX')", '534E4F57'],
    ["TO_CHAR(TRY_TO_BINARY('HELP', 'UTF-8'), 'HEX')", '48454C50'],
    ["TRY_TO_BINARY('12X', 'HEX') IS NULL", true],
    ["TRY_TO_BINARY('a', 'BASE64') IS NULL", true],
    ["TO_BINARY(NULL, 'BASE64') IS NULL", true],
  ])('%s is %j', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression}`)).toBe(expected);
  });

  it.each([
    ["TO_BINARY('a', 'BASE64')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["TO_BINARY('XY')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["TO_BINARY('AB', 'BASE32')", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["TO_VARCHAR(TO_BINARY('FF'), 'UTF-8')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression}`)).toBe(code);
  });
});
