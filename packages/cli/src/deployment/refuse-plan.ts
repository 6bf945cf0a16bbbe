import { dirname, join } from 'node:path';
import type { Plan } from '@das/core';
import { checkPlan, placeText } from '@das/governance';
import { Approvals, approvalsFileName, readApprovals } from '../check/approvals.js';
import { planApprovals } from '../check/check-domain.js';
import { CliError } from '../errors/cli-error.js';
import { escapeControls } from '../terminal/display-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * Follows a plan before anything of it runs, and refuses one that would leave data bare, lock somebody
 * out or break a limit. What is a warning is printed.
 *
 * @throws {@link CliError} `DAS_PLAN_CHECK_FAILED`
 */
export async function refusePlan(
  plan: Plan,
  configuration: string,
  terminal: Terminal,
): Promise<void> {
  const { approvals } = await readApprovals(join(dirname(configuration), approvalsFileName));
  const { valid } = new Approvals(approvals, new Date());
  const findings = checkPlan(plan, { approvals: planApprovals(valid) });
  const grave = findings.filter(({ severity }) => severity !== 'note');
  terminal.print(
    ...grave.map(({ rule, severity, message, place, next }) =>
      terminal.paint(
        severity === 'error' ? 'red' : 'yellow',
        escapeControls(`${severity} ${rule} ${placeText(place)}: ${message}. Next: ${next}.`),
      ),
    ),
  );
  const errors = grave.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  throw new CliError(
    'DAS_PLAN_CHECK_FAILED',
    `the plan is refused: ${formatQuantity(errors.length, 'error')}, the first is ${first.rule}`,
    { place: placeText(first.place), next: first.next },
  );
}
