import { CoreError } from '../errors/core-error.js';
import type { PlanStep } from './plan-step.js';

/** An account has at most as many budgets of its own. */
const mostBudgets = 100;

/**
 * Refuses a plan after which the account would have more budgets than Snowflake lets it have: it would fail
 * half way through. What is dropped is dropped after what is created.
 *
 * @param there - how many there are now; `undefined` where the account was not asked
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE`
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/commands/create-budget
 */
export function refuseTooManyBudgets(steps: readonly PlanStep[], there: number | undefined): void {
  const created = steps.filter(
    ({ action, address }) => action === 'create' && address.startsWith('budget '),
  );
  const [first] = created;
  if (first === undefined || there === undefined || there + created.length <= mostBudgets) return;
  throw new CoreError(
    'DAS_PLAN_UNSUPPORTED_CHANGE',
    `the account has ${there} budgets, and can have ${mostBudgets}`,
    { place: first.address, next: 'drop one that nobody needs, or leave this one out' },
  );
}
