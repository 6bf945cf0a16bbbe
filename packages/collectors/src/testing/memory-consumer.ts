import type {
  Leases,
  PartitionAssignment,
  ResumePoint,
  Source,
  SourceBatch,
  SourceConsumer,
} from '@das/core';
import { MemoryLeases } from './memory-leases.js';
import type { MemoryLedger } from './memory-ledger.js';

/** How a consumer behaves. */
export interface MemoryConsumerOptions {
  /** Told of what has landed, as after a commit. */
  readonly source?: Source;
  /** Runs before a batch lands, and may wait or reject. */
  readonly onDeliver?: (batch: SourceBatch) => Promise<void> | void;
  /** Runs after a batch has landed, and may wait as a paused collector does: until `released` aborts. */
  readonly onLanded?: (
    batch: SourceBatch,
    released: AbortSignal | undefined,
  ) => Promise<void> | void;
  /** Runs before partitions are claimed, and may reject. */
  readonly onAssign?: (partitions: readonly PartitionAssignment[]) => Promise<void> | void;
  /** Milliseconds that a lease lasts. Default 2,000. */
  readonly leaseDuration?: number;
}

let lastConsumer = 0;

/**
 * A consumer that lands what it is given in a {@link MemoryLedger} at once, and holds the source to
 * what the landing in a warehouse demands: only what is assigned, in order, one batch of a partition
 * at a time, and nothing under a claim that another consumer has taken over.
 */
export class MemoryConsumer implements SourceConsumer {
  readonly leases: Leases;
  readonly batches: SourceBatch[] = [];
  readonly assigned: PartitionAssignment[] = [];
  readonly revoked: string[] = [];
  /** Partitions with a batch that is being delivered. */
  readonly pending: Set<string> = new Set();
  readonly #ledger: MemoryLedger;
  readonly #options: MemoryConsumerOptions;
  readonly #epochs: Map<string, number> = new Map();
  readonly #landings: Set<Promise<void>> = new Set();

  constructor(ledger: MemoryLedger, options: MemoryConsumerOptions = {}) {
    lastConsumer += 1;
    this.#ledger = ledger;
    this.#options = options;
    this.leases = new MemoryLeases(ledger, lastConsumer, options.leaseDuration ?? 2000);
  }

  /** The partitions that it holds. */
  get held(): readonly string[] {
    return [...this.#epochs.keys()];
  }

  async assign(
    partitions: readonly PartitionAssignment[],
  ): Promise<ReadonlyMap<string, ResumePoint>> {
    await this.#flushed();
    await this.#options.onAssign?.(partitions);
    const resume = new Map<string, ResumePoint>();
    for (const { partition, identity } of partitions) {
      const { epoch, ...point } = this.#ledger.claim(partition, identity);
      this.#epochs.set(partition, epoch);
      resume.set(partition, point);
    }
    this.assigned.push(...partitions);
    return resume;
  }

  async standing(partitions: readonly string[]): Promise<ReadonlyMap<string, ResumePoint>> {
    await this.#flushed();
    const known = partitions.flatMap((partition) => {
      const entry = this.#ledger.entries.get(partition);
      if (entry === undefined) return [];
      return [[partition, { offset: entry.nextOffset, position: entry.position }] as const];
    });
    return new Map(known);
  }

  async revoke(partitions: readonly string[]): Promise<void> {
    await this.#flushed();
    for (const partition of partitions) this.#epochs.delete(partition);
    this.revoked.push(...partitions);
  }

  async deliver(batch: SourceBatch, released?: AbortSignal): Promise<void> {
    const { partition } = batch;
    if (this.pending.has(partition)) throw new Error(`two batches of ${partition} at a time`);
    this.pending.add(partition);
    try {
      const landing = this.#takeIn(batch);
      this.#landings.add(landing);
      await landing.finally(() => this.#landings.delete(landing));
      await this.#options.onLanded?.(batch, released);
    } finally {
      this.pending.delete(partition);
    }
  }

  async #takeIn(batch: SourceBatch): Promise<void> {
    this.#check(batch);
    await this.#options.onDeliver?.(batch);
    this.#land(batch);
    await this.#options.source?.acknowledge(new Map([[batch.partition, batch.nextOffset]]));
  }

  /** What is being landed lands before anything else is asked of the warehouse. */
  async #flushed(): Promise<void> {
    await Promise.allSettled(this.#landings);
  }

  #check({ partition, records, nextOffset }: SourceBatch): void {
    if (!this.#epochs.has(partition)) throw new Error(`${partition} was not assigned`);
    let expected = this.#ledger.entries.get(partition)?.nextOffset ?? 0;
    for (const { offset } of records) {
      if (offset < expected) throw new Error(`${partition}: ${offset} comes after ${expected - 1}`);
      expected = offset + 1;
    }
    if (nextOffset < expected) throw new Error(`${partition}: ${nextOffset} is in what was read`);
  }

  /** What a transaction does: all of it, or nothing when the claim is another's by now. */
  #land({ partition, records, nextOffset, position, ...rest }: SourceBatch): void {
    const entry = this.#ledger.entries.get(partition);
    if (entry === undefined || entry.epoch !== this.#epochs.get(partition)) {
      throw new Error(`another consumer has claimed ${partition}`);
    }
    entry.nextOffset = nextOffset;
    entry.position = position;
    this.#ledger.landed.push(...records.map((record) => ({ partition, record })));
    this.batches.push({ partition, records, nextOffset, position, ...rest });
  }
}
