import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';
import { declaredWarehouses } from './warehouses.js';

/** What a domain's warehouses may use in a calendar month, in credits or in US dollars. */
export type DomainBudget = (
  | { readonly monthlyCredits: number }
  | {
      /** By what the platform says that a credit costs, rounded down to whole credits. */
      readonly monthlyUsd: number;
    }
) & {
  /** Percents at which somebody is told: at most five. Default 75 and 90. */
  readonly notifyAt?: readonly number[];
  /** Percent at which running statements end and no new one starts. Default 100. */
  readonly suspendAt?: number;
};

const members = ['monthlyCredits', 'monthlyUsd', 'notifyAt', 'suspendAt'];

/**
 * Checks what a domain and its warehouses may use.
 *
 * @see https://docs.snowflake.com/en/user-guide/resource-monitors
 */
export function checkBudget(domain: Domain): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', message, { place: `domain ${domain.name}`, next });
  for (const { name, budget } of declaredWarehouses(domain)) {
    if (budget !== undefined)
      checkTriggers(budget, `the budget of warehouse ${name ?? ''}`, invalid);
  }
  const { budget, platform } = domain;
  if (budget === undefined) return;
  const unknown = Object.keys(budget).find((member) => !members.includes(member));
  if (unknown !== undefined) {
    throw invalid(`${unknown} of the budget is not known`, `use one of ${members.join(', ')}`);
  }
  if ('monthlyCredits' in budget && 'monthlyUsd' in budget) {
    throw invalid('the budget is given twice', 'give monthlyCredits or monthlyUsd');
  }
  let monthlyCredits: number;
  if ('monthlyCredits' in budget) monthlyCredits = budget.monthlyCredits;
  else {
    if (platform.usdPerCredit === undefined) {
      throw invalid(
        'the budget is in US dollars, and the platform does not say what a credit costs',
        'give usdPerCredit to definePlatform, or the budget as monthlyCredits',
      );
    }
    monthlyCredits = Math.floor(budget.monthlyUsd / platform.usdPerCredit);
  }
  const { notifyAt = [75, 90], suspendAt = 100 } = budget;
  checkTriggers({ monthlyCredits, notifyAt, suspendAt }, 'the budget', invalid);
}

function checkTriggers(
  budget: {
    readonly monthlyCredits: number;
    readonly notifyAt: readonly number[];
    readonly suspendAt?: number;
    readonly suspendImmediatelyAt?: number;
  },
  what: string,
  invalid: (message: string, next: string) => CoreError,
): void {
  const { monthlyCredits, notifyAt, suspendAt, suspendImmediatelyAt } = budget;
  if (!Number.isSafeInteger(monthlyCredits) || monthlyCredits < 1) {
    throw invalid(`${what} is no whole number of credits`, 'give at least one credit a month');
  }
  const percents = [...notifyAt, suspendAt, suspendImmediatelyAt].filter(
    (percent) => percent !== undefined,
  );
  if (percents.some((percent) => !Number.isSafeInteger(percent) || percent < 1)) {
    throw invalid(`${what} has a percentage that is none`, 'give whole percents, at least 1');
  }
  if (notifyAt.length > 5) {
    throw invalid(`${what} notifies at more than five percentages`, 'leave some of notifyAt out');
  }
}
