import { CoreError } from '../errors/core-error.js';
import {
  commonTargets,
  createListing,
  isListingWithin,
  publishListing,
  replaceListing,
} from '../resources/listing.js';
import { addressOf, type ListingResource, type Resource } from '../resources/resource.js';
import { leaving, stepOf } from './change.js';
import { isSame } from './fingerprint-comment.js';
import type { PlanContext } from './plan-resources.js';
import type { PlanStep } from './plan-step.js';

/**
 * What comes before the privileges: a new listing is made and not published yet, and who is not to read any
 * more is shut out of one that is.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE`
 */
export function listingSteps(
  after: ListingResource,
  { current, actual }: PlanContext,
): readonly PlanStep[] {
  const address = addressOf(after);
  if (!actual.objects.has(address)) {
    const made = leaving({ ...after, isPublished: false }, createListing(after));
    return [stepOf('create', address, [made])];
  }
  const attempts = listingsIn(actual.attempts.get(address) ?? []);
  const before = listingsIn([current.get(address)])[0];
  const known = [...(before === undefined ? [] : [before]), ...attempts];
  if (known.length === 0) throw unsupported(address, 'it was not made by DAS');
  if (known.some(({ share }) => share !== after.share)) {
    throw unsupported(address, 'a listing cannot be given another share');
  }
  if (known.every((each) => isListingWithin(each, after))) return [];
  const kept = known.reduce((narrowed, each) => narrowedTo(narrowed, each, address), after);
  return [stepOf('alter', address, [leaving(kept, replaceListing(kept))])];
}

/** What comes last: the listing is published as it is declared. */
export function publishingSteps(
  after: ListingResource,
  { current, actual }: PlanContext,
): readonly PlanStep[] {
  const address = addressOf(after);
  const before = current.get(address);
  const isSure = !actual.pending.has(address);
  if (before !== undefined && isSure && isSame(before, after)) return [];
  const isNew = !actual.objects.has(address);
  const publish = isNew ? publishListing(after) : replaceListing(after);
  return [stepOf('alter', address, [leaving(after, publish)])];
}

/** Whether a listing that is there reads less after a change: that comes before anything shows more. */
export function isNarrowed(after: Resource, current: ReadonlyMap<string, Resource>): boolean {
  return after.kind === 'listing' && current.has(addressOf(after));
}

function narrowedTo(
  one: ListingResource,
  other: ListingResource,
  address: string,
): ListingResource {
  const access = commonTargets(one.access, other.access);
  // A manifest has at least one target, and who reads goes on to do so while a listing is unpublished.
  if (access.length === 0) {
    throw unsupported(address, 'nobody who reads it now would read it after the change');
  }
  const { discovery: _, regions: __, ...rest } = one;
  const regions =
    one.regions === undefined || other.regions === undefined
      ? other.regions
      : one.regions.filter((region) => other.regions?.includes(region));
  if (regions?.length === 0) throw unsupported(address, 'it would be in none of its regions');
  const discovery =
    one.discovery === undefined || other.discovery === undefined
      ? []
      : commonTargets(one.discovery, other.discovery);
  return {
    ...rest,
    access,
    ...(discovery.length > 0 && { discovery }),
    ...(regions !== undefined && { regions }),
  };
}

function listingsIn(resources: readonly (Resource | undefined)[]): readonly ListingResource[] {
  return resources.flatMap((each) => (each?.kind === 'listing' ? [each] : []));
}

function unsupported(address: string, message: string): CoreError {
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${address} cannot be changed: ${message}`, {
    place: address,
    next: 'give the new one another name, and drop this one with --destroy, or by hand where it is not known',
  });
}
