import type { Domain } from '../domain/define-domain.js';
import { listingsOf } from '../domain/listings.js';
import type { Resource } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { showAll } from './read-objects.js';

/** What is known of a database before listings are looked for. */
interface KnownDatabase {
  readonly deployed: ReadonlyMap<string, Resource>;
  readonly attempts: ReadonlyMap<string, readonly Resource[]>;
}

/**
 * Reads which listings there are, by one statement; where nobody uses any, the account is not asked.
 *
 * @param found - gets their addresses
 * @throws {@link CoreError} `DAS_PLAN_TRUNCATED`
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-listings
 */
export async function readListings(
  session: Session,
  databases: ReadonlyMap<string, KnownDatabase>,
  domains: readonly Domain[],
  found: Map<string, string>,
): Promise<void> {
  const isUsed =
    domains.some((domain) => listingsOf(domain).length > 0) ||
    [...databases.values()].some(({ deployed, attempts }) =>
      [...deployed.values(), ...[...attempts.values()].flat()].some(
        ({ kind }) => kind === 'listing',
      ),
    );
  if (!isUsed) return;
  for (const row of await showAll(session, sql`LISTINGS`))
    found.set(`listing ${String(row.name)}`, '');
}
