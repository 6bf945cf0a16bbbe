import { expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodObject } from 'zod/v4/core';
import { defineContract } from '../define-contract.js';
import type { ContractDefinition } from '../model/contract.js';
import type { Expectation, Rule } from '../model/rule.js';
import { rule } from '../model/rule-builder.js';

const columns = {
  id: 'internal',
  total: 'internal',
  note: 'internal',
  at: 'internal',
  list: 'internal',
};
const target = { domain: 'commerce', name: 'customers', columns: [{ name: 'a' }, { name: 'b' }] };

/** Defines past the compiler, as JavaScript or a generated file could. */
function refusal(change: Record<string, unknown>): string | undefined {
  const definition = {
    domain: 'commerce',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-commerce',
    schema: z.object({
      id: z.uuid(),
      total: z.number(),
      note: z.string().nullable(),
      at: z.date(),
      list: z.array(z.string()),
    }),
    columns,
    ...change,
  };
  try {
    defineContract(definition as unknown as ContractDefinition<$ZodObject>);
    return undefined;
  } catch (error) {
    const { code, message, next } = error as { code: string; message: string; next: string };
    expect(next).toMatch(/^[a-z].*[^.]$/);
    return `${code} ${message}`;
  }
}

function withColumn(name: string, details: Record<string, unknown>): Record<string, unknown> {
  return { columns: { ...columns, [name]: { classification: 'internal', ...details } } };
}

test.each<readonly [string, Record<string, unknown>]>([
  [
    'keys and hints',
    {
      primaryKey: ['id'],
      uniqueKeys: [['note', 'at'], ['note']],
      foreignKeys: [
        { columns: ['id'], references: { contract: 'commerce.customers', columns: ['a'] } },
      ],
      partitionBy: ['at'],
      clusterBy: ['at', 'id'],
    },
  ],
  ['a deprecation', { deprecated: { removeAfter: '2028-02-29', replacedBy: 'commerce.orders_2' } }],
  [
    'a deprecated column',
    withColumn('note', { deprecated: { removeAfter: '2027-03-31', replacedBy: 'id' } }),
  ],
  ['sharing', { sharing: { audience: 'partners', regions: ['eu-west-1'] } }],
  [
    'objectives',
    { slo: { availability: 0.995, frequency: '1h', timeToDetect: '5m', completeness: { id: 1 } } },
  ],
  ['support', { support: [{ channel: '#orders-help' }], status: 'draft' }],
])('%s that hold together are taken', (_what, change) => {
  expect(refusal(change)).toBeUndefined();
});

test.each<readonly [string, Record<string, unknown>, RegExp]>([
  [
    'a unique key of a column that is not there',
    { uniqueKeys: [['x']] },
    /^DAS_CONTRACT_UNKNOWN_COLUMN/,
  ],
  ['a unique key of nothing', { uniqueKeys: [[]] }, /^DAS_CONTRACT_INVALID_KEY .*no column/],
  [
    'a unique key of one column twice',
    { uniqueKeys: [['id', 'id']] },
    /^DAS_CONTRACT_INVALID_KEY .*twice/,
  ],
  ['a unique key of a list', { uniqueKeys: [['list']] }, /^DAS_CONTRACT_INVALID_KEY .*no scalar/],
  [
    'one unique key in two orders',
    {
      uniqueKeys: [
        ['id', 'note'],
        ['note', 'id'],
      ],
    },
    /two unique keys/,
  ],
  [
    'a foreign key of two columns to one',
    { foreignKeys: [{ columns: ['id', 'note'], references: { contract: 'a.b', columns: ['a'] } }] },
    /^DAS_CONTRACT_INVALID_KEY .*another number/,
  ],
  [
    'a foreign key to no contract',
    { foreignKeys: [{ columns: ['id'], references: { contract: 'customers', columns: ['a'] } }] },
    /does not name a contract/,
  ],
  [
    'a foreign key of a column that is not there',
    { foreignKeys: [{ columns: ['x'], references: { contract: 'a.b', columns: ['a'] } }] },
    /^DAS_CONTRACT_UNKNOWN_COLUMN/,
  ],
  [
    'a partition by a column that is not there',
    { partitionBy: ['x'] },
    /^DAS_CONTRACT_UNKNOWN_COLUMN/,
  ],
  ['clusters by one column twice', { clusterBy: ['at', 'at'] }, /twice/],
  [
    'a day that is not in the calendar',
    { deprecated: { removeAfter: '2027-02-30' } },
    /^DAS_CONTRACT_INVALID_DEPRECATION/,
  ],
  ['a day in another notation', { deprecated: { removeAfter: '2027-1-1' } }, /calendar/],
  [
    'a successor without a name',
    { deprecated: { removeAfter: '2027-01-01', replacedBy: ' ' } },
    /names nothing/,
  ],
  [
    'a column that replaces itself',
    withColumn('note', { deprecated: { removeAfter: '2027-01-01', replacedBy: 'note' } }),
    /no other column/,
  ],
  [
    'a column that is replaced by none of the contract',
    withColumn('note', { deprecated: { removeAfter: '2027-01-01', replacedBy: 'x' } }),
    /no other column/,
  ],
  [
    'an unknown audience',
    { sharing: { audience: 'everyone' } },
    /^DAS_CONTRACT_INVALID_TERMS .*audience/,
  ],
  ['sharing in no region', { sharing: { audience: 'public', regions: [] } }, /regions/],
  ['an unknown status', { status: 'live' }, /status/],
  ['an unknown compatibility', { compatibility: 'both' }, /compatibility/],
  ['a support channel without a name', { support: [{ channel: '' }] }, /channel/],
  ['an availability in percent', { slo: { availability: 99.5 } }, /availability/],
  [
    'a time to repair that is no duration',
    { slo: { timeToRepair: '1w' } },
    /^DAS_CONTRACT_INVALID_DURATION/,
  ],
  [
    'an open enum of free text',
    withColumn('note', { enum: 'open' }),
    /^DAS_CONTRACT_INVALID_COLUMN/,
  ],
  [
    'an enum that is half open',
    withColumn('note', { enum: 'half' }),
    /^DAS_CONTRACT_INVALID_COLUMN/,
  ],
  [
    'a type that loses digits',
    withColumn('total', { type: 'NUMBER(38,2)' }),
    /^DAS_CONTRACT_PRECISION_LOSS/,
  ],
])('%s is refused', (_what, change, expected) => {
  expect(refusal(change)).toMatch(expected);
});

