import { type AccessUse, type ListedGrant, listAccess, recordAccessUse } from '@das/governance';
import { grantDocument } from '../../access/grant-document.js';
import { openAccessDeployment } from '../../access/open-access-deployment.js';
import { configurationOf, evidenceLine, evidenceState } from '../../deployment/open-deployment.js';
import { suggestApply } from '../../deployment/suggest-apply.js';
import { CliError } from '../../errors/cli-error.js';
import type { Invocation, Report } from '../../program/command-definition.js';
import { formatCount, formatQuantity } from '../../terminal/quantities.js';
import { formatTable } from '../../terminal/table.js';
import type { Terminal } from '../../terminal/terminal.js';

/** `das access list` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const configuration = await configurationOf(invocation);
  await using deployment = await openAccessDeployment(configuration, given);
  const { grants, unrecorded } = await suggestApply(deployment, () => listAccess(deployment));
  const used = given.flag('used') ? await recordAccessUse(deployment) : undefined;
  const overdue = grants.filter(({ state }) => state === 'overdue').length;
  const unguarded = grants.filter(isUnguarded);
  return {
    document: {
      grants: grants.map((each) => ({
        state: each.state,
        expiry: each.expiry ?? null,
        ...grantDocument(each),
      })),
      unrecorded,
      used:
        used?.map(({ grant, underRole, onDomain, queryIds }) => ({
          grant: grant.id,
          underRole,
          onDomain,
          queryIds,
        })) ?? null,
      evidence: evidenceState(deployment.evidence),
    },
    lines: [
      ...tableOf(grants, used, terminal),
      ...unrecorded.map((role) => `role ${role} is there, and no row of ACCESS_GRANTS tells of it`),
      ...unguarded.map(
        ({ id, expiry }) => `grant ${id} does not end by itself: its task is ${expiry}`,
      ),
      evidenceLine(deployment),
    ],
    ...(overdue + unrecorded.length + unguarded.length === 0
      ? {}
      : { failure: goesOn(configuration.domain.name, { overdue, unrecorded, unguarded }) }),
  };
}

/** Whether somebody has access that no task ends. */
function isUnguarded({ state, expiry }: ListedGrant): boolean {
  return state === 'active' && expiry !== 'started';
}

function tableOf(
  grants: readonly ListedGrant[],
  used: readonly AccessUse[] | undefined,
  terminal: Terminal,
): readonly string[] {
  if (grants.length === 0) return ['no access was granted for a time'];
  const uses = new Map(used?.map((use) => [use.grant.id, use]));
  return formatTable(
    [
      ...['grant', 'role', 'user', 'until', 'state', 'by', 'ticket'].map((title) => ({ title })),
      ...(used === undefined
        ? []
        : ['under role', 'on domain'].map((title) => ({ title, align: 'right' as const }))),
      { title: 'reason' },
    ],
    grants.map((grant) => {
      const use = uses.get(grant.id);
      return [
        grant.id,
        grant.role,
        grant.user,
        grant.expiresAt.toISOString(),
        grant.endedBecause === undefined ? grant.state : `${grant.state} (${grant.endedBecause})`,
        grant.grantedBy,
        grant.ticket ?? '',
        ...(used === undefined
          ? []
          : [formatCount(use?.underRole ?? 0), formatCount(use?.onDomain ?? 0)]),
        grant.reason,
      ];
    }),
    { paintTitle: (text) => terminal.paint('bold', text) },
  );
}

/** What goes on beyond what was granted, or will. */
interface Beyond {
  readonly overdue: number;
  readonly unrecorded: readonly string[];
  readonly unguarded: readonly ListedGrant[];
}

function goesOn(domain: string, { overdue, unrecorded, unguarded }: Beyond): CliError {
  const parts = [
    `${formatQuantity(overdue, 'grant')} beyond its time`,
    `${formatQuantity(unrecorded.length, 'role')} written down nowhere`,
    `${formatQuantity(unguarded.length, 'grant')} that no task ends`,
  ];
  return new CliError(
    'DAS_ACCESS_OVERDUE',
    `there is access that ought not to be: ${parts.join(', ')}`,
    { place: `domain ${domain}`, next: nextStep(overdue, unguarded) },
  );
}

function nextStep(overdue: number, [unguarded]: readonly ListedGrant[]): string {
  if (overdue > 0) return 'run das access revoke --expired, and find out why the task did not run';
  if (unguarded === undefined) return 'find out who made the role, and drop it';
  return `run das access revoke ${unguarded.role} --from the user, and find out who changed the task`;
}
