import { openLocalWarehouse } from '@das/local';
import { expect, test, vi } from 'vitest';
import type { AccessDeclaration } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { anything, deadAfter, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 300_000 });

const planOptions: PlanOptions = { ...anything, destroy: true };

const role = (name: string): AccessDeclaration => ({
  kind: 'accessRole',
  name,
  reads: ['BRONZE'],
  clearance: [],
});
const share: AccessDeclaration = {
  kind: 'share',
  name: 'PARTNERS',
  tier: 'BRONZE',
  contracts: ['people'],
  clearance: [],
  accounts: ['AN_ORG.AN_ACCOUNT'],
};

async function deploy(domain: Domain, warehouse: Warehouse): Promise<void> {
  const evidence = new EvidenceInMemory();
  await apply({ domain, warehouse, evidence, planOptions, parallel: 1 });
}

async function statementsLeft(domain: Domain, warehouse: Warehouse): Promise<readonly string[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await plan(domain, session, planOptions)).steps.flatMap(({ statements }) => statements);
}

function exactly(statement: string): RegExp {
  return new RegExp(`^${statement.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
}

test('what is taken away is not taken away once more, wherever the plan was killed', async () => {
  const tierRoles = { tierRoles: true };
  const before = shopWith([role('READER'), role('AUDITOR'), share], ['people'], tierRoles);
  const after = shopWith([role('READER')], ['people']);
  await using undisturbed = await openLocalWarehouse();
  await deploy(before, undisturbed);
  const statements = await statementsLeft(after, undisturbed);
  await deploy(after, undisturbed);
  const wanted = await accountContent(undisturbed, after);
  const taking = statements.filter((each) => /^(?:DROP|REVOKE) /.test(each));
  expect(taking.filter((each) => /^DROP DATABASE ROLE /.test(each)).length).toBeGreaterThan(2);
  expect(taking.filter((each) => /^REVOKE /.test(each)).length).toBeGreaterThan(5);
  for (const statement of taking) {
    await using killed = await openLocalWarehouse();
    await deploy(before, killed);
    const dying = deadAfter(killed, exactly(statement));
    await expect(deploy(after, dying), statement).rejects.toThrow();
    await deploy(after, killed);
    expect(await statementsLeft(after, killed), statement).toEqual([]);
    expect(await accountContent(killed, after), statement).toEqual(wanted);
  }
});
