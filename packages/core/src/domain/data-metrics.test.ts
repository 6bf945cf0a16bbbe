import { type Contract, defineContract, rule } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { apply } from '../deploy/apply.js';
import { plan } from '../deploy/plan.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { audited, dynamicTable, platinum, promotion, silver } from '../promotion/promotion.js';

import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { compileDomain } from './compile-domain.js';
import { type Domain, type DomainDefinition, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const platform = definePlatform({
  name: 'test',
  masking: [
    {
      kind: 'maskingPolicy',
      name: 'MASK_PII',
      appliesTo: { classification: 'pii' },
      masks: { text: "'***'" },
      reveal: [],
    },
  ],
});

function ordersWith(quality: readonly ReturnType<typeof rule.notNull>[] | readonly object[] = []) {
  return defineContract({
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({
      id: z.int(),
      region: z.string().nullable(),
      total: z.number().nullable(),
      email: z.string(),
      placed_at: z.coerce.date(),
    }),
    columns: {
      id: 'internal',
      region: 'internal',
      total: { classification: 'internal', type: 'NUMBER(12,2)' },
      email: 'pii',
      placed_at: 'internal',
    },
    primaryKey: ['id'],
    slo: { freshness: { column: 'placed_at', p95: '20m' }, completeness: { region: 0.9 } },
    quality: quality as never,
  });
}

const allRules = [
  rule.range('total', { min: 0 }),
  rule.acceptedValues('region', ["EMEA's", 'APAC']),
  rule.pattern('region', '[A-Z]+'),
  rule.notNull('region'),
  rule.unique(['region', 'total']),
  rule.rowCount({ min: 1 }),
  rule.notNull('email', { name: 'email_given' }),
  rule.duplicates('total', { max: 0.5 }),
];

function shop(
  orders: Contract = ordersWith(allRules) as never,
  more: Partial<DomainDefinition> = {},
): Domain {
  return defineDomain({
    platform,
    name: 'shop',
    contracts: [orders],
    promotions: [
      promotion({ from: silver(orders), to: platinum(orders), strategy: audited() }) as never,
    ],
    ...more,
  });
}

function metricsOf(domain: Domain): readonly string[] {
  return compileDomain(domain).flatMap((each) =>
    each.kind === 'dataMetric'
      ? [
          `${each.name[3]}: ${each.function
            .slice(1)
            .join('.')
            .replace(/_[0-9A-F]{8}$/, '')}(${each.columns.join(', ')}) ${each.schedule}`,
        ]
      : [],
  );
}

describe('the measurements of a domain', () => {
  test('are made of keys, objectives and rules, by functions of Snowflake where one means the same', () => {
    expect(metricsOf(shop())).toEqual([
      '$PRIMARY_KEY: CORE.DUPLICATE_COUNT(ID) 15 MINUTE',
      '$FRESHNESS: OPS.METRIC_ORDERS_FRESHNESS(PLACED_AT) 15 MINUTE',
      '$COMPLETENESS_REGION: CORE.NULL_PERCENT(REGION) 15 MINUTE',
      'RANGE_TOTAL: OPS.METRIC_ORDERS_RANGE_TOTAL(TOTAL) 15 MINUTE',
      'ACCEPTED_VALUES_REGION: OPS.METRIC_ORDERS_ACCEPTED_VALUES_REGION(REGION) 15 MINUTE',
      'PATTERN_REGION: OPS.METRIC_ORDERS_PATTERN_REGION(REGION) 15 MINUTE',
      'NOT_NULL_REGION: CORE.NULL_COUNT(REGION) 15 MINUTE',
      'UNIQUE_REGION_TOTAL: OPS.METRIC_ORDERS_UNIQUE_REGION_TOTAL(REGION, TOTAL) 15 MINUTE',
      'ROW_COUNT: CORE.ROW_COUNT() 15 MINUTE',
    ]);
  });

  test('leave out what the owner of the table sees otherwise than the pipeline', () => {
    const orders = ordersWith(allRules);
    const byRegion = {
      kind: 'rowAccessPolicy',
      name: 'BY_REGION',
      appliesTo: { contracts: ['orders'], column: 'region' },
      allow: [],
      unrestricted: [],
    } as const;
    const grouped = {
      kind: 'aggregationPolicy',
      name: 'GROUPS',
      appliesTo: { contracts: ['orders'], tiers: ['PLATINUM'] },
      minGroupSize: 5,
      unrestricted: [],
    } as const;
    const hidden = {
      kind: 'projectionPolicy',
      name: 'HIDDEN',
      appliesTo: { contracts: ['orders'], columns: ['region', 'placed_at'] },
      allow: [],
      enforcement: 'nullify',
    } as const;
    const tagged = {
      kind: 'tag',
      name: 'SECRET',
      allowedValues: ['yes'],
      assigned: [{ contract: 'orders', column: 'total', value: 'yes' }],
      masking: ['MASK_PII'],
    } as const;
    expect(metricsOf(shop(orders, { access: [byRegion] }))).toEqual([]);
    expect(metricsOf(shop(orders, { access: [grouped] }))).toEqual([]);
    expect(metricsOf(shop(orders, { access: [hidden, tagged] }))).toEqual([
      '$PRIMARY_KEY: CORE.DUPLICATE_COUNT(ID) 15 MINUTE',
      'ROW_COUNT: CORE.ROW_COUNT() 15 MINUTE',
    ]);
    const whole = { ...tagged, assigned: [{ contract: 'orders', value: 'yes' }] };
    expect(metricsOf(shop(orders, { access: [whole] }))).toEqual([
      'ROW_COUNT: CORE.ROW_COUNT() 15 MINUTE',
    ]);
  });

  test('leave out dynamic tables, which are the pipeline’s', () => {
    const orders = ordersWith(allRules);
    const dynamic = promotion({
      from: silver(orders),
      to: platinum(orders),
      strategy: dynamicTable(),
    });
    expect(metricsOf(shop(orders, { promotions: [dynamic] }))).toEqual([]);
  });

  test('are turned off, or made by another schedule, by the domain', () => {
    const orders = ordersWith([]);
    expect(metricsOf(shop(orders, { dataMetrics: { tiers: [] } }))).toEqual([]);
    expect(metricsOf(shop(orders, { dataMetrics: { schedule: 'TRIGGER_ON_CHANGES' } }))).toEqual([
      '$PRIMARY_KEY: CORE.DUPLICATE_COUNT(ID) TRIGGER_ON_CHANGES',
      '$FRESHNESS: OPS.METRIC_ORDERS_FRESHNESS(PLACED_AT) TRIGGER_ON_CHANGES',
      '$COMPLETENESS_REGION: CORE.NULL_PERCENT(REGION) TRIGGER_ON_CHANGES',
    ]);
  });

  test.each([
    { tiers: ['GOLD'] },
    { schedule: '7 MINUTE' },
    { schedule: 'USING CRON * * * *' },
    { schedule: "USING CRON 0 * * * * UTC'" },
    { tier: ['PLATINUM'] },
  ])('are refused where Snowflake would refuse them: %j', (dataMetrics) => {
    expect(() => shop(ordersWith([]), { dataMetrics: dataMetrics as never })).toThrow(
      expect.objectContaining({ code: 'DAS_DOMAIN_INVALID' }),
    );
  });
});

describe('on an account', () => {
  let warehouse: Warehouse;
  let session: Session;
  beforeEach(async () => {
    warehouse = await openLocalWarehouse();
    session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  });
  afterEach(async () => {
    await session[Symbol.asyncDispose]();
    await warehouse.close();
  });

  const applied = async (domain: Domain, planOptions = {}) =>
    await apply({ domain, warehouse, evidence: new EvidenceInMemory(), planOptions });

  async function attached(table = 'ORDERS'): Promise<readonly string[]> {
    const { rows } = await session.execute(
      sql`SELECT METRIC_NAME, REF_ARGUMENTS FROM TABLE(BROOK_SHOP.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(REF_ENTITY_NAME => ${sql.literal(`BROOK_SHOP.PLATINUM.${table}`)}, REF_ENTITY_DOMAIN => 'TABLE'))`,
    );
    return rows
      .map((row) => {
        const columns = row.REF_ARGUMENTS as readonly { readonly name: string }[];
        const metric = String(row.METRIC_NAME).replace(/_[0-9A-F]{8}$/, '');
        return `${metric}(${columns.map(({ name }) => name).join(', ')})`;
      })
      .sort();
  }

  async function functions(): Promise<readonly string[]> {
    const { rows } = await session.execute(
      sql`SHOW DATA METRIC FUNCTIONS IN DATABASE ${sql.id('BROOK_SHOP')}`,
    );
    return rows.filter((row) => row.catalog_name === 'BROOK_SHOP').map((row) => String(row.name));
  }

  async function isPlannedEmpty(domain: Domain): Promise<boolean> {
    const { steps } = await plan(domain, session);
    return steps.length === 0;
  }

  test('each measurement is attached and counts what breaks its rule', async () => {
    const domain = shop();
    await applied(domain);
    expect(await attached()).toEqual([
      'DUPLICATE_COUNT(ID)',
      'METRIC_ORDERS_ACCEPTED_VALUES_REGION(REGION)',
      'METRIC_ORDERS_FRESHNESS(PLACED_AT)',
      'METRIC_ORDERS_PATTERN_REGION(REGION)',
      'METRIC_ORDERS_RANGE_TOTAL(TOTAL)',
      'METRIC_ORDERS_UNIQUE_REGION_TOTAL(REGION, TOTAL)',
      'NULL_COUNT(REGION)',
      'NULL_PERCENT(REGION)',
      'ROW_COUNT()',
    ]);
    expect(await isPlannedEmpty(domain)).toBe(true);
    await session.execute(
      sql.raw(`INSERT INTO BROOK_SHOP.PLATINUM.ORDERS (ID, REGION, TOTAL, EMAIL, PLACED_AT) VALUES
      (1, 'APAC', 1, 'a', '2026-01-01'), (1, 'APAC', 1, 'a', '2026-01-01'), (2, 'EMEA''s', -1, 'a', '2026-01-01'),
      (3, NULL, NULL, 'a', '2026-01-01'), (4, 'x', 0.5, 'a', '2026-01-01')`),
    );
    const counted: Record<string, unknown> = {};
    for (const each of compileDomain(domain)) {
      if (each.kind !== 'dataMetricFunction') continue;
      const columns = sql.join(each.columns.map(({ name }) => sql.id(name)));
      const { rows } = await session.execute(
        sql`SELECT ${sql.id(...each.name)}(SELECT ${columns} FROM BROOK_SHOP.PLATINUM.ORDERS) AS V`,
      );
      counted[each.name[2].replace(/_[0-9A-F]{8}$/, '')] = rows[0]?.V;
    }
    expect(counted).toMatchObject({
      METRIC_ORDERS_ACCEPTED_VALUES_REGION: 1,
      METRIC_ORDERS_PATTERN_REGION: 2,
      METRIC_ORDERS_RANGE_TOTAL: 1,
      METRIC_ORDERS_UNIQUE_REGION_TOTAL: 1,
    });
    expect(Number(counted.METRIC_ORDERS_FRESHNESS)).toBeGreaterThan(0);
  });

  test('a changed rule is measured by another function, and the old one goes', async () => {
    await applied(shop(ordersWith([rule.range('total', { min: 0 })])));
    const before = await functions();
    const changed = shop(ordersWith([rule.range('total', { min: 1 })]));
    await applied(changed);
    const after = await functions();
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
    expect(await attached()).toContain('METRIC_ORDERS_RANGE_TOTAL(TOTAL)');
    expect(await isPlannedEmpty(changed)).toBe(true);
  });

  test('another schedule changes the schedule alone', async () => {
    await applied(shop(ordersWith([])));
    const changed = shop(ordersWith([]), { dataMetrics: { schedule: '1440 MINUTE' } });
    const { steps } = await plan(changed, session);
    const statements = steps.flatMap((step) => step.statements);
    expect(new Set(statements)).toEqual(
      new Set([
        `ALTER TABLE "BROOK_SHOP"."PLATINUM"."ORDERS" SET DATA_METRIC_SCHEDULE = '1440 MINUTE'`,
      ]),
    );
    await applied(changed);
    expect(await isPlannedEmpty(changed)).toBe(true);
  });

  test('what is no longer measured is taken off; a function goes only where destroying is wanted', async () => {
    await applied(shop());
    const off = shop(ordersWith(allRules), { dataMetrics: { tiers: [] } });
    const { steps, leftovers } = await plan(off, session);
    expect(steps.map(({ address }) => address)).toContain(
      'dataMetric BROOK_SHOP.PLATINUM.ORDERS.ROW_COUNT',
    );
    expect(leftovers.filter((each) => each.startsWith('dataMetric '))).toEqual([]);
    await applied(off);
    expect(await attached()).toEqual([]);
    expect(await functions()).not.toEqual([]);
    await applied(off, { destroy: true });
    expect(await functions()).toEqual([]);
    expect(await isPlannedEmpty(off)).toBe(true);
  });
});
