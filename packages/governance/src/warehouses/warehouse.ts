import type { BudgetDeclaration, WarehouseDeclaration } from '@das/core';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** What `warehouse` takes. */
export interface WarehouseDefinition {
  /** Upper case, after the name of the database. Default: the warehouse that every domain has. */
  readonly name?: string;
  /** Default XSMALL. */
  readonly size?: WarehouseDeclaration['size'];
  /** Seconds without a statement after which it stops. Default 60. */
  readonly autoSuspendSeconds?: number;
  /** Roles that may use it. Default: all access roles of the domain. */
  readonly usedBy?: readonly string[];
  /** What it may use in a calendar month. Default: no limit. */
  readonly budget?: {
    /** Credits, a whole number from 1 on. */
    readonly monthlyCredits: number;
    /** Percents at which somebody is told: at most five. Default 50, 75 and 90. */
    readonly notifyAt?: readonly number[];
    /** Percent at which running statements end and no new one starts. */
    readonly suspendAt?: number;
    /** Percent at which running statements are stopped. */
    readonly suspendImmediatelyAt?: number;
  };
}

const sizes = ['XSMALL', 'SMALL', 'MEDIUM', 'LARGE', 'XLARGE'] as const;

/** A resource monitor tells at most five times. */
const mostNotices = 5;

/**
 * Declares a warehouse of the domain, with what it may use. A budget compiles to a resource monitor.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_WAREHOUSE`
 * @see https://docs.snowflake.com/en/user-guide/resource-monitors
 * @example
 * ```ts
 * import { warehouse } from '@das/governance';
 *
 * const reports = warehouse({ name: 'REPORTS', budget: { monthlyCredits: 200, suspendAt: 100 } });
 * console.log(reports.size, reports.autoSuspendSeconds, reports.budget?.notifyAt.join(' '));
 * // => XSMALL 60 50 75 90
 * ```
 */
export function warehouse(definition: WarehouseDefinition): WarehouseDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_WAREHOUSE', 'warehouse', definition?.name);
  checkMembers(definition, ['name', 'size', 'autoSuspendSeconds', 'usedBy', 'budget'], refuse);
  const { name, size = 'XSMALL', autoSuspendSeconds = 60, usedBy = [], budget } = definition;
  if (name !== undefined) checkIdentifier(name, 'the name', refuse);
  checkKnown(size, sizes, 'the size', refuse);
  if (!Number.isSafeInteger(autoSuspendSeconds) || autoSuspendSeconds < 1) {
    throw refuse(
      'autoSuspendSeconds is no whole number from 1 on',
      'write 60: a warehouse that never stops is paid for all day',
    );
  }
  for (const role of usedBy) checkIdentifier(role, 'a role of usedBy', refuse);
  return frozen<WarehouseDeclaration>({
    kind: 'warehouse',
    ...(name === undefined ? {} : { name }),
    size,
    autoSuspendSeconds,
    usedBy: [...usedBy],
    ...(budget === undefined ? {} : { budget: budgetOf(budget, refuse) }),
  });
}

function budgetOf(
  budget: NonNullable<WarehouseDefinition['budget']>,
  refuse: Refuse,
): BudgetDeclaration {
  checkMembers(budget, ['monthlyCredits', 'notifyAt', 'suspendAt', 'suspendImmediatelyAt'], refuse);
  const { monthlyCredits, notifyAt = [50, 75, 90], suspendAt, suspendImmediatelyAt } = budget;
  if (!Number.isSafeInteger(monthlyCredits) || monthlyCredits < 1) {
    throw refuse('monthlyCredits is no whole number from 1 on', 'write the credits of a month');
  }
  if (notifyAt.length > mostNotices || new Set(notifyAt).size !== notifyAt.length) {
    throw refuse(
      'notifyAt has more than five percents, or one twice',
      `list at most ${mostNotices}`,
    );
  }
  for (const percent of [...notifyAt, suspendAt, suspendImmediatelyAt]) {
    if (percent === undefined || (Number.isSafeInteger(percent) && percent >= 1)) continue;
    throw refuse('a percent is no whole number from 1 on', 'write 90 for 90 percent');
  }
  if (suspendAt !== undefined && suspendImmediatelyAt !== undefined) {
    if (suspendImmediatelyAt <= suspendAt) {
      throw refuse(
        'statements are stopped before new ones are refused',
        'give suspendImmediatelyAt more percent than suspendAt',
      );
    }
  }
  return {
    monthlyCredits,
    notifyAt: [...notifyAt].sort((a, b) => a - b),
    ...(suspendAt === undefined ? {} : { suspendAt }),
    ...(suspendImmediatelyAt === undefined ? {} : { suspendImmediatelyAt }),
  };
}
