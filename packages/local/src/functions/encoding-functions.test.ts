import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
});
afterAll(async () => await account.warehouse.close());

/** From each function's page below https://docs.snowflake.com/en/sql-reference/functions */
const cases: readonly (readonly [string, unknown])[] = [
  // ascii, chr, unicode, octet_length, bit_length
  ["ASCII('!')", 33],
  ["ASCII('A')", 65],
  ["ASCII('bcd')", 98],
  ["ASCII('')", 0],
  ['ASCII(NULL)', null],
  ['CHR(83)', 'S'],
  ['CHR(33)', '!'],
  ['CHR(169)', '©'],
  ['CHR(NULL)', null],
  ["UNICODE('a')", 97],
  ["UNICODE('❄')", 10052],
  ["UNICODE('cde')", 99],
  ["UNICODE('')", 0],
  ["OCTET_LENGTH('abc')", 3],
  ["OCTET_LENGTH('\\u0392')", 2],
  ["OCTET_LENGTH(TO_BINARY('A1B2', 'HEX'))", 2],
  ["BIT_LENGTH('abc')", 24],
  ["BIT_LENGTH('\\u0392')", 16],
  // base64_encode, base64_decode_string, hex_encode, hex_decode_string and the TRY_ functions
  ["BASE64_ENCODE('Snowflake')", 'U25vd2ZsYWtl'],
  ["BASE64_DECODE_STRING('U25vd2ZsYWtl')", 'Snowflake'],
  ["TO_VARCHAR(BASE64_DECODE_BINARY('U25vd2ZsYWtl'), 'UTF-8')", 'Snowflake'],
  ["TRY_BASE64_DECODE_STRING('U25vd2ZsYWtl')", 'Snowflake'],
  ["TRY_BASE64_DECODE_STRING('not base64')", null],
  ["TRY_BASE64_DECODE_STRING('/w==')", null],
  ["TO_VARCHAR(TRY_BASE64_DECODE_BINARY('/w=='), 'HEX')", 'FF'],
  ["HEX_ENCODE('SNOW')", '534E4F57'],
  ["HEX_ENCODE('SNOW', 1)", '534E4F57'],
  ["HEX_ENCODE('SNOW', 0)", '534e4f57'],
  ["HEX_DECODE_STRING('534E4F57464C414B45')", 'SNOWFLAKE'],
  ["HEX_DECODE_STRING('534e4f57464c414b45')", 'SNOWFLAKE'],
  ["TO_VARCHAR(HEX_DECODE_BINARY('00ff'), 'HEX')", '00FF'],
  ["TRY_HEX_DECODE_STRING('534E4F5')", null],
  ["TRY_HEX_DECODE_STRING('FF')", null],
  // md5, sha1
  ["MD5('Snowflake')", 'edf1439075a83a447fb8b630ddc9c8de'],
  ["TO_VARCHAR(MD5_BINARY('Snowflake'), 'HEX')", 'EDF1439075A83A447FB8B630DDC9C8DE'],
  ["MD5_NUMBER_LOWER64('Snowflake')::VARCHAR", '9203306159527282910'],
  ["MD5_NUMBER_UPPER64('Snowflake')::VARCHAR", '17145559544104499780'],
  ["SHA1('Snowflake')", 'fda76b0bcc1e87cf259b1d1e3271d76f590fb5dd'],
  ['SHA1(NULL)', null],
];

describe('the example of a function that writes text in another form', () => {
  it.each(cases)('%s', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} AS X`)).toEqual(expected);
  });
});

describe('what it does not take', () => {
  it.each([
    ["ASCII('é')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['CHR(-1)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['CHR(999999999999)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["BASE64_DECODE_STRING('not base64')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["BASE64_DECODE_STRING('/w==')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["HEX_DECODE_STRING('4')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["BASE64_ENCODE('a', 2)", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["HEX_ENCODE('a', 2)", 'DAS_WAREHOUSE_UNSUPPORTED'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression} AS X`)).toBe(code);
  });
});
