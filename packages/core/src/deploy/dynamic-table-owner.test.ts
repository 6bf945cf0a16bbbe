import { defineContract } from '@das/contracts';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { defineDomain } from '../domain/define-domain.js';
import { definePlatform } from '../domain/platform.js';
import { deadAfter } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { bronze, dynamicTable, platinum, promotion, silver } from '../promotion/promotion.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanStep } from './plan-step.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const notes = defineContract({
  domain: 'shop',
  name: 'notes',
  version: '1.0.0',
  owner: 'shop',
  schema: z.object({ id: z.int() }),
  columns: { id: 'internal' },
});

class NotesCollector extends Collector {
  readonly contract = notes;
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
}

/** A table of which one is filled, and of that another one. */
const shop = defineDomain({
  platform: definePlatform({ name: 'test', masking: [] }),
  name: 'shop',
  contracts: [notes],
  collectors: [NotesCollector],
  promotions: [
    promotion({
      from: bronze(notes),
      to: silver(notes),
      strategy: dynamicTable(),
    }),
    promotion({
      from: silver(notes),
      to: platinum(notes),
      strategy: dynamicTable(),
    }),
  ],
});

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse();
});
afterEach(() => warehouse.close());

async function deploy(on: Warehouse, planOptions: PlanOptions = {}): Promise<void> {
  const evidence = new EvidenceInMemory();
  await apply({ domain: shop, warehouse: on, evidence, planOptions, parallel: 1 });
}

async function stepsLeft(options: PlanOptions = {}): Promise<readonly PlanStep[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { steps, unfinished } = await plan(shop, session, options);
  expect(unfinished).toEqual([]);
  return steps;
}

async function owners(): Promise<readonly string[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { rows } = await session.execute(sql`SHOW DYNAMIC TABLES IN DATABASE BROOK_SHOP`);
  return rows.map(({ schema_name, owner }) => `${schema_name} ${owner}`).sort();
}

const given = ['PLATINUM BROOK_SHOP_PIPELINE', 'SILVER BROOK_SHOP_PIPELINE'];

test('a dynamic table is given to its owner right after it is made, and not once more', async () => {
  const steps = await stepsLeft();
  const silverTable = '"BROOK_SHOP"."SILVER"."NOTES"';
  const made = steps.find(({ address }) => address === 'dynamicTable BROOK_SHOP.SILVER.NOTES');
  expect(made?.statements.map((each) => each.replace(/ \(.*/s, ''))).toEqual([
    `CREATE DYNAMIC TABLE ${silverTable}`,
    `GRANT SELECT ON DYNAMIC TABLE ${silverTable} TO ROLE "ACCOUNTADMIN"`,
    `GRANT OWNERSHIP ON DYNAMIC TABLE ${silverTable} TO ROLE "BROOK_SHOP_PIPELINE" COPY CURRENT GRANTS`,
  ]);
  const statements = steps.flatMap((step) => step.statements);
  expect(new Set(statements).size).toBe(statements.length);
  expect(statements.filter((each) => each.startsWith('GRANT OWNERSHIP'))).toHaveLength(2);
  await deploy(warehouse);
  expect(await owners()).toEqual(given);
  expect(await stepsLeft()).toEqual([]);
});

test("a dynamic table that is its owner's can be filled at once", async () => {
  const given = /^GRANT OWNERSHIP ON DYNAMIC TABLE .*"SILVER"/;
  await expect(deploy(deadAfter(warehouse, given))).rejects.toThrow();
  await using owner = await warehouse.openSession({ role: 'BROOK_SHOP_PIPELINE' });
  const refresh = sql`ALTER DYNAMIC TABLE BROOK_SHOP.SILVER.NOTES REFRESH`;
  await expect(owner.execute(refresh)).resolves.toBeDefined();
});

test('a plan of the table alone gives it to its owner too', async () => {
  const targets = ['dynamicTable BROOK_SHOP.PLATINUM.NOTES'];
  await deploy(warehouse, { targets });
  expect(await owners()).toEqual(given);
  await deploy(warehouse);
  expect(await owners()).toEqual(given);
  expect(await stepsLeft()).toEqual([]);
});

test.each([
  ['it is made', /^CREATE DYNAMIC TABLE .*"SILVER"/],
  ['the deployer may read it', /^GRANT SELECT ON DYNAMIC TABLE .*"SILVER".*"ACCOUNTADMIN"/],
  ['it is given away', /^GRANT OWNERSHIP ON DYNAMIC TABLE .*"SILVER"/],
])('a plan that is killed after %s goes on to the same owner', async (_, form) => {
  await expect(deploy(deadAfter(warehouse, form))).rejects.toThrow();
  const left = (await stepsLeft()).flatMap(({ statements }) => statements);
  const last = left.filter((each) =>
    /^(?:CREATE|GRANT OWN)[^(]*DYNAMIC TABLE [^(]*"SILVER"/.test(each),
  );
  expect(last.at(-1)).toMatch(/TO ROLE "BROOK_SHOP_PIPELINE"/);
  expect(last.filter((each) => each.includes('TO ROLE "BROOK_SHOP_PIPELINE"'))).toHaveLength(1);
  await deploy(warehouse);
  expect(await owners()).toEqual(given);
  expect(await stepsLeft()).toEqual([]);
});
