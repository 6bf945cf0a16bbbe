import {
  CoreError,
  type PartitionLag,
  type Source,
  type SourceConsumer,
  type SourceRange,
} from '@das/core';
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

  /**
   * Opens what the stream took in since a time. Offsets of a shard are counts of what was read, which
   * Kinesis cannot seek.
   *
   * @throws {@link CoreError} `DAS_REPLAY_UNSUPPORTED` for a range of offsets
   */
  openRange(range: SourceRange): Source {
    if (range.kind === 'range') {
      throw new CoreError('DAS_REPLAY_UNSUPPORTED', 'Kinesis cannot seek the offsets of a shard', {
        place: `source ${this.name}`,
        next: 'replay since a time, from quarantine or from a file instead',
      });
    }
    const options = { ...this.#options, follow: false, startAt: range.time };
    return {
      name: this.name,
      acknowledge: async () => {},
      consume: async (consumer, signal) => {
        if (signal.aborted) return;
        await using port = await this.#options.openPort();
        await new KinesisRun(options, port, since(range.time, consumer), new Map()).until(signal);
      },
    };
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await using port = await this.#options.openPort();
    const run = new KinesisRun(this.#options, port, consumer, this.#lag);
    await run.until(signal);
  }
}

/** Leaves out what is older: a child of a resharding is read from its start, whenever that was. */
function since(time: Date, consumer: SourceConsumer): SourceConsumer {
  const from = time.getTime();
  return {
    leases: consumer.leases,
    assign: (partitions) => consumer.assign(partitions),
    standing: (partitions) => consumer.standing(partitions),
    revoke: (partitions) => consumer.revoke(partitions),
    deliver: async (batch, released) => {
      const records = batch.records.filter(({ timestamp = from }) => timestamp >= from);
      await consumer.deliver({ ...batch, records }, released);
    },
  };
}
