import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
});
afterAll(async () => await account.warehouse.close());

/** From each function's page below https://docs.snowflake.com/en/sql-reference/functions */
const cases: readonly (readonly [string, number | null])[] = [
  ['PI()', Math.PI],
  ['SIN(0)', 0],
  ['SIN(PI() / 3)', 0.8660254038],
  ['COS(PI() / 3)', 0.5],
  ['TAN(PI() / 3)', 1.7320508076],
  ['COT(PI() / 3)', 0.5773502692],
  ['COT(1)', 0.6420926159],
  ['ASIN(0.5)', 0.5235987756],
  ['ACOS(0.5)', 1.0471975512],
  ['ACOS(0)', Math.PI / 2],
  ['ATAN(1)', 0.7853981634],
  ['ATAN2(5, 5)', 0.7853981634],
  ['SINH(1.5)', 2.1292794551],
  ['COSH(1.5)', 2.3524096152],
  ['TANH(1.5)', 0.9051482536],
  ['ASINH(2.1)', 1.4874828366],
  ['ACOSH(2.352409615)', 1.5],
  ['ATANH(0.9051482536)', 1.5],
  ['DEGREES(PI() / 3)', 60],
  ['DEGREES(PI())', 180],
  ['RADIANS(60)', 1.0471975512],
  ['RADIANS(-180)', -Math.PI],
  ['CBRT(2)', 1.2599210499],
  ['CBRT(-10)', -2.15443469],
  ['CBRT(NULL)', null],
  ['SQUARE(-2)', 4],
  ['SQUARE(3.15)', 9.9225],
  ['SQUARE(NULL)', null],
  ['LOG(2, 0.5)', -1],
  ['LOG(2, 1)', 0],
  ['LOG(2, 8)', 3],
  ['LOG(2, 16)', 4],
  ['LOG(10, 20)', 1.3010299957],
  ['LOG(10, 100)', 2],
  ['FACTORIAL(0)', 1],
  ['FACTORIAL(1)', 1],
  ['FACTORIAL(5)', 120],
  ['FACTORIAL(10)', 3628800],
  ['HAVERSINE(40.7127, -74.0059, 34.0500, -118.2500)', 3936.385096389],
  ['BITNOT(11)', -12],
  ['BITNOT(-1)', 0],
  ['BITSHIFTLEFT(1, 1)', 2],
  ['BITSHIFTLEFT(16, 2)', 64],
  ['BITSHIFTRIGHT(32, 2)', 8],
  ['BITSHIFTRIGHT(16, 1)', 8],
];

describe('the example of a function of mathematics', () => {
  it.each(cases)('%s', async (expression, expected) => {
    const value = await account.value(`SELECT ${expression} AS X`);
    if (expected === null) expect(value).toBeNull();
    else expect(Number(value)).toBeCloseTo(expected, 8);
  });

  it('FACTORIAL keeps every digit', async () => {
    expect(await account.value('SELECT FACTORIAL(33)::VARCHAR AS X')).toBe(
      '8683317618811886495518194401280000000',
    );
  });
});

describe('what it does not take', () => {
  it.each([
    ['ACOS(2)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['ATANH(1)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['LOG(1, 2)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['LOG(10, 0)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['LOG(10)', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['FACTORIAL(34)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['FACTORIAL(-1)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['BITSHIFTLEFT(1, 99)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['BITNOT(1.5)', 'DAS_WAREHOUSE_UNSUPPORTED'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression} AS X`)).toBe(code);
  });
});
