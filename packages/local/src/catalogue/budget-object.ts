import type { BaseObject } from './base-object.js';

/**
 * A custom budget. The engine uses no credits: the budget is kept and shown, and tells nobody.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget
 */
export interface BudgetObject extends BaseObject {
  readonly kind: 'BUDGET';
  readonly parent: number;
  /** Credits in a month; without it there is no limit. */
  readonly spendingLimit?: number;
  readonly emails: readonly string[];
  /** The ids of the objects that were added one by one. */
  readonly resources: readonly number[];
}
