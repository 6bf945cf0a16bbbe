import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { DeploymentApproval, Domain, Plan } from '@das/core';
import { checkPlan, type Finding, placeText } from '@das/governance';
import {
  Approvals,
  approvalsFileName,
  type RecordedApproval,
  readApprovals,
} from '../check/approvals.js';
import { declarationsOf, planApprovals } from '../check/check-domain.js';
import { CliError } from '../errors/cli-error.js';
import { nameInEvidence } from '../evidence/name-in-evidence.js';
import { escapeControls } from '../terminal/display-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * Follows a plan before anything of it runs, and refuses one that would leave data bare, lock somebody
 * out or break a limit. What is a warning, and what was approved, is printed.
 *
 * @returns the approvals without which the plan would be refused, and those of contracts of the domain:
 * they become evidence with the deployment
 * @throws {@link CliError} `DAS_PLAN_CHECK_FAILED`
 */
export async function refusePlan(
  plan: Plan,
  { domain, file }: { readonly domain: Domain; readonly file: string },
  terminal: Terminal,
): Promise<readonly DeploymentApproval[]> {
  const { approvals: recorded } = await readApprovals(join(dirname(file), approvalsFileName));
  const approvals = new Approvals(recorded, new Date());
  const { deployRole } = domain.platform;
  const context = { deployRole, declarations: declarationsOf(domain) };
  const unapproved = checkPlan(plan, context);
  const findings =
    approvals.valid.length === 0
      ? unapproved
      : checkPlan(plan, { ...context, approvals: planApprovals(approvals.valid) });
  const used = usedApprovals(unapproved, findings, approvals);
  const grave = findings.filter(({ severity }) => severity !== 'note');
  terminal.print(
    ...grave.map(({ rule, severity, message, place, next }) =>
      terminal.paint(
        severity === 'error' ? 'red' : 'yellow',
        escapeControls(`${severity} ${rule} ${placeText(place)}: ${message}. Next: ${next}.`),
      ),
    ),
    ...used.map(({ rule, by, ...place }) =>
      terminal.paint('yellow', escapeControls(`approved ${rule} ${placeText(place)}: by ${by}.`)),
    ),
  );
  const errors = grave.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    throw new CliError(
      'DAS_PLAN_CHECK_FAILED',
      `the plan is refused: ${formatQuantity(errors.length, 'error')}, the first is ${first.rule}`,
      { place: placeText(first.place), next: first.next },
    );
  }
  const ofContracts = approvals.valid.filter(({ address }) =>
    domain.contracts.some(({ name }) => address === `contract ${domain.name}.${name}`),
  );
  return [...used, ...ofContracts].map(approvalInEvidence);
}

/** The approvals that have made a finding less grave. */
function usedApprovals(
  unapproved: readonly Finding[],
  findings: readonly Finding[],
  approvals: Approvals,
): readonly RecordedApproval[] {
  const open = new Set(findings.map(keyOf));
  const used = new Set<RecordedApproval>();
  for (const finding of unapproved) {
    if (open.has(keyOf(finding))) continue;
    const approval = approvals.for(finding);
    if (approval === undefined) {
      throw new Error(`a finding of ${finding.rule} was approved, and nobody has approved it`);
    }
    used.add(approval);
  }
  return [...used];
}

function keyOf({ rule, severity, place, message }: Finding): string {
  return JSON.stringify([rule, severity, place.address, place.column ?? null, message]);
}

/** The record itself may name people and say why: evidence has its digest. */
function approvalInEvidence(approval: RecordedApproval): DeploymentApproval {
  const { rule, address, column, by, until } = approval;
  return {
    rule,
    address: nameInEvidence(address, address.split(' ')[0] ?? ''),
    ...(column === undefined ? {} : { column: nameInEvidence(column, 'column') }),
    by: nameInEvidence(by, 'somebody'),
    ...(until === undefined ? {} : { until }),
    record: createHash('sha256').update(JSON.stringify(approval)).digest('hex'),
  };
}
