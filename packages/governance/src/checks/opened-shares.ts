import { addressOf, openedTo } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { approvable } from './lowered-protection.js';
import type { PlanCheckContext } from './plan-context.js';
import { planRules } from './plan-rules.js';
import type { WatchedState } from './watched-state.js';

/** Shares and listings that more may read, or find, after the plan than before. */
export function openedShares(
  start: WatchedState,
  end: WatchedState,
  context: PlanCheckContext,
): readonly Finding[] {
  return [...end.resources.values()].flatMap((after) => {
    const to = openedTo(after, start.resources);
    if (to === undefined) return [];
    const address = addressOf(after);
    const message = `${address} is opened to ${to}`;
    return [approvable(findingOf(planRules.shareOpened, { message, place: { address } }), context)];
  });
}
