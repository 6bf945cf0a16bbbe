import { defineContract, type Rule, rule } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import { runCollector } from '../collector/run-collector.js';
import { apply } from '../deploy/apply.js';
import { compileDomain } from '../domain/compile-domain.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { ArraySource } from '../fixtures/array-source.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Row, Warehouse } from '../warehouse/warehouse.js';
import { orderPromotions } from './order-promotions.js';
import {
  audited,
  bronze,
  dynamicTable,
  type Promotion,
  platinum,
  promotion,
  silver,
} from './promotion.js';
import { runPromotion } from './run-promotion.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
});
afterEach(() => warehouse.close());

const named = { domain: 'shop', version: '1.0.0', owner: 'shop' } as const;

const customers = defineContract({
  ...named,
  name: 'customers',
  schema: z.object({ id: z.int() }),
  columns: { id: 'internal' },
  primaryKey: ['id'],
});

function ordersWith(quality: readonly Rule<'id' | 'customer' | 'total' | 'note'>[]) {
  return defineContract({
    ...named,
    name: 'orders',
    schema: z.object({
      id: z.int(),
      customer: z.int().nullable(),
      total: z.number(),
      note: z.string().nullable(),
    }),
    columns: {
      id: 'internal',
      customer: 'internal',
      total: { classification: 'internal', type: 'NUMBER(12,2)' },
      note: 'internal',
    },
    primaryKey: ['id'],
    uniqueKeys: [['note']],
    quality,
  });
}

type Orders = ReturnType<typeof ordersWith>;

const platform = definePlatform({ name: 'test', masking: [] });

function shopWith(
  orders: Orders,
  events: readonly unknown[],
  more: (orders: Orders) => readonly Promotion[] = () => [],
): Domain {
  class OrdersCollector extends Collector<Orders> {
    readonly contract = orders;
    override readonly flush = { rows: 100, bytes: 1_000_000, seconds: 60 };
    async openSource() {
      return new ArraySource({ a: events });
    }
  }
  class CustomersCollector extends Collector<typeof customers> {
    readonly contract = customers;
    override readonly flush = { rows: 100, bytes: 1_000_000, seconds: 60 };
    async openSource() {
      return new ArraySource({ b: [{ id: 1 }, { id: 2 }] });
    }
  }
  return defineDomain({
    platform,
    name: 'shop',
    contracts: [orders, customers],
    collectors: [OrdersCollector, CustomersCollector],
    promotions: [
      promotion({ from: bronze(orders), to: silver(orders), strategy: audited() }),
      promotion({ from: bronze(customers), to: silver(customers), strategy: dynamicTable() }),
      ...more(orders),
    ],
  });
}

async function run(domain: Domain) {
  await apply({ domain, warehouse, evidence });
  for (const CollectorClass of domain.collectors) {
    await runCollector(new CollectorClass(), { domain, warehouse, evidence, baseDirectory: '.' });
  }
  return promoteAll(domain);
}

async function promoteAll(domain: Domain) {
  const runs = [];
  for (const each of orderPromotions(domain.promotions)) {
    runs.push(await runPromotion(each, { domain, warehouse, evidence }));
  }
  return new Map(runs.map((each) => [each.promotion, each]));
}

async function published(): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'BROOK_SHOP_PIPELINE' });
  return (await session.execute(sql`SELECT ID FROM BROOK_SHOP.SILVER.ORDERS ORDER BY ID`)).rows;
}

function order(id: number, more: object = {}) {
  return { id, customer: 1, total: 10, note: `note ${id}`, ...more };
}

describe('a rule that warns', () => {
  test('lets its rows pass everywhere, and is counted in the run and in the evidence', async () => {
    const orders = ordersWith([
      rule.range('total', { min: 0 }, { severity: 'warning' }),
      rule.completeness('customer', { min: 0.9 }, { severity: 'info' }),
      rule.rowCount({ min: 1 }, { severity: 'warning' }),
      rule.sql(
        'largest',
        'SELECT MAX({property}) FROM {object}',
        { mustBeLessThan: 5 },
        { column: 'total', severity: 'warning' },
      ),
      rule.sql(
        'nothing',
        'SELECT MAX({property}) FROM {object} WHERE FALSE',
        { mustBe: 1 },
        { column: 'total', severity: 'info' },
      ),
    ]);
    const runs = await run(
      shopWith(orders, [order(1, { total: -1 }), order(2, { customer: null })]),
    );
    expect(runs.get('orders_silver')).toMatchObject({
      rows: 2,
      quarantined: 0,
      warnings: [
        { rule: 'range_total', severity: 'warning', status: 'missed', rows: 1 },
        { rule: 'completeness_customer', severity: 'info', status: 'missed', value: 0.5 },
        { rule: 'largest', severity: 'warning', status: 'missed', value: 10 },
        { rule: 'nothing', severity: 'info', status: 'no data' },
      ],
    });
    const leaf = evidence.events.find(
      ({ kind, details }) =>
        kind === 'promotion.completed' && 'warnings' in details && details.rows === 2,
    );
    // What a query of one's own measured may be a value of the data.
    expect(leaf?.details.warnings).toEqual([
      { rule: 'range_total', severity: 'warning', status: 'missed', rows: 1 },
      { rule: 'completeness_customer', severity: 'info', status: 'missed', value: 0.5 },
      { rule: 'largest', severity: 'warning', status: 'missed' },
      { rule: 'nothing', severity: 'info', status: 'no data' },
    ]);
  });
});

