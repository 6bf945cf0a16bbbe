import type { Finding } from '../findings/finding.js';
import { checkLimits } from './check-limits.js';
import { checkLockout } from './check-lockout.js';
import { checkOutsideReaders } from './check-outside-readers.js';
import { checkProtection } from './check-protection.js';
import { checkShapes } from './check-shapes.js';
import { checkStatementOrder } from './check-statement-order.js';
import type { CheckedPlan, PlanCheckContext } from './plan-context.js';

/**
 * What is wrong with a plan, before anything of it runs. Pure: it follows the plan, statement by
 * statement, from the state that the plan starts with.
 *
 * - *Protection*: after every single statement each classified column has a masking policy for its
 *   type, and no role reads what it may read neither before the plan nor after it. What the plan lowers
 *   from beginning to end needs a named approval.
 * - *Lockout*: after every statement the runner and the addresses for emergencies still get in.
 * - *Limits*: Snowflake's documented ones.
 * - *Order*: a second look by the text of the statements alone, which also holds each statement against
 *   the effect that the plan states for it.
 *
 * A plan with an error must not be applied.
 *
 * @example
 * ```ts
 * import { checkPlan } from '@das/governance';
 *
 * const findings = checkPlan({
 *   startsWith: [],
 *   steps: [
 *     {
 *       action: 'replace',
 *       address: 'maskingPolicy SHOP.OPS.MASK_EMAIL',
 *       statements: ["CREATE OR REPLACE MASKING POLICY SHOP.OPS.MASK_EMAIL AS (VAL VARCHAR) RETURNS VARCHAR -> '***'"],
 *       effects: [{ is: 'unchanged' }],
 *     },
 *   ],
 * });
 * console.log(findings.map((finding) => finding.rule));
 * // => [ 'DAS-P302', 'DAS-P305' ]
 * ```
 */
export function checkPlan(plan: CheckedPlan, context: PlanCheckContext = {}): readonly Finding[] {
  return [
    ...checkProtection(plan, context),
    ...checkOutsideReaders(plan),
    ...checkLockout(plan, context),
    ...checkLimits(plan),
    ...checkShapes(plan),
    ...checkStatementOrder(plan, context),
  ];
}
