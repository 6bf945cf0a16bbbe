/** What is under way in a run and has to end some day: a claim, a flush, a source that opens. */
export class Activity {
  readonly #since: Map<symbol, number> = new Map();
  readonly #now: () => number;

  /** @param now - milliseconds on a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many milliseconds the oldest thing under way has taken so far; 0 when nothing is. */
  get oldest(): number {
    return this.#since.size === 0 ? 0 : this.#now() - Math.min(...this.#since.values());
  }

  /** Notes that work is under way until it settles. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const key = Symbol('work');
    this.#since.set(key, this.#now());
    try {
      return await work();
    } finally {
      this.#since.delete(key);
    }
  }
}