describe('a rule that stops', () => {
  test.each([
    [rule.rowCount({ max: 1 }), 'row_count (2)'],
    [rule.completeness('customer', { min: 0.9 }), 'completeness_customer (0.5)'],
    [rule.duplicates('total', { max: 0.5 }), 'duplicates_total (1)'],
    [rule.unique('total'), 'unique_total (2 rows)'],
    [rule.drift('total', { bounds: [5], shares: [1, 0] }), 'drift_total (18.4188)'],
    [
      rule.sql(
        'largest',
        'SELECT MAX({property}) FROM {object}',
        { mustBe: 5 },
        { column: 'total' },
      ),
      'largest',
    ],
    [
      rule.sql(
        'none',
        'SELECT MAX({property}) FROM {object} WHERE FALSE',
        { mustBe: 5 },
        { column: 'total' },
      ),
      'none (no data)',
    ],
  ] as const)('publishes nothing: %j', async (each, told) => {
    const domain = shopWith(ordersWith([each]), [order(1), order(2, { customer: null })]);
    await expect(run(domain)).rejects.toMatchObject({
      code: 'DAS_PROMOTION_AUDIT_FAILED',
      message: `rules do not hold: ${told}; the target keeps what it had`,
    });
    expect(await published()).toEqual([]);
  });

  test('may be a unique key, in which rows without a value do not repeat each other', async () => {
    const free = [order(1, { note: null }), order(2, { note: null })];
    await run(shopWith(ordersWith([]), free));
    expect(await published()).toHaveLength(2);
  });

  test('may be a unique key, whose rows stop the table', async () => {
    const same = [order(1, { note: 'same' }), order(2, { note: 'same' })];
    await expect(run(shopWith(ordersWith([]), same))).rejects.toMatchObject({
      message: expect.stringContaining('unique_key_note (2 rows)'),
    });
  });

  test('quarantines at landing by a pattern, as a promotion would', async () => {
    const orders = ordersWith([rule.pattern('note', 'note \\d+')]);
    await run(shopWith(orders, [order(1), order(2, { note: 'note 2 and more' })]));
    expect(await published()).toEqual([{ ID: 1 }]);
    await using session = await warehouse.openSession({ role: 'BROOK_SHOP_PIPELINE' });
    const rejected = await session.execute(
      sql`SELECT REASON, FINDINGS FROM BROOK_SHOP.OPS.QUARANTINE`,
    );
    expect(rejected.rows).toEqual([
      { REASON: 'RULE_VIOLATION', FINDINGS: [{ code: 'pattern_note' }] },
    ]);
  });
});

describe('a referential rule', () => {
  const known = rule.referential('customer', customers, 'id');

  test('looks into the table of the same tier, which is promoted before', async () => {
    const domain = shopWith(ordersWith([known]), [order(1), order(2, { customer: null })]);
    const order_ = orderPromotions(domain.promotions).map((each) => each.name);
    expect(order_).toEqual(['customers_silver', 'orders_silver']);
    await run(domain);
    expect(await published()).toHaveLength(2);
  });

  test('stops the table for an orphan', async () => {
    const domain = shopWith(ordersWith([known]), [order(1), order(2, { customer: 9 })]);
    await expect(run(domain)).rejects.toMatchObject({
      message: expect.stringContaining('referential_customer (1 row)'),
    });
    expect(await published()).toEqual([]);
  });

  test('looks below when its own tier has no such table', async () => {
    const domain = shopWith(ordersWith([known]), [order(1, { customer: 2 })], (orders) => [
      promotion({ from: silver(orders), to: platinum(orders), strategy: audited() }),
    ]);
    expect((await run(domain)).get('orders_platinum')).toMatchObject({ rows: 1, warnings: [] });
  });

  test('may lead to the table itself', async () => {
    const self = { domain: 'shop', name: 'orders', columns: [{ name: 'id' }] } as const;
    const parent = rule.referential('customer', self, 'id');
    await run(shopWith(ordersWith([parent]), [order(1, { customer: 2 }), order(2)]));
    expect(await published()).toHaveLength(2);
  });

  test('that leads out of the domain is refused by the plan, or without data if it only warns', async () => {
    const foreign = { domain: 'crm', name: 'people', columns: [{ name: 'id' }] } as const;
    const stops = shopWith(ordersWith([rule.referential('customer', foreign, 'id')]), []);
    expect(() => compileDomain(stops)).toThrow(
      expect.objectContaining({ code: 'DAS_CONTRACT_UNKNOWN_REFERENCE' }),
    );
    const warns = rule.referential('customer', foreign, 'id', { severity: 'warning' });
    const runs = await run(shopWith(ordersWith([warns]), [order(1)]));
    expect(runs.get('orders_silver')?.warnings).toEqual([
      { rule: 'referential_customer', severity: 'warning', status: 'no data' },
    ]);
  });
});
