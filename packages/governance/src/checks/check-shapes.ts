import { addressOf, applyEffect, type Resource } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { statementsOf } from './followed-plan.js';
import type { CheckedPlan } from './plan-context.js';
import { planRules } from './plan-rules.js';

/** Columns that are declared to be required, and after the plan are not. */
export function checkShapes(plan: CheckedPlan): readonly Finding[] {
  const state = new Map<string, Resource>(plan.startsWith.map((each) => [addressOf(each), each]));
  for (const { effect } of statementsOf(plan)) applyEffect(state, effect);
  return [...state.values()].flatMap((resource) => {
    if (resource.kind !== 'table') return [];
    const address = addressOf(resource);
    return resource.columns.flatMap(({ name, lacksValues }) => {
      if (lacksValues !== true) return [];
      const message =
        'the column is declared to be required, and rows that are there have no value for it';
      return [
        findingOf(planRules.requiredLacksValues, { message, place: { address, column: name } }),
      ];
    });
  });
}
