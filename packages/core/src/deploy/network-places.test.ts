import { describe, expect, test } from 'vitest';
import { base, planBetween, runBetween, scope, statementsOf } from '../fixtures/planned-change.js';
import { deployedState } from '../fixtures/planned-state.js';
import type { NetworkPolicyResource, Resource } from '../resources/resource.js';
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
    const state = new Map(
      plan.startsWith.map((each) => [`${each.kind} ${each.name?.join('.')}`, each]),
    );
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
