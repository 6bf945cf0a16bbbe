import { type ListedGrant, revokeAccess, settleAccess } from '@das/governance';
import { grantDocument, whoIs } from '../../access/grant-document.js';
import { openAccessDeployment } from '../../access/open-access-deployment.js';
import { configurationOf, evidenceLine, evidenceState } from '../../deployment/open-deployment.js';
import { suggestApply } from '../../deployment/suggest-apply.js';
import { CliError } from '../../errors/cli-error.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatQuantity } from '../../terminal/quantities.js';

/** `das access revoke` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given } = invocation;
  const by = whoIs(invocation);
  const [role] = given.operands;
  const user = given.text('from');
  const isWhole = role !== undefined && user !== undefined;
  const isNamed = role !== undefined || user !== undefined;
  if (given.flag('expired') ? isNamed : !isWhole) {
    throw new CliError('DAS_USAGE', 'either a role and its user are needed, or --expired', {
      place: 'das access revoke',
      next: 'write das access revoke ROLE --from USER, or das access revoke --expired',
    });
  }
  const configuration = await configurationOf(invocation);
  await using deployment = await openAccessDeployment(configuration, given);
  const ended = await suggestApply(deployment, () =>
    isWhole ? revokeAccess({ ...deployment, role, user, by }) : settleAccess({ ...deployment, by }),
  );
  return {
    document: {
      ended: ended.map((each) => ({ state: each.state, ...grantDocument(each) })),
      evidence: evidenceState(deployment.evidence),
    },
    lines: [
      ...ended.map(lineOf),
      `${formatQuantity(ended.length, 'grant')} settled`,
      evidenceLine(deployment),
    ],
  };
}

function lineOf({ id, role, user, state }: ListedGrant): string {
  return `${user} has ${role} no more by grant ${id}, which was ${state}`;
}
