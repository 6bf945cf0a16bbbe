import { type Session, sql } from '@das/core';
import { nameOrDigest, recordAccess } from './access-evidence.js';
import type { AccessEnd, AccessGrant, AccessPlace } from './access-grant.js';
import { carrierRole, expiryTask } from './access-names.js';
import { markEnded } from './grants-table.js';

/**
 * Takes access away: the carrier first, since that ends it, then the task, the evidence and the row.
 * Each part may be gone already, so what was interrupted can be done again.
 *
 * A process that is granting it at this moment may make the carrier after that. It finds the row ended
 * and takes the carrier back; should it die before, the carrier is dropped here once more.
 */
export async function endAccess(
  place: AccessPlace,
  session: Session,
  grant: AccessGrant,
  end: { readonly by: string; readonly because: AccessEnd },
): Promise<void> {
  const { database } = place.domain;
  await session.execute(sql`DROP ROLE IF EXISTS ${sql.id(carrierRole(database, grant.id))}`);
  await session.execute(sql`DROP TASK IF EXISTS ${sql.id(...expiryTask(database, grant.id))}`);
  await recordAccess(place, 'access.revoked', grant, {
    because: end.because,
    by: nameOrDigest(end.by),
  });
  await markEnded(session, place.domain, grant, end);
  await session.execute(sql`DROP ROLE IF EXISTS ${sql.id(carrierRole(database, grant.id))}`);
}
