import { defineContract } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { accessRole, maskingPolicy, rowAccessPolicy } from './index.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int(), region: z.string() }),
  columns: { id: 'internal', region: 'internal' },
});

test('declarations are frozen, deep, and survive JSON', () => {
  const declarations = [
    maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'mask://redact?reveal=A' }),
    rowAccessPolicy({ name: 'REGION', contracts: [orders], column: 'region', allow: { A: ['x'] } }),
    accessRole({ name: 'A', clearance: ['pii'] }),
  ];
  for (const each of declarations) {
    expect(JSON.parse(JSON.stringify(each))).toEqual(each);
    for (const part of [each, ...Object.values(each)]) expect(Object.isFrozen(part)).toBe(true);
  }
});

test('a role, policy or column that cannot be is refused', () => {
  const region = { name: 'R', contracts: [orders], column: 'region' } as const;
  expect(() => accessRole({ name: 'analyst' })).toThrow(
    expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_ROLE' }),
  );
  expect(() => accessRole({ name: 'A', clearance: ['secret' as never] })).toThrow(
    expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_ROLE' }),
  );
  expect(() => rowAccessPolicy({ ...region, allow: { A: [] } })).toThrow(
    expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_POLICY' }),
  );
  expect(() => rowAccessPolicy({ ...region, allow: { 'a b': ['x'] } })).toThrow(
    expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_POLICY' }),
  );
  expect(() =>
    maskingPolicy({ appliesTo: { classification: 'secret' as never }, mask: 'mask://null' }),
  ).toThrow(expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_POLICY' }));
  // @ts-expect-error the contract has no such column
  expect(() => rowAccessPolicy({ ...region, column: 'regoin', allow: { A: ['x'] } })).toThrow(
    expect.objectContaining({ next: expect.stringContaining('did you mean region?') }),
  );
});
