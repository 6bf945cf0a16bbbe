import type { SpendingBudgetDeclaration } from '@das/core';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  refusing,
} from '../declaring/refuse.js';

/** What `budget` takes. */
export interface BudgetDefinition {
  /** Upper case, in the schema OPS of the domain. */
  readonly name: string;
  /** Credits of a calendar month, a whole number from 1 on; or US dollars, which take a price of a credit. */
  readonly limit: SpendingBudgetDeclaration['limit'];
  /** Email addresses that Snowflake has verified, of which at least one is told. */
  readonly notify: readonly [string, ...string[]];
  /** Default: both. */
  readonly watches?: SpendingBudgetDeclaration['watches'];
}

const parts = ['database', 'warehouses'] as const;

const emailPattern = /^[^\s@,'"]+@[^\s@,'"]+\.[^\s@,'"]+$/;

/**
 * Declares a budget of Snowflake: it tells when the domain is expected to use more than its limit in a
 * calendar month, also of what runs without a warehouse. It stops nothing; for that, give warehouses a budget
 * of their own, or the domain one. An account has a hundred budgets at most.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_WAREHOUSE`
 * @see https://docs.snowflake.com/en/user-guide/budgets
 * @example
 * ```ts
 * import { budget } from '@das/governance';
 *
 * const spending = budget({
 *   name: 'SPENDING',
 *   limit: { monthlyCredits: 400 },
 *   notify: ['costs@brook.example'],
 * });
 * console.log(spending.watches.join(' and '));
 * // => database and warehouses
 * ```
 */
export function budget(definition: BudgetDefinition): SpendingBudgetDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_WAREHOUSE', 'budget', definition?.name);
  checkMembers(definition, ['name', 'limit', 'notify', 'watches'], refuse);
  const { name, limit, notify, watches = parts } = definition;
  checkIdentifier(name, 'the name', refuse);
  checkMembers(limit, ['monthlyCredits', 'monthlyUsd'], refuse);
  const [amount, ...others] = Object.values(limit);
  if (others.length > 0) throw refuse('the limit is given twice', 'give credits or US dollars');
  const isAmount = 'monthlyCredits' in limit ? Number.isSafeInteger(amount) : amount !== undefined;
  if (!isAmount || !(Number(amount) > 0 && Number.isFinite(Number(amount)))) {
    throw refuse('the limit is no amount', 'write limit: { monthlyCredits: 400 }');
  }
  if (!Array.isArray(notify) || notify.length === 0) {
    throw refuse('nobody is told', "write notify: ['costs@brook.example']");
  }
  if (notify.some((each) => !emailPattern.test(each)) || new Set(notify).size !== notify.length) {
    throw refuse(
      'notify has what is no email address, or one twice',
      'list addresses that Snowflake has verified',
    );
  }
  if (watches.length === 0 || new Set(watches).size !== watches.length) {
    throw refuse('it watches nothing, or one thing twice', `list some of ${parts.join(', ')}`);
  }
  for (const each of watches) checkKnown(each, parts, 'what it watches', refuse);
  return frozen<SpendingBudgetDeclaration>({
    kind: 'budget',
    name,
    limit: { ...limit },
    notify: [...notify],
    watches: [...watches],
  });
}
