import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { foreignKey } from '../model/key.js';
import { rule } from '../model/rule-builder.js';
import type { ValueShape } from '../model/value-shape.js';
import type { ContractDeployment } from './deployment.js';
import { enforcementReport } from './enforcement-report.js';

const customers = {
  domain: 'shop',
  name: 'customers',
  columns: [{ name: 'customer_id' }],
} as const;

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.2.0',
  owner: 'data-shop',
  status: 'deprecated',
  description: 'Orders',
  tags: ['sales'],
  schema: z
    .strictObject({
      order_id: z.string(),
      customer_id: z.int().nullable(),
      state: z.enum(['a', 'b']),
      email: z.string(),
      total: z.number(),
      placed_at: z.date(),
    })
    .refine(() => true),
  columns: {
    order_id: 'internal',
    customer_id: 'internal',
    state: { classification: 'internal', enum: 'open' },
    email: {
      classification: 'pii',
      semantic: 'email',
      description: 'Where to write',
      unit: 'none',
      examples: ['a@example.com'],
      tags: ['contact'],
      deprecated: { removeAfter: '2027-01-01', replacedBy: 'customer_id' },
    },
    total: 'confidential',
    placed_at: 'internal',
  },
  primaryKey: ['order_id'],
  uniqueKeys: [['customer_id', 'placed_at']],
  foreignKeys: [foreignKey(['customer_id'], customers, ['customer_id'])],
  grain: 'one order',
  partitionBy: ['placed_at'],
  clusterBy: ['placed_at'],
  slo: {
    freshness: { column: 'placed_at', p95: '1h' },
    completeness: { email: 0.9, total: 1 },
    availability: 0.99,
    frequency: '1h',
    timeToDetect: '1h',
    timeToNotify: '1h',
    timeToRepair: '1d',
  },
  quality: [
    rule.notNull('total'),
    rule.unique('order_id'),
    rule.acceptedValues('state', ['a', 'b']),
    rule.range('total', { min: 0 }, { severity: 'warning' }),
    rule.pattern('order_id', '[a-z]+'),
    rule.rowCount({ min: 1 }),
    rule.referential('customer_id', customers, 'customer_id', { description: 'known' }),
    rule.completeness('email', { min: 0.9 }),
    rule.duplicates('email', { max: 0.1 }),
    rule.freshness('placed_at', '1h'),
    rule.drift('total', { bounds: [1], shares: [0.5, 0.5] }),
    rule.sql('own', 'SELECT 1 FROM {object}', { mustBe: 1 }),
  ],
  sharing: { audience: 'partners', regions: ['eu'] },
  support: [{ channel: '#orders', url: 'https://example.com', tool: 'slack' }],
  terms: { purpose: 'p', usage: 'u', limitations: 'l' },
  deprecated: { removeAfter: '2027-01-01' },
  compatibility: 'full_transitive',
});

/** Every kind of shape with every constraint. */
const shapes: readonly ValueShape[] = [
  {
    kind: 'string',
    format: 'email',
    minLength: 1,
    maxLength: 9,
    patterns: ['/a/'],
    refinements: 1,
  },
  {
    kind: 'number',
    isInteger: true,
    minimum: 1,
    isMinimumExclusive: true,
    maximum: 2,
    isMaximumExclusive: true,
    multiplesOf: [2],
    refinements: 2,
  },
  { kind: 'bigint', minimum: '1', maximum: '2', multiplesOf: ['2'] },
  { kind: 'boolean', refinements: 1 },
  { kind: 'date', minimum: '2026-01-01', maximum: '2027-01-01', isMaximumExclusive: true },
  { kind: 'enum', values: ['a'] },
  { kind: 'array', items: { kind: 'string', minLength: 2 }, minItems: 1, maxItems: 2 },
  { kind: 'set', items: { kind: 'unknown' } },
  { kind: 'tuple', items: [{ kind: 'null' }, { kind: 'never' }], rest: { kind: 'boolean' } },
  {
    kind: 'object',
    fields: { zip: { kind: 'string', maxLength: 5 } },
    unknownKeys: { kind: 'number', isInteger: false, maximum: 3 },
  },
  { kind: 'object', fields: {}, unknownKeys: 'refuse' },
  { kind: 'record', keys: { kind: 'string' }, values: { kind: 'undefined' } },
  { kind: 'map', keys: { kind: 'string', minLength: 1 }, values: { kind: 'boolean' } },
  { kind: 'union', options: [{ kind: 'string', format: 'uuid' }, { kind: 'null' }] },
  { kind: 'intersection', parts: [{ kind: 'unknown' }, { kind: 'string', maxLength: 3 }] },
  { kind: 'opaque', reason: 'transform', refinements: 3 },
];

