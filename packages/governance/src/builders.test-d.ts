import { defineContract } from '@das/contracts';
import type { AccessDeclaration } from '@das/core';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  aggregationPolicy,
  classificationFramework,
  maskingPolicy,
  projectionPolicy,
  rowAccessPolicy,
  share,
  tag,
  tagged,
} from './index.js';

const named = { domain: 'shop', version: '1.0.0', owner: 'shop' } as const;
const orders = defineContract({
  ...named,
  name: 'orders',
  schema: z.object({ id: z.int(), region: z.string(), consent: z.boolean() }),
  columns: { id: 'internal', region: 'internal', consent: 'internal' },
});
const returns = defineContract({
  ...named,
  name: 'returns',
  schema: z.object({ id: z.int(), region: z.string(), reason: z.string() }),
  columns: { id: 'internal', region: 'internal', reason: 'internal' },
});

test('a column is one that all contracts have', () => {
  const both = { name: 'R', contracts: [orders, returns], allow: { A: ['x'] } } as const;
  expectTypeOf(rowAccessPolicy({ ...both, column: 'region' })).toExtend<AccessDeclaration>();
  // @ts-expect-error misspelt
  rowAccessPolicy({ ...both, column: 'regoin' });
  // @ts-expect-error only orders has it
  rowAccessPolicy({ ...both, column: 'consent' });
  // @ts-expect-error no contract
  rowAccessPolicy({ ...both, contracts: [], column: 'region' });
});

test('conditions and mappings name columns', () => {
  const policy = { name: 'R', contracts: [orders], column: 'region' } as const;
  rowAccessPolicy({ ...policy, sql: 'CONSENT', conditions: ['consent'] });
  // @ts-expect-error misspelt
  rowAccessPolicy({ ...policy, sql: 'CONSENT', conditions: ['consnt'] });
  const mapping = { contract: returns, tier: 'SILVER', by: 'role', value: 'region' } as const;
  rowAccessPolicy({ ...policy, mapping: { ...mapping, holder: 'reason' } });
  // @ts-expect-error not a column of the mapping's contract
  rowAccessPolicy({ ...policy, mapping: { ...mapping, holder: 'consent' } });
  const masked = {
    appliesTo: { classification: 'pii' },
    contracts: [orders],
    mask: 'mask://null',
  } as const;
  maskingPolicy({ ...masked, conditions: ['consent'] });
  // @ts-expect-error misspelt
  maskingPolicy({ ...masked, conditions: ['consnt'] });
});

test('classifications, parameters and values are known words', () => {
  // @ts-expect-error misspelt
  maskingPolicy({ appliesTo: { classification: 'pji' }, mask: 'mask://null' });
  // @ts-expect-error no mask URI
  maskingPolicy({ appliesTo: { classification: 'pii' }, mask: 'email' });
  // @ts-expect-error not an enforcement
  projectionPolicy({ name: 'P', appliesTo: { classification: 'pii' }, enforcement: 'hide' });
  projectionPolicy({ name: 'P', appliesTo: { contracts: [orders], columns: ['consent'] } });
  // @ts-expect-error misspelt
  projectionPolicy({ name: 'P', appliesTo: { contracts: [orders], columns: ['consnt'] } });
  // @ts-expect-error not a tier
  aggregationPolicy({ name: 'G', contracts: [orders], minGroupSize: 5, tiers: ['GOLD'] });
  tag({ name: 'T', allowedValues: ['a', 'b'], assigned: [tagged(orders, 'a', 'region')] });
  // @ts-expect-error not an allowed value
  tag({ name: 'T', allowedValues: ['a', 'b'], assigned: [tagged(orders, 'c')] });
  // @ts-expect-error not a column
  tagged(orders, 'a', 'regoin');
  // @ts-expect-error not a column
  share({ name: 'S', contracts: [orders], accounts: [], rows: { column: 'x', values: ['y'] } });
  // @ts-expect-error not named by its organization
  share({ name: 'S', contracts: [orders], accounts: ['ACME'] });
});

test('a framework says something of every protected classification', () => {
  const level = { meaning: 'x' };
  const levels = { confidential: level, pseudonymous: level, pii: level, pci: level };
  // @ts-expect-error phi is missing
  classificationFramework({ name: 'F', levels, masking: [] });
});
