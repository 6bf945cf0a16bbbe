import { isProtected } from '@das/contracts';
import { type MeaningId, meaningOf } from './meaning.js';
import { meaningsOfPhrase } from './name-phrases.js';
import { phrasesOfName } from './name-words.js';

/** What the words of a name say, from 0 to 1. */
export interface NameEvidence {
  readonly meaning: MeaningId;
  readonly weight: number;
}

/** Weights by how much of the name the phrase is. */
function weightOf(isWhole: boolean, isLast: boolean, isClear: boolean): number {
  if (isClear) return isWhole ? 0.9 : isLast ? 0.85 : 0.65;
  return isWhole ? 0.5 : isLast ? 0.4 : 0.2;
}

/** Words that turn a name into one of a yes or no, a count or a digest of what it names. */
const flagStarts = /^(is|has|had|can|should|allow|enable|needs|requires)_/;
const flagEnds =
  /_(flag|ind|indicator|yn|verified|valid|status|count|cnt|type|enabled|consent|length|opt_?in|opt_?out|preference)$/;

/** Whether the name is of a fact about a value rather than of the value: `has_email`, `phone_type`. */
export function isAboutValue(words: readonly string[]): boolean {
  const text = words.join('_');
  return flagStarts.test(text) || flagEnds.test(text);
}

/** What a harmless word such as `id` or `time` counts beside one of something sensitive: `mrn_id`. */
const besideSensitive = 0.4;

/** What the sensitive word counts for then. */
const sensitiveBeside = 0.75;

function isSensitive(meaning: MeaningId): boolean {
  return isProtected(meaningOf(meaning).classification);
}

/**
 * What a name says, strongest first. Where a phrase lies inside a longer one that is known, only the
 * longer one speaks. A single harmless word does not overrule a sensitive one, wherever it stands.
 */
export function readName(name: string): readonly NameEvidence[] {
  const all = phrasesOfName(name).flatMap((phrase) =>
    meaningsOfPhrase(phrase.text).map((each) => ({ ...phrase, ...each })),
  );
  const known = all.filter(
    (each) =>
      !all.some(
        (longer) =>
          longer.text.length > each.text.length &&
          longer.text.includes(each.text) &&
          longer.strength === 'clear',
      ),
  );
  const isClearlySensitive = known.some(
    ({ meaning, strength }) => strength === 'clear' && isSensitive(meaning),
  );
  const isNamedForAThing = known.some(
    ({ meaning, strength, words }) => strength === 'clear' && words > 1 && !isSensitive(meaning),
  );
  const best = new Map<MeaningId, number>();
  for (const { meaning, strength, words, isWhole, isLast } of known) {
    let weight = weightOf(isWhole, isLast, strength === 'clear');
    if (isClearlySensitive && !isNamedForAThing && strength === 'clear') {
      if (isSensitive(meaning)) weight = Math.max(weight, sensitiveBeside);
      else if (words === 1) weight = Math.min(weight, besideSensitive);
    }
    best.set(meaning, Math.max(best.get(meaning) ?? 0, weight));
  }
  return [...best]
    .map(([meaning, weight]) => ({ meaning, weight }))
    .sort((left, right) => right.weight - left.weight);
}
