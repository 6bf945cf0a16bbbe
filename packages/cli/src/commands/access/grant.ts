import { expiryTask, grantAccess } from '@das/governance';
import { grantDocument, whoIs } from '../../access/grant-document.js';
import { openAccessDeployment } from '../../access/open-access-deployment.js';
import { configurationOf, evidenceLine, evidenceState } from '../../deployment/open-deployment.js';
import { suggestApply } from '../../deployment/suggest-apply.js';
import type { Invocation, Report } from '../../program/command-definition.js';

/** `das access grant` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const by = whoIs(invocation);
  const [role = ''] = given.operands;
  const configuration = await configurationOf(invocation);
  await using deployment = await openAccessDeployment(configuration, given);
  const grant = await suggestApply(deployment, () =>
    grantAccess({
      ...deployment,
      role,
      user: given.text('to') ?? '',
      duration: given.text('for') ?? '',
      reason: given.text('reason') ?? '',
      ticket: given.text('ticket'),
      by,
    }),
  );
  const task = expiryTask(configuration.domain.database, grant.id).join('.');
  return {
    document: { grant: grantDocument(grant), evidence: evidenceState(deployment.evidence) },
    lines: [
      `${grant.user} has ${grant.role} until ${grant.expiresAt.toISOString()}: grant ${grant.id}`,
      `task ${task} ends it`,
      evidenceLine(deployment),
    ],
  };
}
