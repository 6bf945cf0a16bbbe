import { GovernanceError } from '../errors/governance-error.js';
import type { AccessPlace, ListedGrant } from './access-grant.js';
import { accessRoleOf } from './check-request.js';
import { endAccess } from './end-access.js';
import { accessIn } from './list-access.js';

/**
 * Ends access before its time: every grant of the role to the user that has not ended. A role that the
 * user has by other means stays. The domain need not declare the role any more.
 *
 * @throws {@link GovernanceError} `DAS_ACCESS_UNKNOWN_ROLE`, `DAS_ACCESS_NOT_FOUND` where nothing is
 * granted
 */
export async function revokeAccess(
  place: AccessPlace & { readonly role: string; readonly user: string; readonly by: string },
): Promise<readonly ListedGrant[]> {
  const { domain, warehouse, user, by } = place;
  const role = place.role.toUpperCase();
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  const { grants } = await accessIn(session, place);
  const ofRole = grants.filter((grant) => grant.role === role && grant.state !== 'ended');
  // The name as it is written comes first: one in small letters is that of another user.
  const name = ofRole.some((grant) => grant.user === user) ? user : user.toUpperCase();
  const open = ofRole.filter((grant) => grant.user === name);
  if (open.length === 0) {
    // What was granted can be ended whatever the domain declares by now: only here does a name matter.
    accessRoleOf(domain, role);
    throw new GovernanceError('DAS_ACCESS_NOT_FOUND', `the user has no access as ${role} to end`, {
      place: `domain ${domain.name}`,
      next: 'run das access list to see who has access; what was granted otherwise is not ended here',
    });
  }
  for (const grant of open) {
    const because =
      grant.state === 'active'
        ? 'revoked'
        : grant.state === 'unfinished'
          ? 'interrupted'
          : grant.state === 'overdue'
            ? 'overdue'
            : 'expired';
    await endAccess(place, session, grant, { by, because });
  }
  return open;
}
