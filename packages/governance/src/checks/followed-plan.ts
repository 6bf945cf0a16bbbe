import type { Effect, PlanStep } from '@das/core';
import type { CheckedPlan } from './plan-context.js';

/** One statement of a plan, with its place in it. */
export interface PlanStatement {
  readonly step: PlanStep;
  readonly text: string;
  readonly effect: Effect;
  /** For people: `after statement 2 of step 5`. */
  readonly place: string;
}

/** The statements of a plan in order. One whose effect is not stated counts as one that changes nothing. */
export function statementsOf(plan: CheckedPlan): readonly PlanStatement[] {
  return plan.steps.flatMap((step, index) =>
    step.statements.map((text, at) => ({
      step,
      text,
      effect: step.effects[at] ?? { is: 'unchanged' },
      place: `statement ${at + 1} of step ${index + 1}`,
    })),
  );
}

/** The single effects that an effect is made of. */
export function singleEffects(
  effect: Effect,
): readonly Exclude<Effect, { readonly is: 'several' }>[] {
  return effect.is === 'several' ? effect.effects.flatMap(singleEffects) : [effect];
}
