import type { Row } from '@das/core';
import type { ListingObject } from '../catalogue/listing-object.js';

/** What SHOW LISTINGS has of the documented columns. */
export const listingNames: readonly string[] = [
  'global_name',
  'name',
  'title',
  'subtitle',
  'profile',
  'created_on',
  'updated_on',
  'published_on',
  'state',
  'review_state',
  'comment',
  'owner',
  'owner_role_type',
  'regions',
  'target_accounts',
  'is_monetized',
  'is_application',
  'is_targeted',
  'distribution',
  'is_mountless_queryable',
  'organization_profile_name',
];

/** What SHOW LISTINGS says of a listing alone. */
export function listingValues(listing: ListingObject): Record<string, Row[string]> {
  return {
    published_on: listing.publishedOn === undefined ? null : new Date(listing.publishedOn),
    state: listing.state,
    is_monetized: 'false',
    is_application: 'false',
    is_targeted: 'true',
    distribution: 'ORGANIZATION',
    is_mountless_queryable: 'true',
    organization_profile_name: 'INTERNAL',
  };
}
