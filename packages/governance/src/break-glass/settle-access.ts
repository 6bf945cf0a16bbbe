import type { Session } from '@das/core';
import type { AccessPlace, ListedGrant } from './access-grant.js';
import { endAccess } from './end-access.js';
import { accessIn } from './list-access.js';

/**
 * Takes away what is overdue, and writes down what has ended by itself: the second guard of an expiry,
 * for when the task could not run.
 *
 * @returns what was settled, with the state that it was found in
 */
export async function settleAccess(
  place: AccessPlace & { readonly by: string },
): Promise<readonly ListedGrant[]> {
  const { domain, warehouse } = place;
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  return await settleIn(session, place);
}

/** The same, in a session that is open. */
export async function settleIn(
  session: Session,
  place: AccessPlace & { readonly by: string },
): Promise<readonly ListedGrant[]> {
  const { grants } = await accessIn(session, place);
  const over = grants.filter(({ state }) => state === 'overdue' || state === 'expired');
  for (const grant of over) {
    const because = grant.state === 'overdue' ? 'overdue' : 'expired';
    await endAccess(place, session, grant, { by: place.by, because });
  }
  return over;
}
