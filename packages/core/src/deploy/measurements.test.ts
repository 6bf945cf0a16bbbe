import { defineContract, rule } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Domain, defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { deployedState } from '../fixtures/planned-state.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { audited, platinum, promotion, silver } from '../promotion/promotion.js';
import type { DataMetricResource, Resource, TableResource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { emptyState } from './actual-state.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import { planResources } from './plan-resources.js';

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

function shop(min: number): Domain {
  const orders = defineContract({
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    owner: 'shop',
    schema: z.object({ id: z.int() }),
    columns: { id: 'internal' },
    quality: [rule.range('id', { min })],
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
