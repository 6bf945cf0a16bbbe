import { addressOf, isListingWithin } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { approvable } from './lowered-protection.js';
import type { PlanCheckContext } from './plan-context.js';
import { planRules } from './plan-rules.js';
import type { WatchedState } from './watched-state.js';

/** Listings by which more accounts or roles read, or find, a share after the plan than before. */
export function widenedListings(
  start: WatchedState,
  end: WatchedState,
  context: PlanCheckContext,
): readonly Finding[] {
  return [...end.resources.values()].flatMap((after) => {
    if (after.kind !== 'listing') return [];
    const address = addressOf(after);
    const before = start.resources.get(address);
    if (before?.kind !== 'listing') return [];
    if (isListingWithin(after, before)) return [];
    const message = 'more accounts or roles will read the share, or find the listing';
    return [
      approvable(findingOf(planRules.listingWidened, { message, place: { address } }), context),
    ];
  });
}
