import { addressOf, createStatements, type DynamicTableResource, type Resource } from '@das/core';
import { describe, expect, test } from 'vitest';
import { checkPlan } from './check-plan.js';
import {
  clinic,
  creating,
  deployed,
  maskPhi,
  ops,
  phiColumn,
  planOf,
  present,
  region,
  rowsFor,
  visits,
  type Written,
} from './fixtures/clinic-resources.js';

const whole = `SELECT REGION, SSN FROM ${visits.name.join('.')}`;
const short = `SELECT REGION, LEFT(SSN, 2) AS SSN FROM ${visits.name.join('.')}`;
const of = (name: string) => `SELECT REGION, SSN FROM ${clinic}.SILVER.${name}`;
const closed = maskPhi('MASK_PHI_V2');
const opened = maskPhi('MASK_PHI_V2', 'READER');

function summary(query: string, name = 'SUMMARY'): DynamicTableResource {
  return {
    kind: 'dynamicTable',
    name: [clinic, 'SILVER', name],
    columns: [region, phiColumn('SSN', 'MASK_PHI_V2')],
    rowAccess: { policy: ops('ROWS_VISITS_V2'), columns: ['REGION'] },
    query,
    warehouse: 'WH',
    targetLag: 60,
    owner: 'DOCTOR',
  };
}

const reader = (table: DynamicTableResource): Resource => ({
  kind: 'grant',
  privilege: 'SELECT',
  on: { type: 'DYNAMIC TABLE', name: table.name },
  to: 'READER',
});

function startWith(...resources: readonly Resource[]): readonly Resource[] {
  const others = new Set(resources.map(addressOf));
  return [...deployed.filter((each) => !others.has(addressOf(each))), ...resources];
}

function replacing(table: DynamicTableResource): readonly Written[] {
  return createStatements(table).map(({ text }) => [
    text.replace('CREATE DYNAMIC TABLE', 'CREATE OR REPLACE DYNAMIC TABLE'),
    present(table),
  ]);
}

const interim = (startsWith: readonly Resource[], written: readonly Written[]) =>
  checkPlan(planOf(startsWith, written)).filter(({ rule }) => rule === 'DAS-P003');

const first = summary(whole);
const next = summary(short);
const found = (table: DynamicTableResource, column?: string) =>
  expect.objectContaining({
    place: { address: addressOf(table), ...(column !== undefined && { column }) },
  });

describe('while the query of a dynamic table changes', () => {
  const open = startWith(opened, next, reader(next));
  const shut = startWith(closed, first, reader(first));

  test('a mask may not open before the new values are there', () => {
    const mask = creating(opened);
    expect(interim(shut, [...mask, ...replacing(next)])).toEqual([found(next, 'SSN')]);
    expect(interim(shut, [...replacing(next), ...mask])).toEqual([]);
  });

  test('a mask may not close only after the new values are there', () => {
    const mask = creating(closed);
    expect(interim(open, [...replacing(first), ...mask])).toEqual([found(first, 'SSN')]);
    expect(interim(open, [...mask, ...replacing(first)])).toEqual([]);
  });

  test('rows may not be shown before the new ones are there', () => {
    const rows = creating(rowsFor('ROWS_VISITS_V2', 'READER'));
    expect(interim(shut, [...rows, ...replacing(next)])).toEqual([found(next)]);
    expect(interim(shut, [...replacing(next), ...rows])).toEqual([]);
  });

  test('an order without a query that changes stays free', () => {
    expect(interim(shut, creating(opened))).toEqual([]);
    expect(interim(open, creating(closed))).toEqual([]);
  });
});

test('a dynamic table has the values of those that it is made of', () => {
  const inner: DynamicTableResource = {
    ...summary(whole, 'INNER'),
    columns: [region, phiColumn('SSN', 'MASK_PHI')],
  };
  const after = { ...inner, query: short };
  const outer = summary(of('INNER'), 'OUTER');
  const start = startWith(closed, inner, outer, reader(outer));
  const mask = creating(opened);
  expect(interim(start, [...mask, ...replacing(after)])).toEqual([found(outer, 'SSN')]);
  expect(interim(start, [...replacing(after), ...mask])).toEqual([]);
});

test('what has the values of neither end is no more open than either of them', () => {
  const inner: DynamicTableResource = {
    ...summary(whole, 'INNER'),
    columns: [region, phiColumn('SSN', 'MASK_PHI')],
  };
  const outer = summary(of('INNER'), 'OUTER');
  const [innerAfter, outerAfter] = [
    { ...inner, query: short },
    { ...outer, query: `${of('INNER')} WHERE REGION = 'EMEA'` },
  ];
  const start = startWith(closed, inner, outer, reader(outer));
  const mask = creating(opened);
  const [one, other] = [replacing(innerAfter), replacing(outerAfter)];
  expect(interim(start, [...one, ...mask, ...other])).toEqual([found(outer, 'SSN')]);
  expect(interim(start, [...one, ...other, ...mask])).toEqual([]);
});
