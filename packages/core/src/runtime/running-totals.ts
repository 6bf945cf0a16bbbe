import { addProgress, type LandingProgress, noProgress } from '../landing/landing-progress.js';

/** Adds up what the runs of one collector have landed, each of which counts from zero. */
export class RunningTotals {
  #before: LandingProgress = noProgress;
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
    return this.#current === undefined ? this.#before : addProgress(this.#before, this.#current);
  }
}
