import { apply, type PlanOptions, plan } from '@das/core';
import {
  configurationOf,
  type Deployment,
  evidenceLine,
  evidenceState,
  makeDeployment,
} from '../deployment/open-deployment.js';
import {
  parallelOf,
  planOptionsOf,
  readPlanFile,
  refuseOtherPlan,
  refusePlanOptions,
} from '../deployment/plan-arguments.js';
import { planLines } from '../deployment/plan-lines.js';
import { refusePlan } from '../deployment/refuse-plan.js';
import { CliError } from '../errors/cli-error.js';
import { interrupted } from '../errors/interrupted.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { formatQuantity, formatSeconds } from '../terminal/quantities.js';

/** `das apply` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, signal } = invocation;
  const file = given.path('plan');
  if (file !== undefined) refusePlanOptions(given);
  const options = planOptionsOf(given);
  const parallel = parallelOf(given);
  const saved = file === undefined ? undefined : await readPlanFile(file);
  const isAgreed = given.flag('yes');
  refuseOtherPlan(given, saved);
  if (!isAgreed && !terminal.canAsk) {
    throw new CliError('DAS_USAGE', 'apply changes the warehouse, and nobody can be asked', {
      place: 'das apply',
      next: 'review das plan, then run das apply --yes',
    });
  }
  await using deployment = await makeDeployment(await configurationOf(invocation));
  const { domain, warehouse, evidence } = deployment;
  const made = saved ?? (await planOf(deployment, options));
  terminal.print(...planLines(made, terminal, { sql: false }));
  const approvals = await refusePlan(made, deployment, terminal);
  if (made.steps.length > 0 && !isAgreed) {
    const question = `Apply ${formatQuantity(made.steps.length, 'step')} to ${domain.database}?`;
    if (!(await terminal.confirm(question))) throw notConfirmed();
  }
  let begun = 0;
  const done = await apply({
    domain,
    warehouse,
    evidence,
    plan: made,
    approvals,
    ...(parallel !== undefined && { parallel }),
    onStep: (step, _index, of) => {
      if (signal.aborted) throw interrupted('the steps before are applied', 'run das apply again');
      // Steps that run at once may begin in another order than that of the plan.
      begun += 1;
      terminal.progress(`${begun}/${of} ${step.action} ${step.address}`);
    },
  });
  const { statements, seconds } = done;
  const steps = made.steps.length;
  const counts = `${formatQuantity(steps, 'step')}, ${formatQuantity(statements, 'statement')}`;
  return {
    document: {
      domain: domain.name,
      digest: made.digest,
      steps,
      statements,
      seconds,
      evidence: evidenceState(evidence),
    },
    lines:
      steps === 0
        ? []
        : [`Applied ${counts} in ${formatSeconds(seconds)}.`, evidenceLine(deployment)],
  };
}

async function planOf(
  { domain, warehouse }: Deployment,
  options: PlanOptions,
): ReturnType<typeof plan> {
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  return await plan(domain, session, options);
}

function notConfirmed(): CliError {
  return new CliError('DAS_NOT_CONFIRMED', 'nothing was applied', {
    next: 'answer y to apply, or pass --yes',
  });
}