/** A contract that has everything. */
const full: ContractDocument = {
  ...orders.toJSON(),
  columns: [
    ...orders.columns,
    ...shapes.map((shape, index) => ({
      ...orders.column('email'),
      name: `shape_${index}`,
      stored: shape,
      accepted: shape,
    })),
  ],
};

/** What asks nothing of anybody, so that there is no clause to enforce. */
const asksNothing = [
  /\/columns\/[^/]+\/(isFreeText|isEnumOpen|isNullable)$/,
  // The kind of a shape is what its own path says, and what says how a bound is meant goes with it.
  /\/(kind|isMinimumExclusive|isMaximumExclusive|reason)$/,
];

/** The path of everything that a document says, with names for the places of a list that has them. */
function pathsOf(value: unknown, path: string): readonly string[] {
  if (value === undefined || value === false || value === 0) return [];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const isNamed = Array.isArray(value) && /^\/(columns|quality)$/.test(path);
    const name = isNamed ? (each as { name: string }).name : key;
    return pathsOf(each, `${path}/${name}`);
  });
}

describe('the enforcement report', () => {
  test('has a clause for everything that a contract says', () => {
    const clauses = new Set(enforcementReport(full).clauses.map(({ path }) => path));
    // A whole that one clause speaks of; everything else must be named itself.
    const wholes =
      /^\/(primaryKey|uniqueKeys\/\d+|foreignKeys\/\d+|partitionBy|clusterBy|tags|deprecated|quality\/\w+|support\/\d+|slo\/freshness|sharing\/regions|columns\/\w+\/(deprecated|examples|tags|enum)|columns\/.*\/(values|patterns|multiplesOf))(?=\/|$)/;
    const missing = pathsOf(full, '').filter(
      (path) =>
        !asksNothing.some((pattern) => pattern.test(path)) &&
        !clauses.has(wholes.exec(path)?.[0] ?? path),
    );
    expect(missing).toEqual([]);
  });

  test('gives each clause once, and each one that nobody enforces a reason and a next step', () => {
    for (const deployment of [undefined, nothing]) {
      const { clauses } = enforcementReport(full, deployment);
      const paths = clauses.map(({ path }) => path);
      expect(paths.filter((path, at) => paths.indexOf(path) !== at)).toEqual([]);
      for (const clause of clauses) {
        expect(clause.isEnforced, clause.path).toBe(clause.enforcedBy.length > 0);
        if (clause.isEnforced) continue;
        expect(clause, clause.path).toMatchObject({
          gap: expect.any(String),
          next: expect.any(String),
        });
      }
    }
  });

  test('says what nothing enforces, however a contract is deployed', () => {
    const unenforced = enforcementReport(orders.toJSON()).clauses.filter(
      (each) => !each.isEnforced,
    );
    expect(unenforced.map(({ path }) => path)).toEqual([
      '/description',
      '/tags',
      '/columns/email/description',
      '/columns/email/unit',
      '/columns/email/examples',
      '/columns/email/tags',
      '/grain',
      '/partitionBy',
      '/clusterBy',
      '/slo/availability',
      '/slo/frequency',
      '/slo/timeToDetect',
      '/slo/timeToNotify',
      '/slo/timeToRepair',
      '/retention/bronze',
      '/retention/silver',
      '/retention/platinum',
      '/sharing/audience',
      '/sharing/regions',
      '/support/0',
      '/terms/purpose',
      '/terms/usage',
      '/terms/limitations',
    ]);
  });

  test('leaves nothing but definition and comparison to a contract without tables', () => {
    const by = new Set(
      enforcementReport(full, nothing).clauses.flatMap((each) =>
        each.enforcedBy.map((one) => one.by),
      ),
    );
    expect([...by].sort()).toEqual(['compiler', 'contract check']);
  });

  test('does not say that a dynamic table is audited before it is read', () => {
    const clause = (promotions: ContractDeployment['promotions']) =>
      enforcementReport(orders.toJSON(), { ...nothing, promotions }).clauses.find(
        ({ path }) => path === '/quality/unique_order_id',
      );
    expect(clause(['audited'])).toEqual({
      path: '/quality/unique_order_id',
      clause: 'no two rows share order_id',
      enforcedBy: [{ by: 'promotion', how: 'publishes nothing while it does not hold' }],
      isEnforced: true,
    });
    expect(clause(['dynamicTable'])).toMatchObject({
      enforcedBy: [{ by: 'promotion', how: 'fails after the refresh when it does not hold' }],
      gap: expect.stringContaining('shows its rows before they are audited'),
    });
  });
});

const nothing: ContractDeployment = {
  hasCollector: false,
  promotions: [],
  hasMasking: false,
  measuresSlos: false,
};
