import { openLocalWarehouse } from '@das/local';
import { ageAt, birthYear, capAge, sparseZip3Of2010, yearOnly, zip3 } from '@das/privacy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session, Value, Warehouse } from '../warehouse/warehouse.js';
import { deidentify } from './deidentify.js';
import type { DeidentifiedExpression } from './expression.js';

let warehouse: Warehouse;
let session: Session;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
});
afterAll(() => warehouse.close());

/** What an expression gives on the engine, for each value of its column. */
async function onTheEngine(
  expression: DeidentifiedExpression,
  type: string,
  values: readonly (string | number | null)[],
): Promise<readonly (Value | undefined)[]> {
  const rows = values.map((value, index): SqlFragment => sql`(${index}, ${value})`);
  const result = await session.execute<{ R: Value }>(sql`
    SELECT ${sql.raw(expression.sql)} AS R
    FROM (SELECT column1 AS N, column2::${sql.raw(type)} AS V FROM (VALUES ${sql.join(rows)})) AS T
    ORDER BY N`);
  return result.rows.map((row) => row.R);
}

const at = '2024-02-29';
const births = ['1934-02-28', '1934-03-01', '1933-12-31', '2000-02-29', '2023-12-31', null];

test('zip3 in SQL is zip3 in TypeScript, for every prefix and for what is no ZIP code', async () => {
  const zips = [
    ...sparseZip3Of2010.map((prefix) => `${prefix}01`),
    ...['02139', '02139-1234', '021390000', '2139', '', 'ABCDE', '021', ' 02139', null],
  ];
  const expected = zips.map((zip) => zip3(zip));
  expect(await onTheEngine(deidentify.zip3('v'), 'VARCHAR', zips)).toEqual(expected);
  expect(expected).toContain('000');
});

test('ages in SQL are ages in TypeScript, by birthday, and none is above 90', async () => {
  const expected = births.map((birth) => (birth === null ? null : capAge(ageAt(birth, at))));
  const expression = deidentify.age('v', `'${at}'::DATE`);
  expect(await onTheEngine(expression, 'DATE', births)).toEqual(expected);
  expect(expected).toContain(90);
});

test('years in SQL are years in TypeScript, and of the very old there is none', async () => {
  const years = births.map((birth) => (birth === null ? null : yearOnly(birth)));
  expect(await onTheEngine(deidentify.yearOnly('v'), 'DATE', births)).toEqual(years);
  const kept = births.map((birth) => (birth === null ? null : birthYear(birth, at)));
  const expression = deidentify.birthYear('v', `'${at}'::DATE`);
  expect(await onTheEngine(expression, 'DATE', births)).toEqual(kept);
  expect(kept).toContain(null);
});

test('a capped age stays as it is up to 89', async () => {
  const ages = [0, 89, 90, 107, null];
  expect(await onTheEngine(deidentify.capAge('v'), 'NUMBER(38,0)', ages)).toEqual(
    ages.map((age) => (age === null ? null : capAge(age))),
  );
});
