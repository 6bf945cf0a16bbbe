import { addressOf, type Resource } from '../resources/resource.js';
import { applyEffect, type Effect, type PlanStep } from './plan-step.js';

/** Steps in two halves. */
export interface SplitSteps {
  readonly early: readonly PlanStep[];
  readonly late: readonly PlanStep[];
}

/**
 * Parts the steps of tags before they take off a masking policy: a column that has been masked by the tag
 * alone gets its own mask, or goes, before that.
 *
 * @param current - what there is before the steps
 */
export function lateUnsets(
  steps: readonly PlanStep[],
  current: ReadonlyMap<string, Resource>,
): SplitSteps {
  const state = new Map(current);
  const early: PlanStep[] = [];
  const late: PlanStep[] = [];
  for (const step of steps) {
    const at = step.effects.findIndex((effect) => {
      const isUnset = losesPolicies(effect, state);
      applyEffect(state, effect);
      return isUnset;
    });
    if (at === -1) {
      early.push(step);
      continue;
    }
    const part = (start: number, end?: number): PlanStep => ({
      ...step,
      statements: step.statements.slice(start, end),
      effects: step.effects.slice(start, end),
    });
    if (at > 0) early.push(part(0, at));
    late.push(part(at));
  }
  return { early, late };
}

/** Whether a tag loses masking policies and none comes in their place. */
function losesPolicies(effect: Effect, state: ReadonlyMap<string, Resource>): boolean {
  if (effect.is !== 'present' || effect.resource.kind !== 'tag') return false;
  const before = state.get(addressOf(effect.resource));
  const had = policiesOf(before);
  const has = policiesOf(effect.resource);
  return [...had].some((each) => !has.has(each)) && ![...has].some((each) => !had.has(each));
}

function policiesOf(resource: Resource | undefined): ReadonlySet<string> {
  const policies = resource?.kind === 'tag' ? (resource.maskingPolicies ?? []) : [];
  return new Set(policies.map((each) => JSON.stringify(each)));
}
