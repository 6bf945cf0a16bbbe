import { createDetector } from '../detection/create-detector.js';
import { detectorIds, detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { Finding } from '../detection/finding.js';
import type { KindRate } from './column-classification.js';

/** How many values are of a kind. */
export interface KindCount {
  /** Values that are of this kind as a whole. */
  whole: number;
  /** Values with one of this kind somewhere inside. */
  inside: number;
  /** Of the whole ones, those whose check digit is right. */
  checksums: number;
  /** Of the whole ones, those with words of a list. */
  words: number;
  /** The sum of the confidences of the whole ones. */
  confidence: number;
}

/** A finding that leaves little of the value, such as a port after an address, is the value. */
function isWhole({ start, end }: Finding, text: string): boolean {
  return end - start >= text.length * 0.65;
}

function count(
  texts: readonly string[],
  scan: (text: string) => readonly Finding[],
): ReadonlyMap<DetectorId, KindCount> {
  const counts = new Map<DetectorId, KindCount>();
  for (const text of texts) {
    const inText = new Map<DetectorId, Finding>();
    for (const each of scan(text)) {
      const known = inText.get(each.kind);
      if (known === undefined || each.end - each.start > known.end - known.start) {
        inText.set(each.kind, each);
      }
    }
    for (const [kind, each] of inText) {
      const sum = counts.get(kind) ?? {
        whole: 0,
        inside: 0,
        checksums: 0,
        words: 0,
        confidence: 0,
      };
      counts.set(kind, sum);
      sum.inside += 1;
      if (!isWhole(each, text)) continue;
      sum.whole += 1;
      sum.confidence += each.confidence;
      if (each.reasons.includes('checksum')) sum.checksums += 1;
      if (each.reasons.includes('dictionary')) sum.words += 1;
    }
  }
  return counts;
}

const plain = createDetector();

/** Counts kinds by what the values show alone. */
export function countKinds(texts: readonly string[]): ReadonlyMap<DetectorId, KindCount> {
  return count(texts, (text) => plain.scan(text));
}

/** The name under which every value of the kind is read as one, if it can be. */
const telltaleNames: Readonly<Partial<Record<DetectorId, string>>> = {
  person_name: 'full_name',
  us_ssn: 'ssn',
  us_npi: 'npi',
  us_routing: 'routing_number',
  us_mbi: 'medicare_id',
  bank_account: 'account_number',
  health_plan_id: 'member_id',
  us_driver_license: 'driver_license_number',
  us_dea: 'dea_number',
  us_itin: 'itin',
  icd10: 'icd10_code',
  ndc: 'ndc_code',
  in_pan: 'pan_number',
  za_id: 'sa_id_number',
  ca_sin: 'social_insurance_number',
  unique_code: 'subject_id',
  payment_card: 'card_number',
  date: 'admission_date',
  age_over_89: 'age',
  gb_nhs: 'nhs_number',
  au_tfn: 'tax_file_number',
  in_aadhaar: 'aadhaar_number',
};

const supposing = new Map<DetectorId, ReturnType<typeof createDetector>>();

/** As many values as a share needs; more of them would cost time and say the same. */
const enoughValues = 200;

/** At most so many of the values, from all over the column. */
function spread(texts: readonly string[], most: number): readonly string[] {
  if (texts.length <= most) return texts;
  const step = texts.length / most;
  return Array.from({ length: most }, (_, index) => texts[Math.floor(index * step)] ?? '');
}

/** What some of the values could be. */
export interface SupposedCount extends Pick<KindCount, 'whole' | 'checksums'> {
  /** How many values were looked at. */
  readonly values: number;
}

/** Counts the values that could be of the kind if the column were named for it, in some of them. */
export function countSupposing(
  texts: readonly string[],
  kind: DetectorId,
  most: number = enoughValues,
): SupposedCount {
  const columnName = telltaleNames[kind] ?? kind;
  let detector = supposing.get(kind);
  if (detector === undefined) {
    detector = createDetector({ kinds: [kind], context: { columnName }, minimumConfidence: 0.2 });
    supposing.set(kind, detector);
  }
  const known = detector;
  const some = spread(texts, most);
  const { whole = 0, checksums = 0 } = count(some, (text) => known.scan(text)).get(kind) ?? {};
  return { whole, checksums, values: some.length };
}

/** Kinds with a check digit that values alone do not show: a whole column of right ones does. */
export const hiddenByContext: readonly DetectorId[] = detectorIds.filter(
  (kind) => detectors[kind].needsContext && detectors[kind].signals.includes('checksum'),
);

/**
 * What a share says when few values were seen: its lower bound after Wilson, one standard deviation
 * down. Three of three are 0.75.
 */
export function lowerBound(hits: number, values: number): number {
  if (values === 0) return 0;
  const share = hits / values;
  const spread = Math.sqrt((share * (1 - share)) / values + 1 / (4 * values * values));
  return Math.max(0, (share + 1 / (2 * values) - spread) / (1 + 1 / values));
}

/** The shares of the values that have a kind somewhere inside, most frequent first. */
export function kindRates(
  counts: ReadonlyMap<DetectorId, KindCount>,
  values: number,
): readonly KindRate[] {
  return [...counts]
    .map(([kind, { inside }]) => ({ kind, rate: Math.round((inside / values) * 1000) / 1000 }))
    .sort((left, right) => right.rate - left.rate || (left.kind < right.kind ? -1 : 1));
}
