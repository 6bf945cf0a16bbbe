import type { Domain } from '../domain/define-domain.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { isUsed, type RecordedDatabase } from './is-used.js';
import { showAll } from './read-objects.js';

/**
 * Reads which listings there are, by one statement; where nobody uses any, the account is not asked.
 *
 * @param found - gets their addresses
 * @throws {@link CoreError} `DAS_PLAN_TRUNCATED`
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-listings
 */
export async function readListings(
  session: Session,
  databases: ReadonlyMap<string, RecordedDatabase>,
  domains: readonly Domain[],
  found: Map<string, string>,
): Promise<void> {
  if (!isUsed('listing', databases, domains)) return;
  for (const row of await showAll(session, sql`LISTINGS`))
    found.set(`listing ${String(row.name)}`, '');
}
