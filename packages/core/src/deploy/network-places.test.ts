import { openLocalWarehouse } from '@das/local';
import { describe, expect, test } from 'vitest';
import { base, planBetween, runBetween, scope, statementsOf } from '../fixtures/planned-change.js';
import { deployedState } from '../fixtures/planned-state.js';
import { anything, deadAfter, officesOnly as network, shopWith } from '../fixtures/shop-world.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { addressOf, type NetworkPolicyResource, type Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { plan as planDomain } from './plan.js';
import type { PlanOptions } from './plan-options.js';
import { planResources } from './plan-resources.js';
import { applyEffect } from './plan-step.js';

const rule = (name: string, ...values: readonly string[]): Resource => ({
  kind: 'networkRule',
  name: ['D', 'S', name],
  type: 'IPV4',
  mode: 'INGRESS',
  values,
});
const office = rule('OFFICE', '127.0.0.0/8', '10.0.0.0/8');
const account = { type: 'ACCOUNT' } as const;
const bot = { type: 'USER', user: 'BOT' } as const;

const policy = (
  name: string,
  activeOn: NetworkPolicyResource['activeOn'],
  more: Partial<NetworkPolicyResource> = {},
): NetworkPolicyResource => ({
  kind: 'networkPolicy',
  name: [name],
  allowed: [['D', 'S', 'OFFICE']],
  blocked: [],
  activeOn,
  ...more,
});

const lowered = (message: string) =>
  expect.objectContaining({ code: 'DAS_PLAN_LOWERS_PROTECTION', message });

describe('a network policy that takes the place of another one', () => {
  test('comes into force first, and the account is never without one', async () => {
    const before = [...base, office, policy('OLD', [account])];
    const after = [...base, office, policy('OLD', []), policy('NEW', [account])];
    const plan = await runBetween(before, after);
    expect(plan.steps.map(({ address }) => address)).toEqual([
      'networkPolicy NEW',
      'networkPolicy OLD',
    ]);
    expect(statementsOf(plan).filter((each) => each.startsWith('ALTER ACCOUNT'))).toEqual([
      'ALTER ACCOUNT SET NETWORK_POLICY = "NEW"',
    ]);
  });

  test('stays in force when the old one is dropped', async () => {
    const before = [...base, office, policy('OLD', [account])];
    const after = [...base, office, policy('NEW', [account])];
    const plan = await runBetween(before, after, { destroy: true });
    expect(statementsOf(plan).join('\n')).not.toContain('UNSET');
    expect(statementsOf(plan).at(-1)).toBe('DROP NETWORK POLICY "OLD"');
  });

  test('is the only one that the effects say is in force', () => {
    const before = [...base, office, policy('OLD', [account])];
    const plan = planBetween(before, [
      ...base,
      office,
      policy('OLD', []),
      policy('NEW', [account]),
    ]);
    const state = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
    for (const effect of plan.steps.flatMap((step) => step.effects)) {
      applyEffect(state, effect);
      const active = [...state.values()].filter(
        (each) => each.kind === 'networkPolicy' && each.activeOn.length > 0,
      );
      expect(active).toHaveLength(1);
    }
  });

  test('is planned before a policy that goes on to a third place', () => {
    const before = [...base, office, policy('A', [account]), policy('B', [bot])];
    const after = [...base, office, policy('A', []), policy('B', [account])];
    const plan = planBetween(before, after, { allowLowering: true });
    expect(statementsOf(plan).filter((each) => /^ALTER (?:ACCOUNT|USER)/.test(each))).toEqual([
      'ALTER ACCOUNT SET NETWORK_POLICY = "B"',
      'ALTER USER "BOT" UNSET NETWORK_POLICY',
    ]);
  });

  test('may not let more in than the old one', () => {
    const wide = rule('WIDE', '0.0.0.0/0');
    const before = [...base, office, policy('OLD', [account])];
    const next = policy('NEW', [account], { allowed: [['D', 'S', 'WIDE']] });
    const plan = () => planBetween(before, [...base, office, wide, policy('OLD', []), next]);
    expect(plan).toThrow(lowered('networkPolicy NEW lets more in by D.S.WIDE'));
  });
});

