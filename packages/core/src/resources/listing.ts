import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { ListingResource, ListingTarget, ListingTargets } from './resource.js';

/**
 * Creates a listing that nobody sees yet: without PUBLISH = FALSE it would be published at once.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-organization-listing
 */
export function createListing(resource: ListingResource): SqlFragment {
  return sql`CREATE ORGANIZATION LISTING ${sql.id(...resource.name)} SHARE ${sql.id(resource.share)} AS ${manifest(resource)} PUBLISH = FALSE`;
}

/**
 * Publishes a listing as it was written last. The last of all: what is in its share is read from then on.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-listing
 */
export function publishListing({ name }: ListingResource): SqlFragment {
  return sql`ALTER LISTING ${sql.id(...name)} PUBLISH`;
}

/** Gives a listing another manifest, and publishes it, in one statement. */
export function replaceListing(resource: ListingResource): SqlFragment {
  return sql`ALTER LISTING ${sql.id(...resource.name)} AS ${manifest(resource)} PUBLISH = TRUE`;
}

/** Hides a listing from who does not read it yet; it can only be dropped after that. */
export function unpublishListing({ name }: Pick<ListingResource, 'name'>): SqlFragment {
  return sql`ALTER LISTING ${sql.id(...name)} UNPUBLISH`;
}

function manifest(resource: ListingResource): SqlFragment {
  return sql.literal(listingManifest(resource));
}

/**
 * The manifest of a listing, as YAML. Each text in it is written as JSON writes it, which YAML reads as a
 * quoted text.
 *
 * @see https://docs.snowflake.com/en/user-guide/collaboration/listings/organizational/org-listing-manifest-reference
 */
export function listingManifest(resource: ListingResource): string {
  const { title, description, access, discovery, approverContact, regions } = resource;
  const text = (field: string, value: string | undefined) =>
    value === undefined ? [] : [`${field}: ${JSON.stringify(value)}`];
  return [
    ...text('title', title),
    ...text('description', description),
    ...text('organization_profile', 'INTERNAL'),
    'organization_targets:',
    ...targetLines('access', access),
    ...(discovery === undefined ? [] : targetLines('discovery', discovery)),
    ...text('support_contact', resource.supportContact),
    ...text('approver_contact', approverContact),
    ...(regions === undefined
      ? []
      : [
          'locations:',
          '  access_regions:',
          ...regions.map((name) => `    - name: ${JSON.stringify(name)}`),
        ]),
    '',
  ].join('\n');
}

function targetLines(field: string, targets: ListingTargets): readonly string[] {
  if (targets === 'all') return [`  ${field}:`, '    - all_accounts: true'];
  return [
    `  ${field}:`,
    ...targets.flatMap(({ account, roles }) => [
      `    - account: ${JSON.stringify(account)}`,
      ...(roles === undefined
        ? []
        : [`      roles: [${roles.map((role) => JSON.stringify(role)).join(', ')}]`]),
    ]),
  ];
}

/** Those that two lists of targets have in common. */
export function commonTargets(one: ListingTargets, other: ListingTargets): ListingTargets {
  if (one === 'all') return other;
  if (other === 'all') return one;
  return one.flatMap(({ account, roles }): readonly ListingTarget[] => {
    const match = other.find((each) => each.account === account);
    if (match === undefined) return [];
    if (roles === undefined) return [match];
    if (match.roles === undefined) return [{ account, roles }];
    const both = roles.filter((role) => match.roles?.includes(role));
    return both.length === 0 ? [] : [{ account, roles: both }];
  });
}

/** Whether nobody reads or finds by a listing who does not by the other one. */
export function isListingWithin(one: ListingResource, other: ListingResource): boolean {
  return (
    areTargetsWithin(one.access, other.access) &&
    areTargetsWithin(one.discovery, other.discovery) &&
    areRegionsWithin(one.regions, other.regions)
  );
}

/** Which regions no list stands for, nobody knows here: none is within only none. */
function areRegionsWithin(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.every((region) => other.includes(region));
}

/** Whether the first targets are within the second ones. */
function areTargetsWithin(
  one: ListingTargets | undefined,
  other: ListingTargets | undefined,
): boolean {
  if (one === undefined || other === 'all') return true;
  if (other === undefined || one === 'all') return false;
  return one.every(({ account, roles }) =>
    other.some(
      (each) =>
        each.account === account &&
        (each.roles === undefined || (roles?.every((role) => each.roles?.includes(role)) ?? false)),
    ),
  );
}
