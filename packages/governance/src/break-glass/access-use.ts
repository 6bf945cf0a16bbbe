import { type Session, type SqlFragment, sql } from '@das/core';
import { recordAccess } from './access-evidence.js';
import type { AccessPlace, ListedGrant } from './access-grant.js';
import { carrierPrefix } from './access-names.js';
import { dateOf, tableOf } from './grants-table.js';
import { accessIn } from './list-access.js';

/** What a user did while access was granted. Texts of queries are never read. */
export interface AccessUse {
  readonly grant: ListedGrant;
  /** Queries whose primary role was the granted one. */
  readonly underRole: number;
  /**
   * Queries that read the domain's objects in that time, under any role: a role can also be active
   * as a secondary one, which the history of queries does not tell.
   */
  readonly onDomain: number;
  /** The ids of both, each once, the oldest first. */
  readonly queryIds: readonly string[];
}

/** A leaf of evidence has a limit; its count says how many ids there are. */
const recordedIds = 100;

/**
 * Reads from the account's history which queries users made while they had access, and leaves evidence
 * of it: counts and ids, also where there were none. Snowflake's history is late: by up to 45 minutes
 * for queries, and three hours for what they read.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/query_history
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/access_history
 */
export async function recordAccessUse(place: AccessPlace): Promise<readonly AccessUse[]> {
  const { domain, warehouse } = place;
  await using session = await warehouse.openSession({ role: domain.platform.deployRole });
  const { grants } = await accessIn(session, place);
  const queries = await readQueries(session, place);
  const uses = grants.map((grant) => useOf(grant, queries.get(grant.id) ?? []));
  for (const { grant, underRole, onDomain, queryIds } of uses) {
    await recordAccess(place, 'access.used', grant, {
      underRole,
      onDomain,
      queries: queryIds.length,
      queryIds: queryIds.slice(0, recordedIds),
    });
  }
  return uses;
}

interface UsedQuery {
  readonly id: string;
  readonly at: Date;
  readonly isUnderRole: boolean;
  /** Under the role that was made for this grant alone. */
  readonly isUnderCarrier: boolean;
  readonly isOnDomain: boolean;
}

/** One statement for all grants. */
async function readQueries(
  session: Session,
  { domain }: Pick<AccessPlace, 'domain'>,
): Promise<ReadonlyMap<string, readonly UsedQuery[]>> {
  const found = new Map<string, UsedQuery[]>();
  const { rows } = await session.execute(useQuery(tableOf(domain), domain.database));
  for (const row of rows) {
    const query: UsedQuery = {
      id: String(row.QUERY_ID),
      at: dateOf(row.STARTED_AT),
      isUnderRole: row.UNDER_ROLE === true,
      isUnderCarrier: row.UNDER_CARRIER === true,
      isOnDomain: row.ON_DOMAIN === true,
    };
    if (!query.isUnderRole && !query.isOnDomain) continue;
    const id = String(row.ID);
    found.set(id, [...(found.get(id) ?? []), query]);
  }
  return found;
}

function useQuery(table: SqlFragment, database: string): SqlFragment {
  return sql`
    SELECT G."ID", Q.QUERY_ID,
      CONVERT_TIMEZONE('UTC', Q.START_TIME)::TIMESTAMP_NTZ AS STARTED_AT,
      COALESCE(Q.ROLE_NAME = G."ROLE_NAME"
        OR Q.ROLE_NAME = CONCAT(${carrierPrefix(database)}, G."ID"), FALSE) AS UNDER_ROLE,
      COALESCE(Q.ROLE_NAME = CONCAT(${carrierPrefix(database)}, G."ID"), FALSE) AS UNDER_CARRIER,
      COALESCE(CONTAINS(TO_JSON(A.BASE_OBJECTS_ACCESSED), ${`"${database}.`}), FALSE) AS ON_DOMAIN
    FROM ${table} G
    JOIN SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY Q ON Q.USER_NAME = G."USER_NAME"
    LEFT JOIN SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY A ON A.QUERY_ID = Q.QUERY_ID
    WHERE CONVERT_TIMEZONE('UTC', Q.START_TIME)::TIMESTAMP_NTZ >= G."REQUESTED_AT"
      AND CONVERT_TIMEZONE('UTC', Q.START_TIME)::TIMESTAMP_NTZ <= COALESCE(G."ENDED_AT", SYSDATE())
    ORDER BY STARTED_AT, Q.QUERY_ID`;
}

function useOf(grant: ListedGrant, queries: readonly UsedQuery[]): AccessUse {
  // What is overdue is used beyond its time, and so is a carrier that a late task left: that must be told.
  const wasOverdue = grant.state === 'overdue' || grant.endedBecause === 'overdue';
  const within = queries.filter(
    ({ at, isUnderCarrier }) => wasOverdue || isUnderCarrier || at < grant.expiresAt,
  );
  return {
    grant,
    underRole: within.filter(({ isUnderRole }) => isUnderRole).length,
    onDomain: within.filter(({ isOnDomain }) => isOnDomain).length,
    queryIds: [...new Set(within.map(({ id }) => id))],
  };
}
