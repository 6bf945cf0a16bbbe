import { columnContextOf } from '../detection/context/column-context.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { ColumnSample } from './column-classification.js';
import { type ColumnProfile, profileColumn } from './column-profile.js';
import { countKinds, countSupposing, type KindCount, type SupposedCount } from './kind-rates.js';
import { wordsOfName } from './name-words.js';
import { isAboutValue, type NameEvidence, readName } from './read-name.js';

/** A column whose values and name were read, before anything is weighed: the costly part, done once. */
export interface ReadColumn {
  readonly name: string;
  readonly type: string;
  readonly profile: ColumnProfile;
  readonly names: readonly NameEvidence[];
  /** How many values are of each kind by themselves. */
  readonly counts: ReadonlyMap<DetectorId, KindCount>;
  /** How many values could be of a kind if the column were named for it. */
  readonly supposing: (kind: DetectorId) => SupposedCount;
}

/** Reads a column. */
export function readColumn({ name, type = '', samples }: ColumnSample): ReadColumn {
  const profile = profileColumn(samples);
  const supposed = new Map<DetectorId, SupposedCount>();
  return {
    name,
    type,
    profile,
    names: namesOf(name),
    counts: countKinds(profile.texts),
    supposing: (kind) => {
      const known = supposed.get(kind) ?? countSupposing(profile.texts, kind);
      supposed.set(kind, known);
      return known;
    },
  };
}

/** `has_email` is a yes or no; `marital_status` is a known meaning as a whole, and stays one. */
function namesOf(name: string): readonly NameEvidence[] {
  const names = withDetectorsView(name, readName(name));
  if (names[0]?.weight === 0.9 || !isAboutValue(wordsOfName(name))) return names;
  const others = names.map((each) => ({ ...each, weight: each.weight * 0.3 }));
  return [{ meaning: 'flag', weight: 0.7 }, ...others.filter(({ meaning }) => meaning !== 'flag')];
}

/** What the detectors read in a name counts where nothing here speaks clearly. */
const detectorsWeight = 0.75;

function withDetectorsView(name: string, names: readonly NameEvidence[]): readonly NameEvidence[] {
  const { primary } = columnContextOf({ columnName: name });
  if (primary === undefined || primary === 'other') return names;
  if ((names[0]?.weight ?? 0) >= detectorsWeight) return names;
  const others = names.filter(({ meaning }) => meaning !== primary);
  return [{ meaning: primary, weight: detectorsWeight }, ...others];
}
