import { type AccessDeclaration, compileDomain, type Domain, type Plan } from '@das/core';
import {
  type Approval,
  checkPlan,
  coverageFindings,
  type Finding,
  lintDomain,
  type PlanCheckContext,
} from '@das/governance';
import { coverDomain } from '../coverage/cover-domain.js';
import { formatQuantity } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';

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

/** Whose word counts for the plan checks that a mask hides. */
export function declarationsOf({ access, platform }: Domain): readonly AccessDeclaration[] {
  return [...access, ...platform.masking];
}

/** Who sees each classified column, by what the domain declares. */
export async function checkCoverage(
  domain: Domain,
  terminal: Terminal,
): Promise<{ readonly looked: string; readonly findings: readonly Finding[] }> {
  const report = await coverDomain(domain, terminal);
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
    .map(({ rule, address, column, by }) => ({
      rule,
      address,
      by,
      ...(column === undefined ? {} : { column }),
    }));
}

/** The traps of Snowflake that a domain's declarations can fall into. */
export function checkTraps(domain: Domain): {
  readonly looked: string;
  readonly findings: readonly Finding[];
} {
  const resources = compileDomain(domain);
  return {
    looked: formatQuantity(resources.length, 'resource'),
    findings: lintDomain(domain),
  };
}
