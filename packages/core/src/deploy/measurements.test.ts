import { defineContract, rule } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { compileDomain } from '../domain/compile-domain.js';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { deployedState } from '../fixtures/planned-state.js';
import { deadAfter } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { audited, platinum, promotion, silver } from '../promotion/promotion.js';
import type { DataMetricResource, Resource, TableResource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { emptyState } from './actual-state.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import { planResources } from './plan-resources.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const scope = { name: 'd', database: 'D', deployRole: 'ACCOUNTADMIN' } as const;
const base: readonly Resource[] = [
  { kind: 'database', name: ['D'] },
  { kind: 'schema', name: ['D', 'S'] },
];

function tableOf(names: readonly string[], more: Partial<TableResource> = {}): TableResource {
  const columns = names.map((name) => ({
    name,
    type: 'VARCHAR' as const,
    isNullable: true,
    maskingPolicy: undefined,
    tags: [],
  }));
  return { kind: 'table', name: ['D', 'S', 'T'], columns, rowAccess: undefined, ...more };
}

function nullsOf(column: string, table = 'T', metric = 'NULLS'): DataMetricResource {
  return {
    kind: 'dataMetric',
    name: ['D', 'S', table, metric],
    function: ['SNOWFLAKE', 'CORE', 'NULL_COUNT'],
    columns: [column],
    schedule: '60 MINUTE',
  };
}

async function attached(session: Session, table: string): Promise<readonly string[]> {
  const { rows } = await session.execute(
    sql`SELECT METRIC_NAME, REF_ARGUMENTS FROM TABLE(${sql.id(table.split('.')[0] ?? '')}.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(REF_ENTITY_NAME => ${sql.literal(table)}, REF_ENTITY_DOMAIN => 'TABLE'))`,
  );
  return rows
    .map(({ METRIC_NAME, REF_ARGUMENTS }) => {
      const columns = REF_ARGUMENTS as readonly { readonly name: string }[];
      return `${METRIC_NAME}(${columns.map(({ name }) => name).join(', ')})`;
    })
    .sort();
}

/** What is measured after a plan from one state to another was run on the engine. */
async function measuredAfter(
  before: readonly Resource[],
  after: readonly Resource[],
  options: PlanOptions = {},
): Promise<readonly string[]> {
  const first = planResources(scope, before, emptyState);
  const second = planResources(scope, after, deployedState(before), options);
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const { statements } of [...first.steps, ...second.steps]) {
    for (const statement of statements) await session.execute(sql.raw(statement));
  }
  expect(planResources(scope, after, deployedState(after)).steps).toEqual([]);
  const table = after.find((each) => each.kind === 'table');
  return table === undefined ? [] : await attached(session, table.name.join('.'));
}

test('what is measured goes on when its column and its table are renamed', async () => {
  const before = [...base, tableOf(['A', 'B']), nullsOf('A'), nullsOf('B', 'T', 'MORE')];
  const table = tableOf(['C', 'B'], { name: ['D', 'S', 'NEW'], renamedFrom: ['D', 'S', 'T'] });
  const columns = table.columns.map((each) =>
    each.name === 'C' ? { ...each, renamedFrom: 'A' } : each,
  );
  const after = [...base, { ...table, columns }, nullsOf('C', 'NEW'), nullsOf('B', 'NEW', 'MORE')];
  expect(await measuredAfter(before, after)).toEqual(['NULL_COUNT(B)', 'NULL_COUNT(C)']);
});

test('what is measured of another column from now on is taken off the one that goes', async () => {
  const before = [...base, tableOf(['A', 'B']), nullsOf('A')];
  const after = [...base, tableOf(['B']), nullsOf('B')];
  expect(await measuredAfter(before, after, { destroy: true })).toEqual(['NULL_COUNT(B)']);
});

test('a measurement goes before its column does', async () => {
  const before = [...base, tableOf(['A', 'B']), nullsOf('A')];
  const after = [...base, tableOf(['B'])];
  expect(await measuredAfter(before, after, { destroy: true })).toEqual([]);
});

describe('a column that is masked from now on', () => {
  const mask: Resource = {
    kind: 'maskingPolicy',
    name: ['D', 'S', 'M'],
    type: 'VARCHAR',
    body: 'NULL',
  };
  const masked = tableOf(['A', 'B']).columns.map((each) =>
    each.name === 'A' ? { ...each, maskingPolicy: ['D', 'S', 'M'] as const } : each,
  );
  const before = [...base, mask, tableOf(['A', 'B']), nullsOf('A'), nullsOf('B', 'T', 'MORE')];
  const after = [...base, mask, tableOf([], { columns: masked }), nullsOf('B', 'T', 'MORE')];

  test.each([
    ['is not measured any more, though nothing is to be destroyed', {}],
    ['nor is it where a plan is about its table alone', { targets: ['table D.S.T'] }],
  ])('%s', async (_, options) => {
    expect(await measuredAfter(before, after, options)).toEqual(['NULL_COUNT(B)']);
  });
});

