import type { ContractChange, ContractComparison } from '@das/contracts';
import { expect, test } from 'vitest';
import { acceptedChanges } from './accepted-changes.js';

const removed: ContractChange = {
  rule: 'column-removed',
  path: '/columns/region',
  column: 'region',
  reader: 'breaking',
  writer: 'safe',
  isSecurity: false,
  bump: 'major',
  reason: 'The column region is gone.',
  severity: 'error',
  consumers: [],
  acceptance: undefined,
};
const orders: ContractComparison = {
  contract: 'shop.orders',
  kind: 'changed',
  before: '1.2.0',
  after: '1.3.0',
  mode: 'full',
  changes: [removed, { ...removed, path: '/columns/email', severity: 'warning' }],
  requiredBump: 'major',
  actualBump: 'minor',
  severity: 'error',
};

const dana = { by: 'dana@example.com', reason: 'nobody reads it' };

test('takes an error by its name, for the version that brings it', () => {
  const name = 'column-removed:shop.orders/columns/region';
  expect(acceptedChanges([name, name], [orders], dana)).toEqual([
    {
      contract: 'shop.orders',
      version: '1.3.0',
      rule: 'column-removed',
      path: '/columns/region',
      ...dana,
    },
  ]);
});

test.each([
  ['a slip of the pen', 'column-removed:shop.orders/columns/regoin', /did you mean .*region\?/],
  ['what is no error', 'column-removed:shop.orders/columns/email', /region/],
  ['what is something else', 'x', /accept one of: column-removed:shop\.orders\/columns\/region/],
])('refuses %s', (_what, name, next) => {
  expect(() => acceptedChanges([name], [orders], dana)).toThrow(
    expect.objectContaining({
      code: 'DAS_CONTRACT_UNKNOWN_CHANGE',
      next: expect.stringMatching(next),
    }),
  );
});

test('refuses when there are no errors', () => {
  expect(() => acceptedChanges(['x'], [{ ...orders, changes: [] }], dana)).toThrow(
    expect.objectContaining({ next: expect.stringContaining('there are no errors') }),
  );
});

test('of a contract that is gone is for the last version that it had', () => {
  const gone = { ...removed, rule: 'contract-removed', path: '' } as const;
  const comparison = { ...orders, kind: 'removed', after: undefined, changes: [gone] } as const;
  expect(acceptedChanges(['contract-removed:shop.orders'], [comparison], dana)).toMatchObject([
    { version: '1.2.0', path: '' },
  ]);
});
