import { dropStatement } from '../../resources/drop.js';
import { unpublishListing } from '../../resources/listing.js';
import { deactivateNetworkPolicy } from '../../resources/network.js';
import { addressOf, type Resource } from '../../resources/resource.js';
import { unsetTagPolicies } from '../../resources/tag.js';
import { sql } from '../../warehouse/statement.js';
import { type Change, leaving, neutral, removing } from '../change.js';
import { underWayComment } from '../fingerprint-comment.js';
import { isFollowed } from '../network-places.js';

/** A resource that is an object of its own, and no privilege. */
export type ObjectResource = Exclude<Resource, { kind: 'grant' | 'roleGrant' }>;

/**
 * The statements that take an object away. All but the last may run again. Where another network policy is
 * wanted in the place of one that goes, it is in force there already, and to unset the place would take it off.
 */
export function dropResource(
  resource: ObjectResource,
  deployRole: string,
  desired: ReadonlyMap<string, Resource>,
): readonly Change[] {
  const drop = removing(addressOf(resource), dropStatement(resource));
  switch (resource.kind) {
    case 'dynamicTable': {
      const target = sql`${sql.id(...resource.name)} TO ROLE ${sql.id(deployRole)}`;
      const take = sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${target} COPY CURRENT GRANTS`;
      return [neutral(take), drop];
    }
    case 'tag': {
      const { maskingPolicies = [], ...bare } = resource;
      if (maskingPolicies.length === 0) return [drop];
      const comment = sql.literal(underWayComment(resource, bare));
      return [
        neutral(sql`COMMENT ON TAG ${sql.id(...resource.name)} IS ${comment}`),
        // A tag cannot go while policies are bound to it; what carried it has been altered before.
        leaving(bare, unsetTagPolicies(resource.name, maskingPolicies)),
        drop,
      ];
    }
    case 'listing':
      return [leaving({ ...resource, isPublished: false }, unpublishListing(resource)), drop];
    case 'networkPolicy': {
      const left = resource.activeOn.filter((place) => !isFollowed(resource, place, desired));
      return [
        ...left.map((place, index) =>
          leaving({ ...resource, activeOn: left.slice(index + 1) }, deactivateNetworkPolicy(place)),
        ),
        drop,
      ];
    }
    default:
      return [drop];
  }
}
