import type { PlanStep } from './plan-step.js';

const unset = /^ALTER TAG \S+ UNSET MASKING POLICY /;

/** Steps in two halves. */
export interface SplitSteps {
  readonly early: readonly PlanStep[];
  readonly late: readonly PlanStep[];
}

/**
 * Parts the steps of tags before they take off a masking policy: a column that has been masked by the tag
 * alone gets its own mask, or goes, before that.
 */
export function lateUnsets(steps: readonly PlanStep[]): SplitSteps {
  const early: PlanStep[] = [];
  const late: PlanStep[] = [];
  for (const step of steps) {
    const at = step.address.startsWith('tag ')
      ? step.statements.findIndex((statement) => unset.test(statement))
      : -1;
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
