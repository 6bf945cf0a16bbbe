import { defineContract, rule } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { audited, platinum, promotion, silver } from '../promotion/promotion.js';
import { addressOf } from '../resources/resource.js';
import { compileDomain } from './compile-domain.js';
import { defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int(), a: z.int(), b: z.int(), a_b: z.int() }),
  columns: { id: 'public', a: 'public', b: 'public', a_b: 'public' },
  primaryKey: ['id'],
  uniqueKeys: [['a', 'b'], ['a_b']],
  quality: [{ ...rule.range('a', { min: 0 }), name: 'positive' }],
});
const metrics = compileDomain(
  defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'shop',
    contracts: [orders],
    promotions: [promotion({ from: silver(orders), to: platinum(orders), strategy: audited() })],
  }),
).flatMap((each) => (each.kind === 'dataMetric' ? [each] : []));

test('keys whose joined columns read alike are each measured', () => {
  const addresses = metrics.map(addressOf);
  expect(new Set(addresses).size).toBe(addresses.length);
  const measured = metrics.map(({ name, columns }) => `${name[3]} ${columns.join()}`);
  expect(measured).toEqual([
    '$PRIMARY_KEY ID',
    expect.stringMatching(/^\$UNIQUE_A_B_[0-9A-F]{8} A,B$/),
    expect.stringMatching(/^\$UNIQUE_A_B_[0-9A-F]{8} A_B$/),
    'POSITIVE A',
  ]);
});
