import { createHash } from 'node:crypto';
import { DasError } from '@das/contracts';
import type { JsonValue } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import type { AccessGrant, AccessPlace } from './access-grant.js';

/**
 * Leaves evidence of a grant. Users are told by name where a name is a plain identifier, and by the
 * SHA-256 of the name where it is not, such as an e-mail address.
 *
 * @throws {@link GovernanceError} `DAS_ACCESS_SENSITIVE_REASON` where the reason or the ticket holds
 * what looks like personal data, and whatever the recorder throws
 */
export async function recordAccess(
  { domain, evidence }: AccessPlace,
  kind: 'access.granted' | 'access.revoked' | 'access.used',
  grant: AccessGrant,
  more: { readonly [key: string]: JsonValue } = {},
): Promise<void> {
  const { id, role, expiresAt } = grant;
  try {
    await evidence.record({
      kind,
      occurredAt: new Date(),
      subjects: [{ name: `${domain.name} access ${id}`, sha256: digestOf(grant) }],
      details: {
        grant: id,
        role,
        user: nameOrDigest(grant.user),
        until: expiresAt.toISOString(),
        ...(kind === 'access.granted'
          ? {
              reason: grant.reason,
              ticket: grant.ticket ?? null,
              by: nameOrDigest(grant.grantedBy),
            }
          : {}),
        ...more,
      },
    });
  } catch (error) {
    throw withPlainNextStep(error);
  }
}

/** What was agreed to: what happens to a grant later does not change it. */
function digestOf({ id, role, user, reason, ticket, requestedAt, expiresAt }: AccessGrant): string {
  const agreed = [id, role, user, reason, ticket ?? null, requestedAt, expiresAt];
  return createHash('sha256').update(JSON.stringify(agreed)).digest('hex');
}

/** A name that is no plain identifier may be somebody's address: its digest stands for it. */
export function nameOrDigest(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_$-]*$/.test(name)) return name;
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

const worded: readonly string[] = ['details.reason', 'details.ticket'];

function withPlainNextStep(error: unknown): unknown {
  if (!DasError.isInstance(error) || error.code !== 'DAS_EVIDENCE_SENSITIVE_DATA') return error;
  if (!worded.includes(error.place ?? '')) return error;
  const [, what = ''] = (error.place ?? '').split('.');
  return new GovernanceError(
    'DAS_ACCESS_SENSITIVE_REASON',
    `the ${what} holds what looks like personal data, so nothing was granted`,
    {
      place: `the ${what} of the access`,
      next: 'say it without a name, an address or a number of a person; put those into the ticket',
      cause: error,
    },
  );
}
