import type { DetectorId } from '@das/privacy';
import type { QuarantineReason } from './landing-columns.js';
import type { FindingAction } from './landing-observer.js';
import { mostFields, otherField } from './unknown-fields.js';

/** How often something sensitive was found in a column, and what was done about it. */
export interface FindingCount {
  readonly column: string;
  readonly detector: DetectorId;
  readonly action: FindingAction;
  readonly count: number;
}

/** Totals of a run so far: what has landed, and what was noticed on the way. */
export interface LandingProgress {
  /** Rows in BRONZE. */
  readonly landed: number;
  /** Rows that were not landed, because they had landed before. */
  readonly duplicates: number;
  /** Records in quarantine, by reason. */
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly batches: number;
  /** Records that `transform` gave no row for, on purpose. */
  readonly filtered: number;
  /** Records that came after the watermark of their partition. */
  readonly late: number;
  /** Fields that the contract does not have, by name; those past a limit, or with odd names, as `(other)`. */
  readonly unknownFields: Readonly<Record<string, number>>;
  readonly findings: readonly FindingCount[];
}

/** Nothing, yet. */
export const noProgress: LandingProgress = Object.freeze({
  landed: 0,
  duplicates: 0,
  quarantined: Object.freeze({}),
  batches: 0,
  filtered: 0,
  late: 0,
  unknownFields: Object.freeze({}),
  findings: Object.freeze([]),
});

/** The sum of two totals. */
export function addProgress(a: LandingProgress, b: LandingProgress): LandingProgress {
  return {
    landed: a.landed + b.landed,
    duplicates: a.duplicates + b.duplicates,
    quarantined: addCounts(a.quarantined, b.quarantined),
    batches: a.batches + b.batches,
    filtered: a.filtered + b.filtered,
    late: a.late + b.late,
    unknownFields: addFields(a.unknownFields, b.unknownFields),
    findings: addFindings(a.findings, b.findings),
  };
}

type Counts = Readonly<Record<string, number>>;

function addCounts<C extends Counts>(a: C, b: C): C {
  const sum = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + count);
  // Not by assignment: a field may be called `__proto__`.
  return Object.fromEntries(sum) as C;
}

/** Fields are data: a run that goes on shows no more of them than one flush does. */
function addFields(a: Counts, b: Counts): Counts {
  const sum = new Map(Object.entries(a));
  for (const [field, count] of Object.entries(b)) {
    const name = sum.has(field) || sum.size < mostFields ? field : otherField;
    sum.set(name, (sum.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sum);
}

function addFindings(
  a: readonly FindingCount[],
  b: readonly FindingCount[],
): readonly FindingCount[] {
  if (b.length === 0) return a;
  const sum = new Map(a.map((each) => [findingKey(each), each]));
  for (const each of b) {
    const key = findingKey(each);
    sum.set(key, { ...each, count: each.count + (sum.get(key)?.count ?? 0) });
  }
  return [...sum.values()];
}

/** What two counts must have in common to be one. */
export function findingKey({ column, detector, action }: Omit<FindingCount, 'count'>): string {
  return `${column} ${detector} ${action}`;
}
