import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment, fingerprintOf } from './fingerprint.js';
import type { BudgetedObject, BudgetResource } from './resource.js';

/**
 * Creates a budget, which watches nothing yet, and gives it its limit, its addresses and its objects.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/commands/create-budget
 */
export function createBudget(resource: BudgetResource): readonly SqlFragment[] {
  const { name, emails } = resource;
  return [
    sql`CREATE SNOWFLAKE.CORE.BUDGET ${sql.id(...name)}() ${fingerprintComment(resource)}`,
    setSpendingLimit(resource),
    ...(emails.length === 0 ? [] : [setBudgetEmails(resource)]),
    ...resource.watches.map((each) => watchByBudget(resource, each)),
  ];
}

/**
 * Sets the credits of a month.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/methods/set_spending_limit
 */
export function setSpendingLimit({ name, spendingLimit }: BudgetResource): SqlFragment {
  return sql`CALL ${sql.id(...name)}!SET_SPENDING_LIMIT(${sql.raw(String(spendingLimit))})`;
}

/**
 * Sets who is told, in place of who was.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/methods/set_email_notifications
 */
export function setBudgetEmails({ name, emails }: BudgetResource): SqlFragment {
  return sql`CALL ${sql.id(...name)}!SET_EMAIL_NOTIFICATIONS(${sql.literal(emails.join(', '))})`;
}

/**
 * Adds an object to a budget. One that is in another budget is taken out of that, without a word.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/methods/add_resource
 */
export function watchByBudget({ name }: BudgetResource, object: BudgetedObject): SqlFragment {
  return sql`CALL ${sql.id(...name)}!ADD_RESOURCE(${reference(object)})`;
}

/** Takes an object out of a budget. */
export function unwatchByBudget({ name }: BudgetResource, object: BudgetedObject): SqlFragment {
  return sql`CALL ${sql.id(...name)}!REMOVE_RESOURCE(${reference(object)})`;
}

/** Says by the comment of a budget in which form it was deployed. */
export function setBudgetComment(resource: BudgetResource, comment?: string): SqlFragment {
  const text = sql.literal(comment ?? fingerprintOf(resource));
  return sql`ALTER SNOWFLAKE.CORE.BUDGET ${sql.id(...resource.name)} SET COMMENT = ${text}`;
}

/** The objects that a budget has, one by one. */
export function listWatchedByBudget(name: readonly string[]): SqlFragment {
  return sql`CALL ${sql.id(...name)}!GET_LINKED_RESOURCES()`;
}

/** The objects of a budget in the one order that definitions have. */
export function inBudgetOrder(objects: readonly BudgetedObject[]): readonly BudgetedObject[] {
  const keyOf = ({ type, name }: BudgetedObject) => `${type} ${name.join('.')}`;
  return [...objects].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** A reference takes the name as text, quotes and all. */
function reference({ type, name }: BudgetedObject): SqlFragment {
  const [kind, text] = [sql.literal(type), sql.literal(sql.id(...name).text)];
  return sql`SELECT SYSTEM$REFERENCE(${kind}, ${text}, 'SESSION', 'APPLYBUDGET')`;
}
