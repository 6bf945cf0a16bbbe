import type { Domain, Plan } from '@das/core';
import {
  type Approval,
  checkPlan,
  coverage,
  coverageFindings,
  type Finding,
  type PlanCheckContext,
} from '@das/governance';
import { formatQuantity } from '../terminal/quantities.js';

/** Follows a plan statement by statement, as `das apply` does before it runs one. */
export function checkSteps(
  plan: Plan,
  what: string,
  context: PlanCheckContext,
): { readonly looked: string; readonly findings: readonly Finding[] } {
  const statements = plan.steps.reduce((sum, { statements: all }) => sum + all.length, 0);
  return {
    looked: `${formatQuantity(statements, 'statement')} of ${what}`,
    findings: checkPlan(plan, context),
  };
}

/** Who sees each classified column, by what the domain declares. */
export function checkCoverage(domain: Domain): {
  readonly looked: string;
  readonly findings: readonly Finding[];
} {
  const report = coverage(domain);
  const columns = formatQuantity(report.columns.length, 'classified column');
  const roles = formatQuantity(report.roles.length, 'role');
  return { looked: `${columns}, ${roles}`, findings: coverageFindings(report) };
}

/** The plan checks' own form of approvals: consent to protection that is lowered at a place. */
export function planApprovals(
  approvals: readonly {
    readonly rule: string;
    readonly address: string;
    readonly column?: string;
    readonly by: string;
  }[],
): readonly Approval[] {
  return approvals
    .filter(({ rule }) => rule.startsWith('DAS-P'))
    .map(({ address, column, by }) => ({
      address,
      by,
      ...(column === undefined ? {} : { column }),
    }));
}
