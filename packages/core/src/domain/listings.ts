import type { ListingDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { ListingResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { checkIdentifier } from './platform.js';
import { sharesOf } from './shares.js';
import { unknownName } from './unknown-name.js';

/** The listings of a domain. */
function listingsOf(domain: Domain): readonly ListingDeclaration[] {
  return domain.access.filter((each) => each.kind === 'listing');
}

/** The listings of a domain, as they are to be in the end: published. */
export function listingResources(domain: Domain): readonly ListingResource[] {
  return listingsOf(domain).map(({ name, ...listing }) => ({
    ...listing,
    name: [name],
    isPublished: true,
  }));
}

/** Checks that each listing shows a share of the domain that nobody reads otherwise, and none of them twice. */
export function checkListings(domain: Domain): void {
  const place = `domain ${domain.name}`;
  const shares = sharesOf(domain);
  const listed = new Set<string>();
  const names = new Set<string>();
  for (const { name, share } of listingsOf(domain)) {
    const invalid = (message: string, next: string) =>
      new CoreError('DAS_DOMAIN_INVALID', `listing ${name} ${message}`, { place, next });
    checkIdentifier(name, 'the name of a listing');
    if (names.has(name)) throw invalid('is declared twice', 'give one another name');
    names.add(name);
    const found = shares.find((each) => each.name === share);
    if (found === undefined) {
      const all = shares.map((each) => each.name);
      throw unknownName(place, `listing ${name} shows a share that is not declared`, share, all);
    }
    // Nothing says what becomes of accounts that a share has beside its listing.
    if (found.accounts.length > 0) {
      throw invalid(`shows share ${share}, which has accounts`, 'give the share accounts: []');
    }
    if (listed.has(share)) {
      throw invalid(`shows share ${share}, and so does another one`, 'declare a share for each');
    }
    listed.add(share);
  }
}
