import type { SourceConsumer } from '@das/core';
import { forEachOf } from './for-each-of.js';
import { objectPartition } from './object-partition.js';
import { readPosition } from './object-position.js';
import { type ReadObjectOptions, readObject } from './read-object.js';
import type { ObjectVersion } from './s3-port.js';

/** What reading many objects takes, beside what reading one does. */
export interface ObjectReaderOptions extends Omit<ReadObjectOptions, 'isMine' | 'onLeft'> {
  /** Which versions count as one: all of a key under one ETag, or each by its id. */
  readonly versions: 'latest' | 'all';
  /** How many objects are read at a time. */
  readonly concurrency: number;
  /** How many objects that have landed are remembered. Default 100,000. */
  readonly remembers?: number;
  /** Kept up to date, in bytes. */
  readonly lag: Map<string, { readonly bytes: number }>;
}

/** How many objects are remembered. A prefix may hold any number of them. */
const mostRemembered = 100_000;

/** Reads versions of objects that have not landed, and remembers those that have. */
export class ObjectReader {
  readonly #options: ObjectReaderOptions;
  /** Some of the partitions that have landed as a whole: of the others the warehouse is asked. */
  readonly #done: Set<string> = new Set();

  constructor(options: ObjectReaderOptions) {
    this.#options = options;
  }

  partitionOf(version: ObjectVersion): string {
    return objectPartition(version, this.#options.versions);
  }

  isDone(version: ObjectVersion): boolean {
    return this.#done.has(this.partitionOf(version));
  }

  /** Claims these versions at once, reads what is new of them, and lands it before this resolves. */
  async read(versions: readonly ObjectVersion[], isMine: (key: string) => boolean): Promise<void> {
    const { consumer, concurrency, lag, signal } = this.#options;
    const wanted = new Map(
      versions
        .filter((each) => !this.isDone(each))
        .map((each) => [this.partitionOf(each), each] as const),
    );
    await this.#leaveOutLanded(wanted);
    if (wanted.size === 0 || signal.aborted) return;
    const partitions = [...wanted.keys()];
    const resume = await consumer.assign(partitions.map((partition) => ({ partition })));
    for (const [partition, { size }] of wanted) lag.set(partition, { bytes: size });
    const landed: string[] = [];
    await forEachOf([...wanted], concurrency, async ([partition, version]) => {
      const isWhole = await readObject(partition, version, resume.get(partition), {
        ...this.#options,
        isMine: () => isMine(version.key),
        onLeft: (bytes) => lag.set(partition, { bytes }),
      });
      if (isWhole) landed.push(partition);
    });
    await this.#land(consumer, partitions);
    for (const partition of landed) this.#remember(partition);
  }

  /** Asks the warehouse, which costs less than to claim what is not read. */
  async #leaveOutLanded(wanted: Map<string, ObjectVersion>): Promise<void> {
    if (wanted.size === 0) return;
    const standing = await this.#options.consumer.standing([...wanted.keys()]);
    for (const [partition, point] of standing) {
      if (!readPosition(point).isDone) continue;
      wanted.delete(partition);
      this.#remember(partition);
    }
  }

  #remember(partition: string): void {
    this.#done.add(partition);
    if (this.#done.size <= (this.#options.remembers ?? mostRemembered)) return;
    const [oldest] = this.#done;
    if (oldest !== undefined) this.#done.delete(oldest);
  }

  async #land(consumer: SourceConsumer, partitions: readonly string[]): Promise<void> {
    await consumer.revoke(partitions);
    for (const partition of partitions) this.#options.lag.delete(partition);
  }
}
