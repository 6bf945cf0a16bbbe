interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const maximumBatch = 1024;

/**
 * Hands items on in batches: while one batch is at work, the next one gathers. A batch that fails
 * fails all of its items, and none of the next.
 */
export class BatchQueue<Item, Result> {
  readonly #commit: (batch: readonly Item[]) => Promise<readonly Result[]>;
  readonly #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | undefined;

  constructor(commit: (batch: readonly Item[]) => Promise<readonly Result[]>) {
    this.#commit = commit;
  }

  /** Adds an item; resolves with its result when its batch is committed. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the loop, so that what is recorded together is committed together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maximumBatch);
      try {
        const results = await this.#commit(batch.map(({ item }) => item));
        for (const [position, { resolve, reject }] of batch.entries()) {
          const result = results[position];
          if (result === undefined)
            reject(new RangeError('the batch has fewer results than items'));
          else resolve(result);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = undefined;
  }
}