describe('less protection of the network is refused, and named', () => {
  const before = [...base, office, policy('NET', [account])];

  test('where a user gets a wider policy than that of the account', () => {
    const wide = rule('WIDE', '0.0.0.0/0');
    const open = policy('OPEN', [bot], { allowed: [['D', 'S', 'WIDE']] });
    const after = [...before, wide, open];
    const message = 'networkPolicy OPEN lets more in by D.S.WIDE';
    expect(() => planBetween(before, after)).toThrow(lowered(message));
  });

  test('where a policy is taken off', () => {
    const after = [...base, office, policy('NET', [])];
    const message = 'networkPolicy NET ceases to be in force on the account';
    expect(() => planBetween(before, after)).toThrow(lowered(message));
    const plan = planBetween(before, after, { allowLowering: true });
    expect(statementsOf(plan)).toContain('ALTER ACCOUNT UNSET NETWORK_POLICY');
  });

  test('where a policy is dropped', () => {
    expect(() => planBetween(before, [...base, office], { destroy: true })).toThrow(
      lowered('networkPolicy NET ceases to be in force on the account'),
    );
    expect(planBetween(before, [...base, office]).steps).toEqual([]);
  });

  test('where a user loses a policy of its own, unless the one of the account is as narrow', () => {
    const both = [...before, policy('BOTS', [bot])];
    const one = rule('ONE', '10.0.0.7');
    const narrow = [...before, one, policy('BOTS', [bot], { allowed: [['D', 'S', 'ONE']] })];
    expect(() => planBetween(narrow, [...before, one], { destroy: true })).toThrow(
      lowered('networkPolicy NET lets more in by D.S.OFFICE'),
    );
    expect(planBetween(both, before, { destroy: true }).steps).toHaveLength(1);
  });

  test('where a list of what is allowed gets longer, and not where it gets shorter', () => {
    const wider = [...base, rule('OFFICE', '127.0.0.0/8', '10.0.0.0/7'), policy('NET', [account])];
    expect(() => planBetween(before, wider)).toThrow(
      lowered('networkPolicy NET lets more in by D.S.OFFICE'),
    );
    const narrower = [...base, rule('OFFICE', '10.1.0.0/16'), policy('NET', [account])];
    expect(planBetween(before, narrower).steps).toHaveLength(1);
  });

  test('where a list of what is blocked gets shorter', () => {
    const bad = rule('BAD', '10.9.0.0/16', '10.8.0.0/16');
    const blocking = policy('NET', [account], { blocked: [['D', 'S', 'BAD']] });
    expect(() =>
      planBetween(
        [...base, office, bad, blocking],
        [...base, office, rule('BAD', '10.9.0.0/16'), blocking],
      ),
    ).toThrow(lowered('networkPolicy NET does not block all of D.S.BAD any more'));
  });

  test('where nothing is said any more of what is allowed', () => {
    const after = [...base, office, policy('NET', [account], { allowed: [] })];
    expect(() => planBetween(before, after)).toThrow(
      lowered('networkPolicy NET has no list of allowed IPV4 any more'),
    );
  });

  test('where nobody knows what the rule was', () => {
    const state = deployedState(before);
    const objects = new Map([...state.objects, ['networkRule D.S.OFFICE', 'das:sha256:0']]);
    const after = [...base, rule('OFFICE', '10.1.0.0/16'), policy('NET', [account])];
    expect(() =>
      planResources(scope, after, { ...state, objects }, { allowLowering: true }),
    ).toThrow(expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }));
  });
});

