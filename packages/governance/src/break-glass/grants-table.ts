import {
  type Domain,
  domainNames,
  type Row,
  type Session,
  type SqlFragment,
  sql,
  type Value,
} from '@das/core';
import type { AccessEnd, AccessGrant } from './access-grant.js';

/** The time by the clock of the warehouse: the one that its tasks go by. */
export async function timeOf(session: Session): Promise<Date> {
  const { rows } = await session.execute(sql`SELECT SYSDATE() AS NOW`);
  return dateOf(rows[0]?.NOW);
}

/** Writes down a grant before anything is granted. */
export async function insertGrant(
  session: Session,
  domain: Domain,
  grant: AccessGrant,
): Promise<void> {
  await session.execute(sql`
    INSERT INTO ${tableOf(domain)}
      ("ID", "ROLE_NAME", "USER_NAME", "REASON", "TICKET", "GRANTED_BY", "REQUESTED_AT", "EXPIRES_AT")
    VALUES (${grant.id}, ${grant.role}, ${grant.user}, ${grant.reason}, ${grant.ticket ?? null},
      ${grant.grantedBy}, ${grant.requestedAt}, ${grant.expiresAt})`);
}

/** Writes down that the user has the role, and says whether nobody has ended the grant meanwhile. */
export async function markGranted(
  session: Session,
  domain: Domain,
  { id }: AccessGrant,
): Promise<boolean> {
  const { rowsAffected } = await session.execute(sql`
    UPDATE ${tableOf(domain)} SET "GRANTED_AT" = SYSDATE()
    WHERE "ID" = ${id} AND "ENDED_AT" IS NULL`);
  return rowsAffected === 1;
}

/** Writes down that access has ended. What has ended before stays as it was. */
export async function markEnded(
  session: Session,
  domain: Domain,
  { id }: AccessGrant,
  { by, because }: { readonly by: string; readonly because: AccessEnd },
): Promise<void> {
  await session.execute(sql`
    UPDATE ${tableOf(domain)}
    SET "ENDED_AT" = SYSDATE(), "ENDED_BY" = ${by}, "ENDED_BECAUSE" = ${because}
    WHERE "ID" = ${id} AND "ENDED_AT" IS NULL`);
}

/** All that is written down, the newest first. */
export async function readGrants(
  session: Session,
  domain: Domain,
): Promise<readonly AccessGrant[]> {
  const { rows } = await session.execute(sql`
    SELECT "ID", "ROLE_NAME", "USER_NAME", "REASON", "TICKET", "GRANTED_BY", "REQUESTED_AT",
      "EXPIRES_AT", "GRANTED_AT", "ENDED_AT", "ENDED_BY", "ENDED_BECAUSE"
    FROM ${tableOf(domain)}
    ORDER BY "REQUESTED_AT" DESC, "ID"`);
  return rows.map(grantOf);
}

function grantOf(row: Row): AccessGrant {
  return {
    id: String(row.ID),
    role: String(row.ROLE_NAME),
    user: String(row.USER_NAME),
    reason: String(row.REASON),
    ticket: textOf(row.TICKET),
    grantedBy: String(row.GRANTED_BY),
    requestedAt: dateOf(row.REQUESTED_AT),
    expiresAt: dateOf(row.EXPIRES_AT),
    grantedAt: row.GRANTED_AT === null ? undefined : dateOf(row.GRANTED_AT),
    endedAt: row.ENDED_AT === null ? undefined : dateOf(row.ENDED_AT),
    endedBy: textOf(row.ENDED_BY),
    endedBecause: textOf(row.ENDED_BECAUSE) as AccessEnd | undefined,
  };
}

/** The table of grants, as SQL names it. */
export function tableOf(domain: Domain): SqlFragment {
  return sql.id(...domainNames(domain.database).accessGrants);
}

function textOf(value: Value | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

/** A time that the warehouse gave. */
export function dateOf(value: Value | undefined): Date {
  if (value instanceof Date) return value;
  throw new TypeError('the warehouse gave no time where one was asked for');
}
