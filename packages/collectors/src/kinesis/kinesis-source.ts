import type { PartitionLag, Source, SourceConsumer } from '@das/core';
import type { Decode } from '../format/format.js';
import type { KinesisPort } from './kinesis-port.js';
import { KinesisRun } from './kinesis-run.js';

/** What a Kinesis source reads, and how. */
export interface KinesisSourceOptions {
  /** The name under which offsets are kept. */
  readonly name: string;
  readonly openPort: () => Promise<KinesisPort>;
  readonly decode: Decode;
  readonly prepareToDecode?: (raw: readonly Uint8Array[]) => Promise<void>;
  readonly follow: boolean;
  /** Where a shard starts that was never read and has no parents. Default `oldest`. */
  readonly startAt?: 'oldest' | 'newest' | Date;
  /** How many records a batch has at the most, 10,000 or fewer. Default 1,000. */
  readonly batch?: number;
}

/**
 * Reads the shards of a Kinesis stream, parents before their children. Each shard is a partition; a
 * record's place in what was read of it is its offset, and the position keeps the sequence number.
 *
 * While it follows, processes divide the shards by leases; a run that does not follow takes all of
 * them for itself, and reads what was there when it began.
 */
export class KinesisSource implements Source {
  readonly name: string;
  readonly #options: KinesisSourceOptions;
  readonly #lag: Map<string, PartitionLag> = new Map();

  constructor(options: KinesisSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async acknowledge(): Promise<void> {
    // Kinesis keeps no state of who has read it: the warehouse's offsets are all there is.
  }

  lag(): ReadonlyMap<string, PartitionLag> {
    return this.#lag;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await using port = await this.#options.openPort();
    const run = new KinesisRun(this.#options, port, consumer, this.#lag);
    await run.until(signal);
  }
}
