import { type Session, sql } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { recordAccess } from './access-evidence.js';
import type { AccessGrant, AccessRequest } from './access-grant.js';
import { carrierRole, expiryTask, newGrantId } from './access-names.js';
import { accessRoleOf, checkRequest } from './check-request.js';
import { endAccess } from './end-access.js';
import { expiryOf, scheduleAt } from './expiry.js';
import { expiryStatement } from './expiry-state.js';
import { findUser } from './find-user.js';
import { insertGrant, markGranted, timeOf } from './grants-table.js';
import { accessIn } from './list-access.js';
import { settleIn } from './settle-access.js';

/**
 * Lets a user have an access role of the domain for a time: break-glass access.
 *
 * Evidence comes first; if it cannot be written, nothing is granted. Then a row in
 * `OPS.ACCESS_GRANTS`, then a task that ends the access, resumed, and only then the access: a role of
 * its own that holds the access role, `GRANT ROLE … TO USER …`. The task drops that role, so a role
 * that the user has by other means stays. If anything fails, what was made is taken back.
 *
 * Compiles to `CREATE TASK … SCHEDULE = 'USING CRON …' AS DROP ROLE IF EXISTS …`, `ALTER TASK …
 * RESUME`, `CREATE ROLE`, `GRANT ROLE … TO ROLE …`, `GRANT ROLE … TO USER …`.
 *
 * @throws {@link GovernanceError} `DAS_ACCESS_UNKNOWN_ROLE`, `DAS_ACCESS_UNKNOWN_USER`,
 * `DAS_ACCESS_INVALID_REQUEST`, `DAS_ACCESS_SENSITIVE_REASON`, `DAS_ACCESS_ALREADY_GRANTED`,
 * `DAS_ACCESS_NOT_ENFORCED`
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export async function grantAccess(request: AccessRequest): Promise<AccessGrant> {
  checkRequest(request);
  const { domain, warehouse } = request;
  const role = accessRoleOf(domain, request.role);
  await using session = await warehouse.openSession({
    role: domain.platform.deployRole,
    queryTag: `das:access:${domain.name}`,
  });
  const user = await findUser(session, request.user);
  const requestedAt = await timeOf(session);
  const grant: AccessGrant = {
    id: newGrantId(),
    role,
    user,
    reason: request.reason.trim(),
    ticket: request.ticket?.trim(),
    grantedBy: request.by.trim(),
    requestedAt,
    expiresAt: expiryOf(requestedAt, request.duration),
    grantedAt: undefined,
    endedAt: undefined,
    endedBy: undefined,
    endedBecause: undefined,
  };
  await settleIn(session, request);
  await refuseSecond(session, request, grant);
  await recordAccess(request, 'access.granted', grant);
  try {
    await insertGrant(session, domain, grant);
    await makeExpiry(session, request, grant);
    await letIn(session, request, grant);
  } catch (error) {
    await takeBack(session, request, grant, error);
    throw error;
  }
  return { ...grant, grantedAt: await timeOf(session) };
}

/** One grant at a time: a second one would hide when the first one ends. */
async function refuseSecond(
  session: Session,
  request: AccessRequest,
  { role, user }: AccessGrant,
): Promise<void> {
  const { grants } = await accessIn(session, request);
  const same = grants.filter((each) => each.role === role && each.user === user);
  for (const grant of same) {
    if (grant.state === 'active') {
      throw new GovernanceError(
        'DAS_ACCESS_ALREADY_GRANTED',
        `the user has access as ${role} until ${grant.expiresAt.toISOString()}`,
        {
          place: `grant ${grant.id}`,
          next: 'wait until it ends, or end it with das access revoke and grant it anew',
        },
      );
    }
    // The process that wrote it down died before anybody was let in.
    if (grant.state === 'unfinished') {
      await endAccess(request, session, grant, { by: request.by, because: 'interrupted' });
    }
  }
}

/** The end comes before the beginning: a task that cannot be resumed lets nobody in. */
async function makeExpiry(
  session: Session,
  { domain }: AccessRequest,
  { id, expiresAt }: AccessGrant,
): Promise<void> {
  const task = expiryTask(domain.database, id);
  // Without a warehouse of its own: one that a monitor has suspended would let the access go on.
  await session.execute(sql`
    CREATE TASK ${sql.id(...task)}
      SCHEDULE = ${sql.literal(scheduleAt(expiresAt))}
      USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'XSMALL'
      SUSPEND_TASK_AFTER_NUM_FAILURES = 0
      TASK_AUTO_RETRY_ATTEMPTS = 10
      COMMENT = 'das: ends a break-glass access'
    AS ${sql.raw(expiryStatement(domain.database, id).text)}`);
  await session.execute(sql`ALTER TASK ${sql.id(...task)} RESUME`);
  const [database, schema, name] = task;
  const { rows } = await session.execute(
    sql`SHOW TASKS LIKE ${sql.literal(name)} IN SCHEMA ${sql.id(database, schema)}`,
  );
  if (rows.some((row) => row.name === name && row.state === 'started')) return;
  throw new GovernanceError(
    'DAS_ACCESS_NOT_ENFORCED',
    'the task that would end it is not started',
    {
      place: task.join('.'),
      next: 'check that the deploy role holds EXECUTE TASK and EXECUTE MANAGED TASK',
    },
  );
}

async function letIn(
  session: Session,
  { domain }: AccessRequest,
  grant: AccessGrant,
): Promise<void> {
  const carrier = sql.id(carrierRole(domain.database, grant.id));
  await session.execute(sql`CREATE ROLE ${carrier} COMMENT = 'das: a break-glass access'`);
  await session.execute(sql`GRANT ROLE ${sql.id(grant.role)} TO ROLE ${carrier}`);
  // A clock that has passed the expiry meanwhile has seen the task find nothing to drop.
  const now = await timeOf(session);
  if (now.getTime() >= grant.expiresAt.getTime()) {
    throw new GovernanceError(
      'DAS_ACCESS_NOT_ENFORCED',
      'its time was over before it was granted',
      {
        place: `grant ${grant.id}`,
        next: 'ask for a longer time',
      },
    );
  }
  await session.execute(sql`GRANT ROLE ${carrier} TO USER ${quoted(grant.user)}`);
  if (await markGranted(session, domain, grant)) return;
  throw new GovernanceError('DAS_ACCESS_NOT_ENFORCED', 'somebody has ended it meanwhile', {
    place: `grant ${grant.id}`,
    next: 'run das access list to see who did, and grant it anew if that was not meant',
  });
}

/** A user's name keeps its case, unlike the names that DAS makes. */
function quoted(user: string): ReturnType<typeof sql.raw> {
  return sql.raw(`"${user.replaceAll('"', '""')}"`);
}

async function takeBack(
  session: Session,
  request: AccessRequest,
  grant: AccessGrant,
  cause: unknown,
): Promise<void> {
  try {
    await endAccess(request, session, grant, { by: request.by, because: 'interrupted' });
  } catch (error) {
    throw new GovernanceError(
      'DAS_ACCESS_NOT_ENFORCED',
      'granting failed, and what was made could not be taken back',
      {
        place: `grant ${grant.id}`,
        next: `run das access revoke ${grant.role} --from the user; the task drops role ${carrierRole(request.domain.database, grant.id)} at ${grant.expiresAt.toISOString()} if it is there`,
        cause: new AggregateError([cause, error]),
      },
    );
  }
}
