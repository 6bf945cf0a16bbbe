import type { AccessGrant } from '@das/governance';
import { CliError } from '../errors/cli-error.js';
import type { Invocation } from '../program/command-definition.js';

/** A grant as `--json` prints it: what is not known is null, and times are UTC. */
export function grantDocument(grant: AccessGrant): Readonly<Record<string, string | null>> {
  const time = (date: Date | undefined): string | null => date?.toISOString() ?? null;
  return {
    id: grant.id,
    role: grant.role,
    user: grant.user,
    reason: grant.reason,
    ticket: grant.ticket ?? null,
    grantedBy: grant.grantedBy,
    requestedAt: time(grant.requestedAt),
    expiresAt: time(grant.expiresAt),
    grantedAt: time(grant.grantedAt),
    endedAt: time(grant.endedAt),
    endedBy: grant.endedBy ?? null,
    endedBecause: grant.endedBecause ?? null,
  };
}

/**
 * Who runs the command: `--by`, or the user of this machine.
 *
 * @throws {@link CliError} `DAS_USAGE` when neither is known
 */
export function whoIs({ arguments: given, io }: Invocation): string {
  const name = given.text('by') ?? io.env.USER ?? io.env.LOGNAME ?? io.env.USERNAME ?? '';
  if (name.trim() !== '') return name;
  throw new CliError('DAS_USAGE', 'nobody knows who grants or ends the access', {
    place: 'das access',
    next: 'pass --by <name>',
  });
}
