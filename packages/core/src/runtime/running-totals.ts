import type { LandingProgress } from '../landing/landing.js';
import type { QuarantineReason } from '../landing/landing-columns.js';

/** Adds up what the runs of one collector have landed, each of which counts from zero. */
export class RunningTotals {
  #before: LandingProgress = { landed: 0, duplicates: 0, quarantined: {}, batches: 0 };
  #current: LandingProgress | undefined;

  /** Takes what the run of this moment says of itself. */
  update(progress: LandingProgress): void {
    this.#current = progress;
  }

  /** Begins a new run. */
  next(): void {
    this.#before = this.value;
    this.#current = undefined;
  }

  /** Whether the run of this moment has landed anything. */
  get hasProgressed(): boolean {
    return (this.#current?.batches ?? 0) > 0;
  }

  get value(): LandingProgress {
    const [a, b] = [this.#before, this.#current];
    if (b === undefined) return a;
    const reasons = new Set([...Object.keys(a.quarantined), ...Object.keys(b.quarantined)]);
    const quarantined = Object.fromEntries(
      [...(reasons as Set<QuarantineReason>)].map((reason) => [
        reason,
        (a.quarantined[reason] ?? 0) + (b.quarantined[reason] ?? 0),
      ]),
    );
    return {
      landed: a.landed + b.landed,
      duplicates: a.duplicates + b.duplicates,
      quarantined,
      batches: a.batches + b.batches,
    };
  }
}
