import { type Classification, isMoreSensitive, type SafeHarborLetter } from '@das/contracts';
import { detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { ColumnClassification, ColumnReason, KindRate } from './column-classification.js';
import type { ColumnProfile } from './column-profile.js';
import { type MeaningId, meaningOf } from './meaning.js';
import type { TableContext } from './table-context.js';
import type { WeighedMeaning } from './weigh-meanings.js';

type Declared = Pick<
  ColumnClassification,
  'semanticType' | 'classification' | 'confidence' | 'safeHarbor' | 'reasons'
>;

/** What a declaration rests on besides the chosen meaning. */
export interface DeclareOptions {
  readonly name: string;
  readonly found: readonly KindRate[];
  readonly profile: ColumnProfile;
  readonly table: TableContext;
}

/** A kind in a smaller share of the values than this may be an accident. */
const noticeable = 0.02;

/** Meanings that are harmless as such, and health data where they belong to a patient's care. */
const careTimes: ReadonlySet<MeaningId> = new Set<MeaningId>(['timestamp']);

/** Times of the system rather than of the patient. */
const systemTimes = /(?:load|insert|ingest|process|updated|modified|etl|batch|snapshot)/i;

/** One number in ten has the right check digit by accident. */
const accidental = 0.2;

/** Kinds that are known by lists of words: products and streets are named after people and towns. */
const knownByWords: ReadonlySet<DetectorId> = new Set<DetectorId>([
  'person_name',
  'city',
  'county',
  'street_address',
]);

/** The share from which words are no accident in a column that is not prose. */
const telling = 0.35;

/** The kinds that are in enough values to count, and not by accident. */
function noticed(
  found: readonly KindRate[],
  profile: ColumnProfile,
  isProse: boolean,
): readonly KindRate[] {
  const isOfCodes = profile.integers + profile.codes > 0.9;
  return found.filter(({ kind, rate }) => {
    if (rate < noticeable || rate * profile.values < 1) return false;
    if (!isProse && knownByWords.has(kind)) return rate >= telling;
    return !(isOfCodes && rate < accidental && detectors[kind].signals.includes('checksum'));
  });
}

function strongest(kinds: readonly KindRate[]): Classification | undefined {
  let most: Classification | undefined;
  for (const { kind } of kinds) {
    const { classification } = detectors[kind];
    if (most === undefined || isMoreSensitive(classification, most)) most = classification;
  }
  return most;
}

function lettersOf(kinds: readonly KindRate[]): readonly SafeHarborLetter[] {
  return [...new Set(kinds.flatMap(({ kind }) => detectors[kind].letters))].sort();
}

/**
 * Declares a chosen meaning. Other kinds in its values make it as sensitive as they are, and a table
 * of patients makes what identifies a person health data.
 */
export function declareMeaning(chosen: WeighedMeaning, options: DeclareOptions): Declared {
  const { name, found, profile, table } = options;
  const { meaning, confidence } = chosen;
  const known = meaningOf(meaning);
  const reasons: ColumnReason[] = [...chosen.reasons];
  const inside = mayHoldOthers(meaning) ? noticed(found, profile, meaning === 'free_text') : [];
  const most = strongest(inside);
  let { classification }: { classification: Classification | 'unknown' } = known;
  let letters = known.letters;
  let { semanticType } = known;
  if (meaning === 'free_text') {
    // Nothing in some values of prose says nothing of the others.
    classification = most ?? 'unknown';
    letters = lettersOf(inside);
  } else if (most !== undefined && isMoreSensitive(most, known.classification)) {
    classification = most;
    letters = [...new Set([...letters, ...lettersOf(inside)])].sort();
    reasons.push({ signal: 'shape', weight: 0, detail: `values hold ${titles(inside)}` });
  }
  if (table.isHealth && careTimes.has(meaning) && !systemTimes.test(name)) {
    classification = 'phi';
    semanticType = 'date';
    letters = ['C'];
    reasons.push({
      signal: 'neighbours',
      weight: 0,
      detail: 'dates of a patient’s care are health data',
    });
  }
  if (
    table.isHealth &&
    (classification === 'pii' || classification === 'pseudonymous') &&
    isOfPatient(meaning)
  ) {
    classification = 'phi';
    reasons.push({
      signal: 'neighbours',
      weight: 0,
      detail: 'the columns beside it are health data of a person',
    });
  }
  return { semanticType, classification, confidence, safeHarbor: letters, reasons };
}

/** What could not be said: unknown, but as sensitive as what was seen inside its values. */
export function unknownMeaning(found: readonly KindRate[], profile: ColumnProfile): Declared {
  const inside = noticed(found, profile, false);
  const most = strongest(inside);
  return {
    semanticType: 'unknown',
    classification: most ?? 'unknown',
    confidence: most === undefined ? 0 : 0.5,
    safeHarbor: lettersOf(inside),
    reasons:
      most === undefined
        ? []
        : [{ signal: 'shape', weight: 0.5, detail: `values hold ${titles(inside)}` }],
  };
}

function titles(kinds: readonly KindRate[]): string {
  return kinds
    .map(({ kind, rate }) => `${detectors[kind].title} (${Math.ceil(rate * 100)}%)`)
    .join(', ');
}

/** A key, a time or a number holds nothing else, whatever a detector takes one of them for. */
function mayHoldOthers(meaning: MeaningId): boolean {
  return !['row_id', 'person_id', 'timestamp', 'quantity', 'flag', 'age'].includes(meaning);
}

/** A provider's number is not of the patient. */
function isOfPatient(meaning: MeaningId): boolean {
  return !['us_npi', 'us_dea', 'license_number', 'organization', 'category', 'free_text'].includes(
    meaning,
  );
}
