/** Measures how long stages take, in seconds. */
export class Stopwatch {
  readonly #seconds: Record<string, number> = {};

  /** Seconds by stage, to the millisecond. */
  get seconds(): Readonly<Record<string, number>> {
    return this.#seconds;
  }

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds[stage] = Math.round(performance.now() - started) / 1000;
    }
  }
}
