import type { SpendingBudgetDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import { inBudgetOrder } from '../resources/budget.js';
import type { BudgetedObject, BudgetResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { operationsSchema } from './domain-names.js';
import { checkIdentifier } from './platform.js';
import { declaredWarehouses, warehouseName } from './warehouses.js';

/** The budgets of Snowflake that a domain declares. */
export function budgetResources(domain: Domain): readonly BudgetResource[] {
  return budgetsOf(domain).map((budget) => ({
    kind: 'budget',
    name: [domain.database, operationsSchema, budget.name],
    spendingLimit: monthlyCredits(domain, budget.limit) ?? Number.NaN,
    emails: budget.notify,
    watches: watchedBy(domain, budget),
  }));
}

/**
 * Checks the budgets of Snowflake: what they watch, which is in one of them at most, and their limits.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/methods/add_resource
 */
export function checkSpendingBudgets(domain: Domain): void {
  const invalid = (budget: SpendingBudgetDeclaration, message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', `budget ${budget.name} ${message}`, {
      place: `domain ${domain.name}`,
      next,
    });
  const watched = new Set<string>();
  const names = new Set<string>();
  for (const budget of budgetsOf(domain)) {
    checkIdentifier(budget.name, 'the name of a budget');
    if (names.has(budget.name)) throw invalid(budget, 'is declared twice', 'give one another name');
    names.add(budget.name);
    if (budget.watches.length === 0) {
      throw invalid(budget, 'watches nothing', "write watches: ['database', 'warehouses']");
    }
    for (const each of budget.watches) {
      // Snowflake would take it out of the first budget without a word.
      if (watched.has(each)) {
        throw invalid(budget, `watches the ${each}, and so does another one`, 'take it out of one');
      }
      watched.add(each);
    }
    const credits = monthlyCredits(domain, budget.limit);
    if (credits === undefined) {
      throw invalid(
        budget,
        'is in US dollars, and the platform does not say what a credit costs',
        'give usdPerCredit to definePlatform, or the limit as monthlyCredits',
      );
    }
    if (!Number.isSafeInteger(credits) || credits < 1) {
      throw invalid(budget, 'is no whole number of credits', 'give at least one credit a month');
    }
  }
}

/** Whole credits; `undefined` where they are given in US dollars and nobody says what a credit costs. */
function monthlyCredits(
  { platform }: Domain,
  limit: SpendingBudgetDeclaration['limit'],
): number | undefined {
  if ('monthlyCredits' in limit) return limit.monthlyCredits;
  if (platform.usdPerCredit === undefined) return undefined;
  return Math.floor(limit.monthlyUsd / platform.usdPerCredit);
}

function budgetsOf(domain: Domain): readonly SpendingBudgetDeclaration[] {
  return domain.access.filter((each) => each.kind === 'budget');
}

function watchedBy(
  domain: Domain,
  { watches }: SpendingBudgetDeclaration,
): readonly BudgetedObject[] {
  const names = new Set([
    warehouseName(domain, undefined),
    ...declaredWarehouses(domain).map(({ name }) => warehouseName(domain, name)),
  ]);
  return inBudgetOrder([
    ...(watches.includes('database')
      ? [{ type: 'DATABASE', name: [domain.database] } as const]
      : []),
    ...(watches.includes('warehouses')
      ? [...names].map((name): BudgetedObject => ({ type: 'WAREHOUSE', name: [name] }))
      : []),
  ]);
}
