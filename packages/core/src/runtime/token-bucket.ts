/**
 * A token bucket that may go into debt: whoever takes more than there is has it at once and waits
 * afterwards, so that a batch larger than the bucket passes too. It holds one second's worth.
 */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  /** @param now - milliseconds on a clock that never goes back */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = now;
  }

  /** Takes tokens and says how many milliseconds to wait before taking more. */
  take(count: number, now: number): number {
    const earned = ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + earned) - count;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#perSecond) * 1000;
  }
}
