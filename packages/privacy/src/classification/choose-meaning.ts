import { isMoreSensitive, isProtected } from '@das/contracts';
import { meaningOf } from './meaning.js';
import type { WeighedMeaning } from './weigh-meanings.js';

/** Below it a meaning is a guess, and the column stays unknown. */
const threshold = 0.5;

/** A sensitive meaning this close behind a harmless one is preferred. */
const margin = 0.12;

function isSensitive({ meaning }: WeighedMeaning): boolean {
  return isProtected(meaningOf(meaning).classification);
}

/**
 * Chooses what a column means. Between a sensitive and a harmless meaning that are about as likely,
 * the sensitive one; prose is prose unless its values are of one kind as a whole.
 */
export function chooseMeaning(
  weighed: readonly WeighedMeaning[],
  prose: WeighedMeaning | undefined,
  structural: WeighedMeaning | undefined,
): WeighedMeaning | undefined {
  const likely = weighed.filter(({ confidence }) => confidence >= threshold);
  const [first] = likely;
  if (first === undefined) return prose ?? structural;
  if (prose !== undefined && prose.confidence > first.confidence) return prose;
  const close = likely.filter((each) => each.confidence >= first.confidence - margin);
  const sensitive = close.filter(isSensitive);
  if (isSensitive(first) || sensitive.length === 0) return first;
  return sensitive.reduce((most, each) =>
    isMoreSensitive(meaningOf(each.meaning).classification, meaningOf(most.meaning).classification)
      ? each
      : most,
  );
}
