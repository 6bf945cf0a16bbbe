import type { RecordNotes } from './accept-record.js';
import type { QuarantineReason } from './landing-columns.js';
import type { LandingObserver } from './landing-observer.js';
import { type FindingCount, findingKey, type LandingProgress } from './landing-progress.js';
import { mostFields, otherField } from './unknown-fields.js';

/** What is counted while a flush fills, told when it has landed. */
export class FlushCounts {
  readonly quarantined: Map<QuarantineReason, number> = new Map();
  filtered = 0;
  readonly #unknown: Map<string, number> = new Map();
  readonly #findings: Map<string, FindingCount> = new Map();
  readonly #late: Map<string, number> = new Map();

  reject(reason: QuarantineReason): void {
    this.quarantined.set(reason, (this.quarantined.get(reason) ?? 0) + 1);
  }

  note(partition: string, { unknownFields, sensitive, isLate }: RecordNotes, lands: boolean): void {
    for (const field of unknownFields) {
      const isShown = this.#unknown.has(field) || this.#unknown.size < mostFields;
      const name = isShown ? field : otherField;
      this.#unknown.set(name, (this.#unknown.get(name) ?? 0) + 1);
    }
    for (const { column, detector, action } of sensitive) {
      // Nothing of a record that is put aside was masked: its bytes are kept as they came.
      const found = { column, detector, action: lands ? action : ('quarantine' as const) };
      const key = findingKey(found);
      this.#findings.set(key, { ...found, count: (this.#findings.get(key)?.count ?? 0) + 1 });
    }
    if (isLate) this.#late.set(partition, (this.#late.get(partition) ?? 0) + 1);
  }

  /** What this flush adds to the totals of a run. */
  progress(flush: { readonly landed: number; readonly duplicates: number }): LandingProgress {
    return {
      landed: flush.landed,
      duplicates: flush.duplicates,
      quarantined: Object.fromEntries(this.quarantined),
      batches: 1,
      filtered: this.filtered,
      late: sum(this.#late),
      unknownFields: Object.fromEntries(this.#unknown),
      findings: [...this.#findings.values()],
    };
  }

  tell(observer: LandingObserver): void {
    for (const [reason, count] of this.quarantined) observer.onRejected?.(reason, count);
    for (const { column, detector, action, count } of this.#findings.values()) {
      observer.onFinding?.(column, detector, action, count);
    }
    for (const [partition, count] of this.#late) observer.onLate?.(partition, count);
    const unknown = sum(this.#unknown);
    if (unknown > 0) observer.onUnknownField?.(unknown);
  }
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
