import { createHash } from 'node:crypto';
import type { Leases } from '@das/core';

/** How many parts the keys fall into. Each process reads whole parts, so this is the most processes. */
const parts = 16;
const names = Array.from({ length: parts }, (_, index) => `keys ${index + 1} of ${parts}`);

/**
 * Which objects of a prefix are this process's to read. Keys fall into a fixed number of parts by
 * their hash, and the parts are shared by leases, however many objects there are.
 */
export class KeyShare implements AsyncDisposable {
  readonly #leases: Leases;
  #held: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #renewal: Promise<void> = Promise.resolve();
  #failure: unknown;
  #isEnded = false;

  constructor(leases: Leases) {
    this.#leases = leases;
  }

  /** Renews the leases now and, until the end, at their interval. */
  async start(): Promise<void> {
    await this.#renew();
    this.#timer = setInterval(() => {
      this.#renewal = this.#renew().catch((error: unknown) => {
        this.#failure ??= error;
      });
    }, this.#leases.interval);
  }

  has(key: string): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#held.has(partOf(key));
  }

  /** Gives back what is no longer this process's. To be called when nothing of it is being read. */
  async release(): Promise<void> {
    await this.#leases.release(names.filter((each) => !this.#held.has(each)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnded = true;
    clearInterval(this.#timer);
    await this.#renewal;
    await this.#leases.release(names);
  }

  async #renew(): Promise<void> {
    const held = await this.#leases.renew(names);
    if (!this.#isEnded) this.#held = held;
  }
}

function partOf(key: string): string {
  const [first = 0] = createHash('sha256').update(key).digest();
  return names[first % parts] ?? '';
}
