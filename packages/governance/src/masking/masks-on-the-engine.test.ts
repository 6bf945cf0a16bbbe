import { type Row, sql, type Warehouse } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mask, MaskName } from './mask.js';
import { maskOf } from './mask.js';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await run('CREATE DATABASE D');
  await run('CREATE SCHEMA D.S');
});
afterAll(() => warehouse.close());

async function run(text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(text))).rows;
}

let policies = 0;

/** What a value looks like through a mask: a policy made of it, attached, and read. */
async function through(mask: Mask, family: keyof Mask, type: string, value: string) {
  policies += 1;
  const body = mask[family] ?? 'NULL';
  await run(`CREATE MASKING POLICY D.S.P${policies} AS (VAL ${type}) RETURNS ${type} -> ${body}`);
  await run(`CREATE TABLE D.S.T${policies} (V ${type} WITH MASKING POLICY D.S.P${policies})`);
  await run(`INSERT INTO D.S.T${policies} SELECT ${value}`);
  const [row] = await run(`SELECT V FROM D.S.T${policies}`);
  return row?.V;
}

const cases: readonly (readonly [MaskName, Record<string, string>, string, unknown])[] = [
  ['null', {}, 'secret', null],
  ['redact', {}, 'secret', '***'],
  ['email', { keep: 'domain' }, 'ada@example.com', '***@example.com'],
  ['email', { keep: 'domain' }, 'a"@"b@example.com', '***@example.com'],
  ['email', { keep: 'domain' }, 'no address', '***'],
  ['email', { keep: 'nothing' }, 'ada@example.com', '***'],
  ['email', {}, 'ada@example.com', '***'],
  ['last4', {}, '4111111111111111', '************1111'],
  ['last4', {}, '12345678', '***'],
  ['zip3', {}, '02139', '021**'],
  ['zip3', {}, '021', '***'],
  ['hash', {}, 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
];

test.each(cases)('mask %s %j shows %j as %j', async (name, parameters, value, expected) => {
  expect(await through(maskOf(name, parameters), 'text', 'VARCHAR', `'${value}'`)).toBe(expected);
});

test.each(cases)('mask %s %j keeps NULL', async (name, parameters) => {
  expect(await through(maskOf(name, parameters), 'text', 'VARCHAR', 'NULL')).toBeNull();
});

test('mask year keeps the year of dates and timestamps, and their types', async () => {
  const mask = maskOf('year', {});
  const january = new Date('1984-01-01T00:00:00Z');
  expect(await through(mask, 'date', 'DATE', "'1984-06-07'::DATE")).toEqual(january);
  const at = "'1984-06-07 08:09:10'::TIMESTAMP_NTZ";
  expect(await through(mask, 'timestamp', 'TIMESTAMP_NTZ', at)).toEqual(january);
});

test('a type that a mask says nothing of is hidden', async () => {
  expect(await through(maskOf('redact', {}), 'number', 'NUMBER(12,2)', '12.50')).toBeNull();
});
