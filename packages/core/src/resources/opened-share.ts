import { isListingWithin } from './listing.js';
import { addressOf, type ListingResource, type Resource } from './resource.js';

type State = ReadonlyMap<string, Resource>;

/**
 * To whom a share, or a listing of it, opens more than was read before; `undefined` where to nobody. A share that
 * nobody reads yet is opened for the first time, as a new one is: its declaration says to whom.
 *
 * @param before - all that there is, by address
 */
export function openedTo(after: Resource, before: State): string | undefined {
  if (after.kind === 'share') {
    const [name] = after.name;
    const accounts = accountsOf(name, before);
    const added = after.accounts.filter((account) => !accounts.includes(account));
    const isRead = accounts.length > 0 || listingOf(name, before) !== undefined;
    return isRead && added.length > 0 ? `account ${added.join(', ')}` : undefined;
  }
  if (after.kind !== 'listing') return undefined;
  const same = before.get(addressOf(after));
  const former = same?.kind === 'listing' ? same : listingOf(after.share, before);
  if (former !== undefined) {
    return isListingWithin(after, former) ? undefined : 'more accounts, roles or regions';
  }
  // An account may be named in other words there, so nobody knows who of them is new.
  return accountsOf(after.share, before).length > 0 ? 'who finds or reads a listing' : undefined;
}

function accountsOf(share: string, state: State): readonly string[] {
  const known = state.get(`share ${share}`);
  return known?.kind === 'share' ? known.accounts : [];
}

function listingOf(share: string, state: State): ListingResource | undefined {
  for (const each of state.values()) {
    if (each.kind === 'listing' && each.share === share) return each;
  }
  return undefined;
}
