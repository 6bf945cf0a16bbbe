import type { Catalogue } from '../../catalogue/catalogue.js';
import type { CatalogueObject } from '../../catalogue/catalogue-object.js';
import { holdersOfTag, policyUses, tagsWithPolicy } from '../policy/policy-uses.js';

/**
 * Whether something that stays needs an object that is to be dropped with others.
 *
 * A policy is needed by what it protects and by its tags, a network rule by policies, a network policy
 * by the account. A tag that only marks is not: dropping it takes it off.
 *
 * @param inside - the ids of all that is dropped
 * @see https://docs.snowflake.com/en/sql-reference/sql/drop-tag
 */
export function isUsedOutside(
  catalogue: Catalogue,
  object: CatalogueObject,
  inside: ReadonlySet<number>,
): boolean {
  switch (object.kind) {
    case 'MASKING POLICY':
    case 'ROW ACCESS POLICY':
    case 'PROJECTION POLICY':
    case 'AGGREGATION POLICY':
      return (
        policyUses(catalogue, object.id).some((use) => !inside.has(use.relation.id)) ||
        tagsWithPolicy(catalogue, object.id).some((tag) => !inside.has(tag.id))
      );
    case 'TAG': {
      if ((object.maskingPolicies ?? []).length === 0) return false;
      const isAlone = inside.size === 1;
      return isAlone || holdersOfTag(catalogue, object.id).some((holder) => !inside.has(holder.id));
    }
    case 'NETWORK RULE':
      return [...catalogue.ofKind('NETWORK POLICY')].some(
        (policy) =>
          policy.allowedRules.includes(object.id) || policy.blockedRules.includes(object.id),
      );
    case 'NETWORK POLICY':
      return [...catalogue.ofKind('ACCOUNT'), ...catalogue.ofKind('USER')].some(
        (holder) => holder.networkPolicy === object.id,
      );
    default:
      return false;
  }
}