test('what is measured of a column that is renamed goes with it in a plan of its table alone', async () => {
  const before = [...base, tableOf(['A', 'B']), nullsOf('A', 'T', 'OF_A')];
  const columns = tableOf(['C', 'B']).columns.map((each) =>
    each.name === 'C' ? { ...each, renamedFrom: 'A' } : each,
  );
  const after = [...base, tableOf([], { columns }), nullsOf('C', 'T', 'OF_C')];
  const options = { targets: ['table D.S.T'] };
  expect(await measuredAfter(before, after, options)).toEqual(['NULL_COUNT(C)']);
});

test('what is measured of a table that is not declared any more stays with it', () => {
  const state = deployedState([...base, tableOf(['A']), nullsOf('A')]);
  expect(planResources(scope, base, state).steps).toEqual([]);
});

function shop(min?: number): Domain {
  const orders = defineContract({
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({ id: z.int() }),
    columns: { id: 'internal' },
    quality: min === undefined ? [] : [rule.range('id', { min })],
  });
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'shop',
    contracts: [orders],
    promotions: [promotion({ from: silver(orders), to: platinum(orders), strategy: audited() })],
  });
}

test('a change that is killed at any statement goes on to one measurement by the new function', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const evidence = new EvidenceInMemory();
  await apply({ domain: shop(0), warehouse, evidence });
  let isKilled = true;
  for (let at = 1; isKilled; at += 1) {
    const next = shop(at);
    const planned = await plan(next, session);
    const run = apply({ domain: next, warehouse: failingAt(warehouse, at), evidence });
    isKilled = await run.then(
      () => false,
      () => true,
    );
    await apply({ domain: next, warehouse, evidence });
    const created = planned.steps.map(({ address }) => address);
    const own = created.find((address) => address.startsWith('dataMetricFunction '));
    const metrics = await attached(session, 'BROOK_SHOP.PLATINUM.ORDERS');
    expect(metrics).toEqual([`${own?.split('.').at(-1)}(ID)`]);
    expect((await plan(next, session)).steps).toEqual([]);
    expect(at).toBeLessThan(60);
  }
}, 300_000);

describe('a measurement that an interrupted plan has taken off', () => {
  const dropped = /DROP DATA METRIC FUNCTION/;
  const added = /ADD DATA METRIC FUNCTION/;
  const table = 'BROOK_SHOP.PLATINUM.ORDERS';
  let warehouse: Warehouse;
  beforeEach(async () => {
    warehouse = await openLocalWarehouse();
    await deploy(shop(0));
  });
  afterEach(() => warehouse.close());

  async function deploy(domain: Domain, on = warehouse): Promise<void> {
    const evidence = new EvidenceInMemory();
    await apply({ domain, warehouse: on, evidence, planOptions: { destroy: true }, parallel: 1 });
  }

  async function measured(): Promise<readonly string[]> {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    return await attached(session, table);
  }

  /** The function of a declaration, on its column. */
  function functionOf(domain: Domain): string {
    const own = compileDomain(domain).find((each) => each.kind === 'dataMetricFunction');
    return `${own?.name.at(-1)}(ID)`;
  }

  async function expectDone(domain: Domain): Promise<void> {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const { steps, unfinished } = await plan(domain, session, { destroy: true });
    expect([steps, unfinished]).toEqual([[], []]);
  }

  test('is not taken off once more', async () => {
    await expect(deploy(shop(), deadAfter(warehouse, dropped))).rejects.toThrow();
    expect(await measured()).toEqual([]);
    await deploy(shop());
    expect(await measured()).toEqual([]);
    await expectDone(shop());
  });

  test('is set again when it is declared again', async () => {
    await expect(deploy(shop(), deadAfter(warehouse, dropped))).rejects.toThrow();
    await deploy(shop(0));
    expect(await measured()).toEqual([functionOf(shop(0))]);
    await expectDone(shop(0));
  });

  test('gives way to another one, and that to a third, without one of them staying', async () => {
    await expect(deploy(shop(1), deadAfter(warehouse, added))).rejects.toThrow();
    expect(await measured()).toEqual([functionOf(shop(1))]);
    await deploy(shop(2));
    expect(await measured()).toEqual([functionOf(shop(2))]);
    await expectDone(shop(2));
  });

  test('and what has come instead goes when nothing is to be measured', async () => {
    await expect(deploy(shop(1), deadAfter(warehouse, added))).rejects.toThrow();
    await deploy(shop());
    expect(await measured()).toEqual([]);
    await expectDone(shop());
  });
});
