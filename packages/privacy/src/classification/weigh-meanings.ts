import { isProtected } from '@das/contracts';
import { detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { ColumnReason } from './column-classification.js';
import type { ColumnProfile } from './column-profile.js';
import { compatibility, standingOf } from './compatibility.js';
import { countSupposing, hiddenByContext, lowerBound } from './kind-rates.js';
import { isDetectorId, type MeaningId, meaningOf } from './meaning.js';
import type { ReadColumn } from './read-column.js';
import type { TableContext } from './table-context.js';

/** A meaning that a column may have, with all that speaks for and against it. */
export interface WeighedMeaning {
  readonly meaning: MeaningId;
  readonly confidence: number;
  readonly reasons: readonly ColumnReason[];
}

/** Fewer values than this do not overrule a name. */
const fewValues = 5;

/** A name that says no more and no less than the meaning. */
const clearName = 0.85;

/** What a clear name of something sensitive counts for at least: its values may be masked or made up. */
const floor = 0.5;

/** So many distinct values with right check digits are no accident: one in ten would be right. */
const enoughChecksums = 12;

const round = (value: number): number => Math.round(value * 100) / 100;

/** The union of two independent pieces of evidence. */
const either = (first: number, second: number): number => 1 - (1 - first) * (1 - second);

function numericType(type: string): boolean {
  return /^(NUMBER|FLOAT|DOUBLE|INT|BIGINT|DECIMAL|REAL)/i.test(type);
}

/** Meanings of text: a column of numbers or truth values has none of them. */
const textual: ReadonlySet<MeaningId> = new Set<MeaningId>([
  'person_name',
  'street_address',
  'city',
  'county',
  'email',
  'url',
  'iban',
  'vin',
  'mac_address',
  'free_text',
  'photo',
  'organization',
  'object_name',
  'username',
  'occupation',
  'diagnosis',
  'medication',
]);

/** How much of a name's word is left, given the stored type. */
function typeFactor(meaning: MeaningId, type: string): number {
  if (/^BOOL/i.test(type)) return meaning === 'flag' ? 1 : 0.1;
  if (numericType(type) && textual.has(meaning)) return 0.1;
  if (/^(DATE|TIME)/i.test(type)) {
    return meaning === 'birth_date' || meaning === 'date' || meaning === 'timestamp' ? 1 : 0.1;
  }
  return 1;
}

/** What the columns beside it add. */
function neighbourWeight(meaning: MeaningId, table: TableContext): number {
  switch (meaning) {
    case 'person_name':
      return table.hasPerson ? 0.45 : table.isOfThings ? -0.3 : 0;
    case 'city':
    case 'county':
    case 'postal_code':
      return table.hasStreet ? 0.4 : table.hasPerson ? 0.25 : 0;
    case 'birth_date':
    case 'date':
    case 'age':
      return table.isHealth ? 0.4 : table.hasPerson ? 0.2 : 0;
    case 'mrn':
    case 'person_id':
    case 'unique_code':
      return table.isHealth ? 0.3 : 0;
    case 'device_serial':
      return table.isHealth ? 0.2 : table.isOfThings ? -0.3 : 0;
    default:
      return 0;
  }
}

/** No list holds all names: half of a column that seldom repeats and is written like names will do. */
function isColumnOfNames(share: number, { properWords, uniqueness }: ColumnProfile): boolean {
  return share >= 0.5 && properWords > 0.6 && uniqueness > 0.5;
}

function weigh(meaning: MeaningId, column: ReadColumn, table: TableContext): WeighedMeaning {
  const { profile, names, counts, type } = column;
  const { title } = meaningOf(meaning);
  const { values } = profile;
  const reasons: ColumnReason[] = [];
  const add = (signal: ColumnReason['signal'], weight: number, detail: string): void => {
    if (round(weight) !== 0) reasons.push({ signal, weight: round(weight), detail });
  };
  const fromName = names.find((each) => each.meaning === meaning)?.weight ?? 0;
  add('name', fromName, `the name says ${title}`);

  const alone = isDetectorId(meaning) ? counts.get(meaning) : undefined;
  const supposed = isDetectorId(meaning) && values > 0 ? column.supposing(meaning) : undefined;
  const shareAlone = values === 0 ? 0 : (alone?.whole ?? 0) / values;
  const shareSupposed = supposed === undefined ? 0 : supposed.whole / supposed.values;
  const seen = Math.max(shareAlone, shareSupposed);

  let fromValues = 0;
  if (isDetectorId(meaning) && alone !== undefined && alone.whole > 0) {
    const sureness = alone.confidence / alone.whole;
    fromValues =
      lowerBound(alone.whole, values) * Math.min(1, sureness + 0.1) * standingOf(meaning);
    if (meaning === 'person_name' && isColumnOfNames(alone.whole / values, profile)) {
      fromValues = Math.max(fromValues, 0.65);
    }
    const signal = alone.words > alone.whole / 2 ? 'dictionary' : 'shape';
    add(signal, fromValues, `${alone.whole} of ${values} values are ${title}`);
  }
  const isChecked = isDetectorId(meaning) && detectors[meaning].signals.includes('checksum');
  if (isChecked && supposed !== undefined && profile.distinct >= enoughChecksums) {
    const { checksums, values: looked } = supposed;
    if (checksums > 0.95 * looked) {
      const weight = 0.85 * lowerBound(checksums, looked);
      fromValues = either(fromValues, weight);
      add('checksum', weight, `${checksums} of ${looked} values have the check digit of ${title}`);
    }
  }
  let confidence = either(fromName, fromValues);

  const fits = compatibility(meaning, profile, seen);
  if (fromName > 0 && values > 0) {
    const support = fits * 0.6 * (values < fewValues ? 0.5 : 1);
    const factor = values < fewValues ? Math.max(0.7, fits) : Math.min(1, 0.2 + fits * 1.2);
    const adjusted =
      fits >= 0.5 ? either(confidence, support * fromName * 0.8) : confidence * factor;
    add(
      'shape',
      adjusted - confidence,
      `${Math.round(fits * values)} of ${values} values could be ${title}`,
    );
    confidence = adjusted;
  }
  if (values < fewValues && fromName > 0) {
    add('sample', -0.1, values === 0 ? 'there are no values' : `there are only ${values} values`);
    confidence *= 0.9;
  }
  const beside = neighbourWeight(meaning, table);
  if (beside !== 0 && confidence > 0) {
    const adjusted =
      beside > 0
        ? either(confidence, beside * Math.min(1, confidence * 1.5))
        : confidence + beside * (1 - fromValues) * confidence;
    add(
      'neighbours',
      adjusted - confidence,
      `the columns beside it make ${title} ${beside > 0 ? 'more' : 'less'} likely`,
    );
    confidence = adjusted;
  }
  const isClear = fromName >= clearName && isProtected(meaningOf(meaning).classification);
  if (isClear && confidence < floor && profile.distinct > 2 && profile.booleans < 0.5) {
    add('name', floor - confidence, 'a clear name is believed, whatever the values look like');
    confidence = floor;
  }
  const factor = typeFactor(meaning, type);
  add('type', confidence * (factor - 1), `${type} is not a type of ${title}`);
  return { meaning, confidence: round(confidence * factor), reasons };
}

/** So many values show whether it is worth looking at more. */
const firstLook = 24;

/** Whether the check digit of a hidden kind is right in nearly all of the first values. */
function mayBeHidden(kind: DetectorId, { texts }: ColumnProfile): boolean {
  const { checksums, values } = countSupposing(texts, kind, firstLook);
  return checksums >= 0.9 * values;
}

/** Weighs every meaning that the name or the values suggest, most likely first. */
export function weighMeanings(column: ReadColumn, table: TableContext): readonly WeighedMeaning[] {
  const { profile, names, counts } = column;
  const { values } = profile;
  const suggested = new Set<MeaningId>(names.map(({ meaning }) => meaning));
  for (const [kind, { whole }] of counts) {
    if (whole >= Math.max(1, values * 0.02)) suggested.add(kind);
  }
  if (profile.distinct >= enoughChecksums && profile.integers + profile.codes > 0.9) {
    for (const kind of hiddenByContext) {
      if (!suggested.has(kind) && mayBeHidden(kind, profile)) suggested.add(kind);
    }
  }
  return [...suggested]
    .map((meaning) => weigh(meaning, column, table))
    .filter(({ confidence }) => confidence > 0)
    .sort((left, right) => right.confidence - left.confidence);
}
