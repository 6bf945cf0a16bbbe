import type { Finding } from './finding.js';
import type { QuarantineReason } from './landing-columns.js';

/** Where a record was rejected, and for what: no value of it. */
export interface RejectionSample {
  readonly partition: string;
  readonly offset: number;
  readonly findings: readonly Finding[];
}

/** The first rejections of each reason. */
export type RejectionReport = Readonly<
  Partial<Record<QuarantineReason, readonly RejectionSample[]>>
>;

/** Keeps the first rejections of each reason. */
export class RejectionSamples {
  readonly #limit: number;
  readonly #kept: Map<QuarantineReason, RejectionSample[]> = new Map();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(reason: QuarantineReason, sample: RejectionSample): void {
    if (this.#limit === 0) return;
    const kept = this.#kept.get(reason);
    if (kept === undefined) this.#kept.set(reason, [sample]);
    else if (kept.length < this.#limit) kept.push(sample);
  }

  addAll(other: RejectionSamples): void {
    for (const [reason, samples] of other.#kept) {
      for (const sample of samples) this.add(reason, sample);
    }
  }

  report(): RejectionReport {
    return Object.fromEntries(this.#kept);
  }
}