describe('a plan on whose way more get in than before and after is refused', () => {
  const refused = (place: string) =>
    expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE', place });
  const [shared, other] = [['D', 'S', 'SHARED'] as const, ['D', 'S', 'OTHER'] as const];
  const narrow = ['127.0.0.0/8', '10.0.0.0/8'];
  const wide = policy('SVC', [bot], { allowed: [shared] });

  test('where a rule gains addresses before a policy in force lets go of it', () => {
    const before = [
      ...base,
      rule('SHARED', ...narrow),
      policy('ACC', [account], { allowed: [shared] }),
    ];
    const after = [
      ...base,
      rule('SHARED', '0.0.0.0/0'),
      rule('OTHER', ...narrow),
      policy('ACC', [account], { allowed: [other] }),
      policy('SVC', [bot], { allowed: [shared] }),
    ];
    expect(() => planBetween(before, after, { allowLowering: true })).toThrow(
      refused('networkRule D.S.SHARED'),
    );
  });

  test('where a blocked rule loses addresses before a policy in force lets go of it', () => {
    const blocking = (name: typeof shared | typeof other) =>
      policy('ACC', [account], { allowed: [], blocked: [name] });
    const before = [...base, rule('SHARED', '10.9.0.0/16'), blocking(shared)];
    const after = [
      ...base,
      rule('SHARED', '10.9.0.0/24'),
      rule('OTHER', '10.9.0.0/16'),
      blocking(other),
    ];
    expect(() => planBetween(before, after, { allowLowering: true })).toThrow(
      refused('networkRule D.S.SHARED'),
    );
  });

  test('where a list of what is allowed gets longer before what is to be blocked of it is', () => {
    const before = [
      ...base,
      rule('SHARED', ...narrow),
      policy('ACC', [account], { allowed: [shared] }),
    ];
    const after = [
      ...base,
      rule('SHARED', '0.0.0.0/0'),
      rule('OTHER', '192.0.2.0/24'),
      policy('ACC', [account], { allowed: [shared], blocked: [other] }),
    ];
    expect(() => planBetween(before, after, { allowLowering: true })).toThrow(
      refused('networkRule D.S.SHARED'),
    );
  });

  test('and not where each gets in before or after', async () => {
    const before = [
      ...base,
      rule('SHARED', ...narrow),
      rule('OTHER', '192.0.2.0/24'),
      policy('ACC', [account], { allowed: [shared, other] }),
    ];
    const after = [
      ...base,
      rule('SHARED', '127.0.0.0/8', '11.0.0.0/8'),
      rule('OTHER', '198.51.100.0/24'),
      policy('ACC', [account], { allowed: [shared, other] }),
    ];
    const plan = await runBetween(before, after, { allowLowering: true });
    expect(plan.steps.map(({ address }) => address)).toEqual([
      'networkRule D.S.SHARED',
      'networkRule D.S.OTHER',
    ]);
  });

  test('and not where the policy with a wider rule is new, and the rule its own', async () => {
    const before = [...base, office, policy('ACC', [account])];
    const after = [...before, rule('SHARED', '0.0.0.0/0'), wide];
    const plan = planBetween(before, after, { allowLowering: true });
    expect(statementsOf(plan)).toContain('ALTER USER "BOT" SET NETWORK_POLICY = "SVC"');
  });
});

describe('a network policy from which another one has taken its place', {
  timeout: 120_000,
}, () => {
  const old = shopWith([network('OLD', 'account')]);
  const successor = shopWith([network('NEW', 'account')]);
  const policyOld = 'networkPolicy OLD';

  const deploy = (warehouse: Warehouse, domain: typeof old, more: PlanOptions = {}) =>
    apply({
      domain,
      warehouse,
      evidence: new EvidenceInMemory(),
      planOptions: { ...anything, ...more },
      parallel: 1,
    });
  const planOf = async (warehouse: Warehouse, domain: typeof old) => {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    return await planDomain(domain, session, anything);
  };
  const policies = async (warehouse: Warehouse) => {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const { rows } = await session.execute(sql`SHOW NETWORK POLICIES`);
    return rows.map(({ name }) => name);
  };

  test('is left over where it is not declared any more, and goes when it may', async () => {
    await using warehouse = await openLocalWarehouse();
    await deploy(warehouse, old);
    await deploy(warehouse, successor);
    const { steps, leftovers } = await planOf(warehouse, successor);
    expect(steps).toEqual([]);
    expect(leftovers).toContain(policyOld);
    // What is left over is so in every plan that follows.
    await deploy(warehouse, successor);
    expect((await planOf(warehouse, successor)).leftovers).toContain(policyOld);
    await deploy(warehouse, successor, { destroy: true });
    expect(await policies(warehouse)).toEqual(['NEW']);
  });

  test.each([
    ['the place is taken', /^ALTER ACCOUNT SET NETWORK_POLICY = "NEW"/],
    ['its comment is written', /^COMMENT ON NETWORK POLICY "OLD"/],
  ])('so also when the line went dead after %s', async (_, form) => {
    await using warehouse = await openLocalWarehouse();
    await deploy(warehouse, old);
    await expect(deploy(deadAfter(warehouse, form), successor)).rejects.toThrow(
      /went dead|failures/,
    );
    await deploy(warehouse, successor);
    const { steps, leftovers, unfinished } = await planOf(warehouse, successor);
    expect([...steps, ...unfinished]).toEqual([]);
    expect(leftovers).toContain(policyOld);
    await deploy(warehouse, successor, { destroy: true });
    expect(await policies(warehouse)).toEqual(['NEW']);
  });

  test('is known to the next plan, where this one was of the other policy alone', async () => {
    await using warehouse = await openLocalWarehouse();
    const both = shopWith([network('OLD', 'none'), network('NEW', 'account')]);
    await deploy(warehouse, old);
    await deploy(warehouse, both, { targets: ['networkPolicy NEW'] });
    await deploy(warehouse, both);
    const { steps, unfinished } = await planOf(warehouse, both);
    expect([...steps, ...unfinished]).toEqual([]);
    await deploy(warehouse, old);
    expect((await planOf(warehouse, old)).steps).toEqual([]);
  });
});
