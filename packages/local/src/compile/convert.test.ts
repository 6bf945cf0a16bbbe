import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll(basics);
});
afterAll(async () => await account.warehouse.close());

/** @see https://docs.snowflake.com/en/sql-reference/date-time-input-output */
describe('a text with an offset', () => {
  const instant = new Date('2024-02-03T03:05:06Z');
  it.each([
    ['2024-02-03 04:05:06 +0100', instant],
    ['2024-02-03 04:05:06 +01:00', instant],
    ['2024-02-03T04:05:06+01', instant],
    ['2024-02-03 04:05:06.5 +01', new Date('2024-02-03T03:05:06.500Z')],
    ['2024-02-03T04:05+01:00', new Date('2024-02-03T03:05:00Z')],
    ['2024-02-03 04:05 Z', new Date('2024-02-03T04:05:00Z')],
  ])('is a timestamp: %s', async (text, expected) => {
    expect(await account.value(`SELECT '${text}'::TIMESTAMP_TZ`)).toEqual(expected);
    expect(await account.value(`SELECT TRY_TO_TIMESTAMP('${text}') IS NULL`)).toBe(false);
  });

  it('keeps its wall clock in a TIMESTAMP_NTZ and its day in a DATE', async () => {
    expect(await account.value("SELECT '2024-02-03 00:05:06 +0100'::TIMESTAMP_NTZ")).toEqual(
      new Date('2024-02-03T00:05:06Z'),
    );
    expect(await account.value("SELECT '2024-02-03 00:05:06 +0100'::DATE")).toEqual(
      new Date('2024-02-03'),
    );
  });

  it.each(['2024-02-03 +0100', '2024-02-03 04:05:06 + 0100', '2024-02-03 04:05:06 CET'])(
    'is refused where Snowflake reads none: %s',
    async (text) => {
      await expect(account.run(`SELECT '${text}'::TIMESTAMP_TZ`)).rejects.toMatchObject({
        number: 100_035,
      });
    },
  );
});

/** @see https://docs.snowflake.com/en/sql-reference/data-types-numeric */
describe('what is no finite number', () => {
  it.each([
    ['NaN', Number.NaN, 'NaN'],
    ['nan', Number.NaN, 'NaN'],
    ['inf', Number.POSITIVE_INFINITY, 'inf'],
    ['-INF', Number.NEGATIVE_INFINITY, '-inf'],
  ])('is read as a FLOAT in any case: %s', async (text, expected, written) => {
    expect(await account.value(`SELECT '${text}'::FLOAT`)).toBe(expected);
    expect(await account.value(`SELECT TO_DOUBLE('${text}')::VARCHAR`)).toBe(written);
  });

  it.each([
    "SELECT 'NaN'::NUMBER",
    "SELECT '+inf'::FLOAT",
    "SELECT 'infinity'::FLOAT",
    "SELECT ARRAY_AGG('NaN'::FLOAT)",
    "SELECT OBJECT_CONSTRUCT('a', 'inf'::FLOAT)",
  ])('is refused elsewhere: %s', async (query) => {
    expect(await account.code(query)).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
  });

  it('may be bound, as may a whole number beyond the safe integers', async () => {
    for (const number of [Number.NaN, Number.NEGATIVE_INFINITY, 1e21, -1e300, 2 ** 60]) {
      expect(await account.value('SELECT ?', 'ACCOUNTADMIN', [number])).toBe(number);
    }
  });
});
