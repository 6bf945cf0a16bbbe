import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Domain } from '../domain/define-domain.js';
import { failingAt, interposed } from '../fixtures/interposed-warehouse.js';
import { personal, shopOf } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';

let warehouse: Warehouse;
let evidence: EvidenceInMemory;

beforeEach(async () => {
  warehouse = await openLocalWarehouse();
  evidence = new EvidenceInMemory();
});
afterEach(() => warehouse.close());

/** The shop, whose people have these columns beside their id, all of them personal. */
function shopWith(...names: readonly string[]): Domain {
  return shopOf([personal('people', names)]);
}

async function remaining(domain: Domain): Promise<readonly string[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session)).steps.map((step) => step.address);
}

test('a new plan goes on wherever the one before it was interrupted', async () => {
  const [before, after] = [shopWith('email'), shopWith('email', 'phone', 'street')];
  for (let change = 1; ; change += 41) {
    const done = await apply({
      domain: before,
      warehouse: failingAt(warehouse, change),
      evidence,
    }).then(
      () => true,
      () => false,
    );
    if (done) break;
  }
  for (let change = 1; ; change += 1) {
    const done = await apply({
      domain: after,
      warehouse: failingAt(warehouse, change),
      evidence,
    }).then(
      () => true,
      () => false,
    );
    if (done) break;
    const left = await remaining(after);
    expect([[], ['table BROOK_SHOP.BRONZE.PEOPLE']]).toContainEqual(left);
  }
  expect(await remaining(after)).toEqual([]);
  const outcomes = evidence.events.map(({ details }) => details.outcome).filter(Boolean);
  expect(outcomes).toContain('succeeded');
  expect(outcomes.length * 2).toBe(evidence.events.length);
}, 120_000);

test('a plan whose steps were changed after its review is refused', async () => {
  const domain = shopWith('email');
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const reviewed = await plan(domain, session);
  const [first, ...others] = reviewed.steps;
  const more = { ...first, statements: ['CREATE ROLE "INTRUDER"'] } as never;
  const changed = { ...reviewed, steps: [more, ...others] };
  await expect(apply({ domain, warehouse, evidence, plan: changed })).rejects.toMatchObject({
    code: 'DAS_APPLY_STALE_PLAN',
  });
  expect(evidence.events).toEqual([]);
  await apply({ domain, warehouse, evidence, plan: reviewed });
  await expect(apply({ domain, warehouse, evidence, plan: reviewed })).rejects.toMatchObject({
    code: 'DAS_APPLY_STALE_PLAN',
  });
});

test('a table that appeared after the plan is not taken for the one that is to be created', async () => {
  const domain = shopWith('email');
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const crowded = interposed(warehouse, async (text) => {
    if (!text.startsWith('CREATE TABLE "BROOK_SHOP"."BRONZE"')) return;
    await session.execute(sql`CREATE TABLE BROOK_SHOP.BRONZE.PEOPLE (ID INT, EMAIL VARCHAR)`);
  });
  await expect(apply({ domain, warehouse: crowded, evidence })).rejects.toMatchObject({
    code: 'DAS_WAREHOUSE_ALREADY_EXISTS',
  });
});
