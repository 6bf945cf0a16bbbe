import { addressOf, applyEffect, type Resource } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { type PlanStatement, singleEffects, statementsOf } from './followed-plan.js';
import { networkGate } from './network-gate.js';
import type { CheckedPlan, PlanCheckContext } from './plan-context.js';
import { type PlanRuleName, planRules } from './plan-rules.js';

/** After each statement the runner and those who come in emergencies still get in. */
export function checkLockout(plan: CheckedPlan, context: PlanCheckContext): readonly Finding[] {
  const statements = statementsOf(plan);
  const changing = statements.filter(changesNetwork);
  const [firstChange] = changing;
  if (firstChange === undefined) return [];
  const found = new Map<string, Finding>();
  const report = (rule: PlanRuleName, address: string, subject: string, message: string) => {
    const key = JSON.stringify([rule, address, subject]);
    const place = { address };
    if (!found.has(key)) found.set(key, findingOf(planRules[rule], { message, place }));
  };
  const state = new Map<string, Resource>(plan.startsWith.map((each) => [addressOf(each), each]));
  const runners = context.runnerAddresses ?? [];
  for (const statement of statements) {
    applyEffect(state, statement.effect);
    if (!changesNetwork(statement)) continue;
    const { place } = statement;
    const isInForce = [...state.values()].some(
      (each) => each.kind === 'networkPolicy' && each.activeOn.length > 0,
    );
    if (isInForce && runners.length === 0) {
      const message = `${place} changes network policies that are in force, and from which address the plan runs is not known`;
      report('runnerUnknown', statement.step.address, '', message);
    }
    const visitors = [
      ...runners.map((address) => ({
        address,
        user: context.runnerUser,
        rule: 'runnerLockedOut' as const,
      })),
      ...(context.breakGlass ?? []).map(({ address, user }) => ({
        address,
        user,
        rule: 'breakGlassLockedOut' as const,
      })),
    ];
    for (const { address, user, rule } of visitors) {
      const { answer, policy } = networkGate(state, address, user);
      if (answer === 'open') continue;
      const at = policy === undefined ? statement.step.address : addressOf(policy);
      if (answer === 'refused') {
        report(rule, at, address, `after ${place} nobody gets in from ${address}`);
      } else {
        const what =
          policy === undefined ? `${address} is no IP address` : 'a rule of it cannot be read';
        report(
          'networkUnreadable',
          at,
          address,
          `after ${place} it is not known who gets in: ${what}`,
        );
      }
    }
  }
  return [...found.values()];
}

function changesNetwork({ effect }: PlanStatement): boolean {
  return singleEffects(effect).some((each) => {
    if (each.is === 'absent') return /^network(Rule|Policy) /.test(each.address);
    return (
      each.is === 'present' &&
      (each.resource.kind === 'networkRule' || each.resource.kind === 'networkPolicy')
    );
  });
}
