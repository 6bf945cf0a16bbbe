import { type Session, sql } from '@das/core';
import type {
  AccessGrant,
  AccessList,
  AccessPlace,
  AccessState,
  ListedGrant,
} from './access-grant.js';
import { carrierPrefix, carrierRole, expiryTask } from './access-names.js';
import { expiryStateOf, readExpiryTasks } from './expiry-state.js';
import { readGrants, timeOf } from './grants-table.js';

/**
 * Lists who was let in, why and until when, and how each grant stands in the account now. Changes
 * nothing.
 */
export async function listAccess(
  place: Pick<AccessPlace, 'domain' | 'warehouse'>,
): Promise<AccessList> {
  const { domain, warehouse } = place;
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  return await accessIn(session, place);
}

/** The same, in a session that is open. */
export async function accessIn(
  session: Session,
  { domain }: Pick<AccessPlace, 'domain'>,
): Promise<AccessList> {
  const grants = await readGrants(session, domain);
  const carriers = await readCarriers(session, domain.database);
  const tasks = await readExpiryTasks(session, domain.database);
  const now = await timeOf(session);
  const listed = grants.map((grant): ListedGrant => {
    const carrier = carriers.get(carrierRole(domain.database, grant.id));
    const [, , task] = expiryTask(domain.database, grant.id);
    const expiry = expiryStateOf(domain.database, grant, tasks.get(task));
    return {
      ...grant,
      state: stateOf(grant, carrier, now),
      expiry: carrier === undefined ? undefined : expiry,
    };
  });
  const known = new Set(grants.map(({ id }) => carrierRole(domain.database, id)));
  return {
    grants: listed,
    unrecorded: [...carriers.keys()].filter((name) => !known.has(name)).sort(),
  };
}

/** What the account says outweighs what the row says: a role that is there gives access. */
function stateOf(grant: AccessGrant, carrier: Carrier | undefined, now: Date): AccessState {
  const isOver = grant.expiresAt.getTime() <= now.getTime() || grant.endedAt !== undefined;
  if (carrier !== undefined && isOver) return 'overdue';
  if (carrier?.isHeld === true) return 'active';
  if (grant.endedAt !== undefined) return 'ended';
  return isOver ? 'expired' : 'unfinished';
}

interface Carrier {
  /** Whether a user or another role has it: a process may die before anybody does. */
  readonly isHeld: boolean;
}

async function readCarriers(
  session: Session,
  database: string,
): Promise<ReadonlyMap<string, Carrier>> {
  const prefix = carrierPrefix(database);
  const { rows } = await session.execute(sql`SHOW ROLES LIKE ${sql.literal(`${prefix}%`)}`);
  return new Map(
    rows
      .map((row): [string, Carrier] => {
        const isHeld = !isNone(row.assigned_to_users) || !isNone(row.granted_to_roles);
        return [String(row.name), { isHeld }];
      })
      // An underscore in a pattern matches anything.
      .filter(([name]) => name.startsWith(prefix)),
  );
}

/** A count of zero; one that is not told is taken for more. */
function isNone(count: unknown): boolean {
  return count !== undefined && count !== null && Number(count) === 0;
}
