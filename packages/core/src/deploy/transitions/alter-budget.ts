import {
  createBudget,
  setBudgetComment,
  setBudgetEmails,
  setSpendingLimit,
  unwatchByBudget,
  watchByBudget,
} from '../../resources/budget.js';
import type { BudgetResource } from '../../resources/resource.js';
import type { SqlFragment } from '../../warehouse/statement.js';
import { type Change, leaving, neutral } from '../change.js';
import { underWayComment } from '../fingerprint-comment.js';
import { has, isEqual } from '../same-value.js';
import type { KnownTransition } from './alter-resource.js';

/**
 * What a budget watches no more goes first, and what it watches from now on comes last: nothing says what
 * Snowflake does with an object that is added twice, so what an interrupted plan has added was read.
 */
export function alterBudget({
  before,
  after,
  isResumed,
  isPending,
}: KnownTransition<BudgetResource>): readonly Change[] {
  const changes: Change[] = [];
  let current: BudgetResource = before;
  const note = (statement: SqlFragment, changed: Partial<BudgetResource>) => {
    current = { ...current, ...changed };
    changes.push(leaving(current, statement));
  };
  for (const each of before.watches) {
    if (has(after.watches, each)) continue;
    const watches = current.watches.filter((other) => !isEqual(other, each));
    note(unwatchByBudget(after, each), { watches });
  }
  if (isPending || before.spendingLimit !== after.spendingLimit) {
    note(setSpendingLimit(after), { spendingLimit: after.spendingLimit });
  }
  if (isPending || !isEqual(before.emails, after.emails)) {
    note(setBudgetEmails(after), { emails: after.emails });
  }
  for (const each of after.watches) {
    if (has(before.watches, each)) continue;
    note(watchByBudget(after, each), { watches: [...current.watches, each] });
  }
  return [
    ...(isResumed ? [] : [neutral(setBudgetComment(after, underWayComment(before, after)))]),
    ...changes,
    leaving(after, setBudgetComment(after)),
  ];
}

/** The statements that make a budget, each with what is so after it. */
export function budgetCreation(budget: BudgetResource): readonly Change[] {
  let current: BudgetResource = { ...budget, spendingLimit: -1, emails: [], watches: [] };
  const parts: readonly Partial<BudgetResource>[] = [
    {},
    { spendingLimit: budget.spendingLimit },
    ...(budget.emails.length === 0 ? [] : [{ emails: budget.emails }]),
    ...budget.watches.map((_, at) => ({ watches: budget.watches.slice(0, at + 1) })),
  ];
  return createBudget(budget).map((statement, at) => {
    current = { ...current, ...parts[at] };
    return leaving(current, statement);
  });
}
