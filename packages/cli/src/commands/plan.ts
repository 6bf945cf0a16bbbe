import { plan } from '@das/core';
import { configurationOf } from '../deployment/open-deployment.js';
import { openWarehouseToPlan } from '../deployment/open-warehouse.js';
import { planLines } from '../deployment/plan-lines.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das plan` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { domain, data } = await configurationOf(invocation);
  await using warehouse = await openWarehouseToPlan(data);
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  const made = await plan(domain, session);
  const { domain: name, digest, startsFrom, steps } = made;
  const lines = planLines(made, invocation.terminal, { sql: invocation.arguments.flag('sql') });
  return {
    document: { domain: name, digest, startsFrom, steps },
    lines: steps.length === 0 ? lines : [...lines, 'Nothing was changed. Next: das apply'],
  };
}
