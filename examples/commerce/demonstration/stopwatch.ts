/** Measures how long stages take, in seconds. */
export class Stopwatch {
  readonly #seconds: Record<string, number> = {};

  /** Seconds by stage, to the millisecond. */
  get seconds(): Readonly<Record<string, number>> {
    return this.#seconds;
  }

  /** Adds to what the stage has taken already. */
  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      const seconds = (this.#seconds[stage] ?? 0) + (performance.now() - started) / 1000;
      this.#seconds[stage] = Math.round(seconds * 1000) / 1000;
    }
  }
}
