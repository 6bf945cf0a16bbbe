import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Domain } from '../domain/define-domain.js';
import { anything, deadAfter, officesOnly as network, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { type Plan, plan } from './plan.js';
import type { PlanOptions } from './plan-options.js';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ours = shopWith([network('OURS', 'account')]);
const idle = shopWith([network('OURS', 'none')]);
const none = shopWith();

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse();
});
afterEach(() => warehouse.close());

async function run(...statements: readonly string[]): Promise<void> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const each of statements) await session.execute(sql.raw(each));
}

async function inForce(): Promise<unknown> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const { rows } = await session.execute(sql`SHOW PARAMETERS LIKE 'NETWORK_POLICY' IN ACCOUNT`);
  return rows[0]?.value;
}

async function deploy(domain: Domain, planOptions: PlanOptions = {}, on = warehouse) {
  const evidence = new EvidenceInMemory();
  await apply({ domain, warehouse: on, evidence, planOptions, parallel: 1 });
}

async function planOf(domain: Domain, options: PlanOptions = {}): Promise<Plan> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return await plan(domain, session, options);
}

describe('a network policy that somebody else has put in force on the account', () => {
  const theirs = [
    "CREATE NETWORK POLICY THEIRS ALLOWED_IP_LIST = ('127.0.0.1', '198.51.100.0/24')",
    'ALTER ACCOUNT SET NETWORK_POLICY = THEIRS',
  ];

  test('does not give way to one that is declared, unless that is wanted', async () => {
    await run(...theirs);
    await expect(deploy(ours)).rejects.toMatchObject({
      code: 'DAS_PLAN_LOWERS_PROTECTION',
      message: 'networkPolicy THEIRS of somebody else would give way to networkPolicy OURS',
      place: 'networkPolicy THEIRS',
    });
    expect(await inForce()).toBe('THEIRS');
    await deploy(ours, anything);
    expect(await inForce()).toBe('OURS');
    expect((await planOf(ours)).steps).toEqual([]);
  });

  test('does not give way for a user either, unless that is wanted', async () => {
    await run(...theirs, 'CREATE USER BOT');
    const forBot = shopWith([network('OURS', { users: ['BOT'] })]);
    await expect(deploy(forBot)).rejects.toMatchObject({
      code: 'DAS_PLAN_LOWERS_PROTECTION',
      message:
        'networkPolicy THEIRS of somebody else would give way to networkPolicy OURS for user BOT',
    });
    await deploy(forBot, anything);
    expect((await planOf(forBot)).steps).toEqual([]);
  });

  test('is in the way of nothing else', async () => {
    await run(...theirs);
    await deploy(idle);
    expect(await inForce()).toBe('THEIRS');
    expect((await planOf(idle)).steps).toEqual([]);
  });

  test('does not give way where it has taken the place of one that is declared', async () => {
    await deploy(ours);
    await run(...theirs);
    await expect(deploy(ours)).rejects.toMatchObject({ code: 'DAS_PLAN_LOWERS_PROTECTION' });
    await deploy(ours, anything);
    expect(await inForce()).toBe('OURS');
  });

  test.each([
    ['goes', none, { ...anything, destroy: true }],
    ['is no longer to be in force', idle, anything],
  ])('stays when the declared one, whose place it has taken, %s', async (_, next, options) => {
    await deploy(ours);
    await run(...theirs);
    await deploy(next, options);
    expect(await inForce()).toBe('THEIRS');
    expect((await planOf(next, options)).steps).toEqual([]);
  });

  test('leaves the record as it is, where nothing is changed of ours', async () => {
    await deploy(ours);
    await run(...theirs);
    await deploy(none);
    expect((await planOf(none)).leftovers).toContain('networkPolicy OURS');
  });
});

test.each([
  ['is set', /^ALTER ACCOUNT SET NETWORK_POLICY/],
  ['has its rules', /^ALTER NETWORK POLICY "OURS"/],
])('a plan knows where a policy is in force after one was killed when it %s', async (_, form) => {
  await deploy(idle);
  await expect(deploy(ours, anything, deadAfter(warehouse, form))).rejects.toThrow();
  const held = await inForce();
  const { startsWith, steps } = await planOf(idle, anything);
  const [effect] = steps.flatMap(({ effects }) => effects);
  const known = [...startsWith, effect?.is === 'present' ? effect.resource : undefined];
  const places = known.flatMap((each) => (each?.kind === 'networkPolicy' ? [each.activeOn] : []));
  const where = held === 'OURS' ? [{ type: 'ACCOUNT' }] : [];
  expect(places).toEqual([where, where]);
  await deploy(idle, anything);
  expect(await inForce()).toBe('');
});
