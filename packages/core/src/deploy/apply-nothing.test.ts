import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import type { AccessDeclaration } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { interposed } from '../fixtures/interposed-warehouse.js';
import { anything, deadAfter, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';

const groups = (minGroupSize: number): AccessDeclaration => ({
  kind: 'aggregationPolicy',
  name: 'GROUPS',
  appliesTo: { contracts: ['people'], tiers: ['BRONZE'] },
  minGroupSize,
  unrestricted: [],
});

async function deploy(domain: Domain, warehouse: Warehouse) {
  const evidence = new EvidenceInMemory();
  const options = { planOptions: anything, parallel: 1 };
  const { plan } = await apply({ domain, warehouse, evidence, ...options });
  return { steps: plan.steps.length, evidence: evidence.events.length };
}

test('an apply that has nothing to do writes nothing, and so needs no evidence', async () => {
  await using warehouse = await openLocalWarehouse();
  await deploy(shopWith(), warehouse);
  const written: string[] = [];
  const watched = interposed(warehouse, async (text) => {
    if (!/^\s*(?:SHOW|SELECT)\b/.test(text)) written.push(text);
  });
  expect(await deploy(shopWith(), watched)).toEqual({ steps: 0, evidence: 0 });
  expect(written).toEqual([]);
});

test('an apply that only writes down what an interrupted one has done leaves evidence', async () => {
  await using warehouse = await openLocalWarehouse();
  await deploy(shopWith([groups(7)]), warehouse);
  const last = /^ALTER AGGREGATION POLICY .* SET COMMENT/;
  const next = shopWith([groups(3)]);
  await expect(deploy(next, deadAfter(warehouse, last))).rejects.toThrow('dead');
  expect(await deploy(next, warehouse)).toEqual({ steps: 0, evidence: 2 });
  expect(await deploy(next, warehouse)).toEqual({ steps: 0, evidence: 0 });
});
