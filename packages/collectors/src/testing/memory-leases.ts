import type { Leases } from '@das/core';
import type { MemoryLedger } from './memory-ledger.js';

/** Leases in memory, by the same rules as those in the warehouse. */
export class MemoryLeases implements Leases {
  readonly interval: number;
  readonly #ledger: MemoryLedger;
  readonly #owner: number;
  readonly #duration: number;

  constructor(ledger: MemoryLedger, owner: number, duration: number) {
    this.interval = duration / 4;
    this.#ledger = ledger;
    this.#owner = owner;
    this.#duration = duration;
  }

  async renew(partitions: readonly string[]): Promise<ReadonlySet<string>> {
    const now = Date.now();
    const { leases, readers } = this.#ledger;
    readers.set(this.#owner, now + this.#duration);
    for (const [owner, expires] of readers) if (expires <= now) readers.delete(owner);
    const named = new Set(partitions);
    await this.release(this.#held(now).filter((each) => !named.has(each)));

    const owners = [...readers.keys()].toSorted((one, other) => one - other);
    const rest = named.size % owners.length;
    const share =
      Math.floor(named.size / owners.length) + (owners.indexOf(this.#owner) < rest ? 1 : 0);
    const held = this.#held(now);
    const free = [...named].filter((each) => (leases.get(each)?.expires ?? 0) <= now).toSorted();
    for (const each of [...held, ...free.slice(0, Math.max(0, share - held.length))]) {
      leases.set(each, { owner: this.#owner, expires: now + this.#duration });
    }
    return new Set(this.#held(now).slice(0, share));
  }

  async release(partitions: readonly string[]): Promise<void> {
    for (const each of partitions) {
      if (this.#ledger.leases.get(each)?.owner === this.#owner) this.#ledger.leases.delete(each);
    }
  }

  #held(now: number): readonly string[] {
    return [...this.#ledger.leases]
      .filter(([, { owner, expires }]) => owner === this.#owner && expires > now)
      .map(([partition]) => partition)
      .toSorted();
  }
}