test('an enum may be declared open', () => {
  const change = {
    schema: z.object({ region: z.enum(['EMEA', 'AMER']).nullable() }),
    columns: { region: { classification: 'internal', enum: 'open' } },
  };
  expect(refusal(change)).toBeUndefined();
});

const expectation: Expectation = { mustBe: 0 };

test.each<readonly [string, Rule]>([
  ['a ratio', rule.completeness('note', { min: 0.9 })],
  ['no duplicates', rule.duplicates(['id', 'note'], { max: 0 })],
  ['a count', rule.rowCount({ min: 1 })],
  ['freshness', rule.freshness('at', '1h')],
  ['a pattern', rule.pattern('note', '^[A-Z]{2}\\d+$')],
  ['drift by bounds', rule.drift('total', { bounds: [0, 10], shares: [0.1, 0.3, 0.6] })],
  ['drift by values', rule.drift('note', { values: { a: 0.5, b: 0.1 } })],
  ['a reference', rule.referential('id', target, 'a')],
  [
    'a query',
    rule.sql(
      'orphans',
      ' with a as (select 1) select count(*) from {object} where {property} = 0',
      expectation,
      {
        column: 'total',
      },
    ),
  ],
  ['a range of results', rule.sql('share', 'SELECT 1', { mustBeBetween: [0, 1] })],
])('a rule of %s is taken', (_what, quality) => {
  expect(refusal({ quality: [quality] })).toBeUndefined();
});

test.each<readonly [string, Rule]>([
  ['a name in capitals', rule.notNull('id', { name: 'Id' })],
  ['an unknown severity', rule.notNull('id', { severity: 'fatal' as 'error' })],
  ['an unknown dimension', rule.notNull('id', { dimension: 'validity' as 'accuracy' })],
  ['a ratio in percent', rule.completeness('note', { min: 90 })],
  ['a negative ratio', rule.duplicates('note', { max: -0.1 })],
  ['one column twice', rule.unique(['id', 'id'])],
  ['no column', rule.unique([] as unknown as ['id'])],
  ['half a row', rule.rowCount({ min: 0.5 })],
  ['fewer rows than none', rule.rowCount({ max: -1 })],
  ['freshness of a number', rule.freshness('total', '1h')],
  ['an empty pattern', rule.pattern('note', '')],
  ['a pattern with look-ahead', rule.pattern('note', /^(?=a)/)],
  ['a pattern with a back-reference', rule.pattern('note', /^(a)\1$/)],
  ['a pattern with a named group', rule.pattern('note', /^(?<year>\d+)$/)],
  ['a pattern that does not compile', rule.pattern('note', '(')],
  ['a pattern of a number', rule.pattern('total', 'a')],
  ['a range of a list', rule.range('note', { min: 0 })],
  ['no limit of drift', rule.drift('total', { bounds: [0], shares: [0.5, 0.5] }, { maxPsi: 0 })],
  ['bounds that fall', rule.drift('total', { bounds: [1, 0], shares: [0.5, 0.2, 0.3] })],
  ['a share too few', rule.drift('total', { bounds: [0, 1], shares: [0.5, 0.5] })],
  ['shares that do not add up', rule.drift('total', { bounds: [0], shares: [0.5, 0.4] })],
  ['a negative share', rule.drift('total', { bounds: [0], shares: [-0.5, 1.5] })],
  ['values with shares above 1', rule.drift('note', { values: { a: 0.9, b: 0.2 } })],
  ['a baseline of no value', rule.drift('note', { values: {} })],
  ['an empty query', rule.sql('query', ' ', expectation)],
  ['a statement that changes rows', rule.sql('query', 'DELETE FROM {object}', expectation)],
  ['two statements', rule.sql('query', 'SELECT 1; SELECT 2', expectation)],
  ['an unknown placeholder', rule.sql('query', 'SELECT COUNT(*) FROM {table}', expectation)],
  [
    'a placeholder without its column',
    rule.sql('query', 'SELECT MAX({property}) FROM {object}', expectation),
  ],
  [
    'an endless expectation',
    rule.sql('query', 'SELECT 1', { mustBeLessThan: Number.POSITIVE_INFINITY }),
  ],
  ['a pair that falls', rule.sql('query', 'SELECT 1', { mustBeBetween: [2, 1] })],
  ['two operators', rule.sql('query', 'SELECT 1', { mustBe: 1, mustBeLessThan: 2 } as Expectation)],
  ['no operator', rule.sql('query', 'SELECT 1', {} as Expectation)],
  ['values of another type', rule.acceptedValues('total', ['a'])],
])('a rule with %s is refused', (_what, quality) => {
  expect(refusal({ quality: [quality] })).toMatch(/^DAS_CONTRACT_INVALID_RULE/);
});

test('a rule that refers to fewer columns than it has is refused', () => {
  const quality = rule.referential(['id', 'note'], target, 'a');
  expect(refusal({ quality: [quality] })).toMatch(/^DAS_CONTRACT_INVALID_KEY/);
});
