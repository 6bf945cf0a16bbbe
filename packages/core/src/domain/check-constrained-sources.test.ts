import { defineContract } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AccessDeclaration } from '../access/declarations.js';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import {
  audited,
  bronze,
  dynamicTable,
  type PromotionStrategy,
  promotion,
  silver,
} from '../promotion/promotion.js';
import { type Domain, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const visits = defineContract({
  domain: 'clinic',
  name: 'visits',
  version: '1.0.0',
  owner: 'clinic',
  schema: z.object({ id: z.int(), ward: z.string() }),
  columns: { id: 'internal', ward: 'internal' },
  primaryKey: ['id'],
});

class VisitsCollector extends Collector<typeof visits> {
  readonly contract = visits;
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
}

function domainWith(policy: AccessDeclaration, strategy: PromotionStrategy): Domain {
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'clinic',
    contracts: [visits],
    collectors: [VisitsCollector],
    promotions: [promotion({ from: bronze(visits), to: silver(visits), strategy })],
    access: [{ kind: 'accessRole', name: 'READER', reads: ['SILVER'], clearance: [] }, policy],
  });
}

const groupsIn = (tier: 'BRONZE' | 'SILVER'): AccessDeclaration => ({
  kind: 'aggregationPolicy',
  name: 'GROUPS',
  appliesTo: { contracts: ['visits'], tiers: [tier] },
  minGroupSize: 5,
  unrestricted: [],
});
const shows = (enforcement: 'fail' | 'nullify'): AccessDeclaration => ({
  kind: 'projectionPolicy',
  name: 'SHOWN',
  appliesTo: { contracts: ['visits'], columns: ['ward'] },
  allow: [],
  enforcement,
});

describe('a dynamic table', () => {
  test('cannot be made over groups alone', () => {
    expect(() => domainWith(groupsIn('BRONZE'), dynamicTable())).toThrow(
      'a dynamic table cannot read BRONZE.visits: an aggregation policy is on it',
    );
  });

  test('cannot be made over a column that makes its query fail', () => {
    expect(() => domainWith(shows('fail'), dynamicTable())).toThrow(
      'a dynamic table cannot read column ward: a projection policy makes its query fail',
    );
  });

  test('may carry an aggregation policy itself, and read a column that others find empty', () => {
    expect(domainWith(groupsIn('SILVER'), dynamicTable()).name).toBe('clinic');
    expect(domainWith(shows('nullify'), dynamicTable()).name).toBe('clinic');
  });
});

test('a promotion that runs as the pipeline may read both', () => {
  expect(domainWith(groupsIn('BRONZE'), audited()).name).toBe('clinic');
  expect(domainWith(shows('fail'), audited()).name).toBe('clinic');
});
