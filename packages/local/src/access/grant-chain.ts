import type { Grant } from '../catalogue/base-object.js';

/**
 * The grants that are left when some go, and those that rest on nothing any more: they were given by a
 * role that holds the privilege with no grant option now. A grant that another role gave as well stays.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-privilege
 */
export function withoutGrants(
  before: readonly Grant[],
  kept: readonly Grant[],
  owner: string,
): { readonly supported: readonly Grant[]; readonly dependent: readonly Grant[] } {
  const wasRegranted = (grant: Grant): boolean =>
    grant.grantedBy !== owner &&
    before.some(
      (other) =>
        other.role === grant.grantedBy &&
        other.privilege === grant.privilege &&
        other.withGrantOption,
    );
  const supported = new Set(kept.filter((grant) => !wasRegranted(grant)));
  const rests = (grant: Grant): boolean =>
    [...supported].some(
      (other) =>
        other.role === grant.grantedBy &&
        other.privilege === grant.privilege &&
        other.withGrantOption,
    );
  for (let size = -1; size !== supported.size; ) {
    size = supported.size;
    for (const grant of kept) if (rests(grant)) supported.add(grant);
  }
  return {
    supported: kept.filter((grant) => supported.has(grant)),
    dependent: kept.filter((grant) => !supported.has(grant)),
  };
}
