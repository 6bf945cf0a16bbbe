import { plan } from '@das/core';
import { configurationOf } from '../deployment/open-deployment.js';
import { openWarehouseToPlan } from '../deployment/open-warehouse.js';
import { planOptionsOf, writePlanFile } from '../deployment/plan-arguments.js';
import { planDocument, planLines } from '../deployment/plan-lines.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das plan` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const options = planOptionsOf(given);
  const out = given.path('out');
  const { domain, data } = await configurationOf(invocation);
  await using warehouse = await openWarehouseToPlan(data);
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  const made = await plan(domain, session, options);
  if (out !== undefined) await writePlanFile(out, made);
  const lines = planLines(made, terminal, { sql: given.flag('sql') });
  const next =
    out === undefined
      ? 'das apply'
      : `das apply --plan ${given.text('out')} --digest ${made.digest}`;
  return {
    document: { ...planDocument(made), file: out ?? null },
    lines: made.steps.length === 0 ? lines : [...lines, `Nothing was changed. Next: ${next}`],
  };
}
