import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { compareContracts } from '../evolution/compare-contracts.js';
import { consumes } from './consumes.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({ id: z.uuid(), region: z.enum(['EMEA', 'AMER']), note: z.string() }),
  columns: { id: 'internal', region: 'internal', note: 'internal' },
  compatibility: 'none',
});

test('a pin is frozen, sorted data that says who reads what', () => {
  const pin = consumes(orders, ['region', 'id', 'id'], { by: 'finance', exhaustive: ['region'] });
  expect(JSON.parse(JSON.stringify(pin))).toEqual({
    consumer: 'finance',
    contract: 'shop.orders',
    version: '1.0.0',
    columns: ['id', 'region'],
    exhaustive: ['region'],
  });
  expect([pin, pin.columns, pin.exhaustive].every(Object.isFrozen)).toBe(true);
});

test('a pin without a reader, on no column, or on what is no enum is refused', () => {
  const codeOf = (run: () => unknown) => {
    try {
      return run();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect([
    codeOf(() => consumes(orders, ['id'], { by: ' ' })),
    codeOf(() => consumes(orders, ['gone' as 'id'], { by: 'finance' })),
    codeOf(() => consumes(orders, [] as never, { by: 'finance' })),
    codeOf(() => consumes(orders, ['id'], { by: 'finance', exhaustive: ['id'] })),
    codeOf(() => consumes(orders, ['id'], { by: 'finance', exhaustive: ['region' as 'id'] })),
  ]).toEqual([
    'DAS_CONTRACT_INVALID_NAME',
    'DAS_CONTRACT_UNKNOWN_COLUMN',
    'DAS_CONTRACT_UNKNOWN_COLUMN',
    'DAS_CONTRACT_UNKNOWN_COLUMN',
    'DAS_CONTRACT_UNKNOWN_COLUMN',
  ]);
});

test('a comparison names exactly the consumers that a change hurts', () => {
  const after = defineContract({
    domain: 'shop',
    name: 'orders',
    version: '2.0.0',
    owner: 'data-shop',
    schema: z.object({ id: z.uuid(), region: z.enum(['EMEA', 'AMER']).nullable() }),
    columns: { id: 'internal', region: 'internal' },
    compatibility: 'none',
  });
  const consumers = [
    consumes(orders, ['id'], { by: 'audit' }),
    consumes(orders, ['id', 'region'], { by: 'finance' }),
    consumes(orders, ['note', 'region'], { by: 'care' }),
  ];
  const { changes } = compareContracts(orders, after, { consumers });
  const hurt = changes.map(({ rule, consumers: who }) => [rule, who] as const);
  expect(Object.fromEntries(hurt)).toMatchObject({
    'column-removed-while-read': ['care'],
    'nullability-loosened': ['care', 'finance'],
  });
  const none = compareContracts(orders, after, { consumers: consumers.slice(0, 1) });
  expect(none.changes.flatMap((change) => change.consumers)).toEqual([]);
});

test('a closed set of numbers may be handled value by value as well', () => {
  const levels = defineContract({
    domain: 'shop',
    name: 'levels',
    version: '1.0.0',
    owner: 'data-shop',
    schema: z.object({ level: z.literal([1, 2]), note: z.string() }),
    columns: { level: 'internal', note: 'internal' },
  });
  expect(consumes(levels, ['level'], { by: 'a', exhaustive: ['level'] }).exhaustive).toEqual([
    'level',
  ]);
  expect(() => consumes(levels, ['note'], { by: 'a', exhaustive: ['note'] })).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_UNKNOWN_COLUMN' }),
  );
});
