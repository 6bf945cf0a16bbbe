import type { DecodedRecord, PartitionLag, Source, SourceConsumer, SourceRange } from '@das/core';
import type { KafkaClient } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { consumerOfParts, partsOf, readerOfParts, sourceOfParts } from './kafka-range.js';
import { KafkaRun } from './kafka-run.js';
import { kafkajsClient } from './kafkajs/kafkajs-client.js';
import { lagOf, type PartitionState } from './partition-state.js';
import type { PieceLimits } from './pieces.js';
import type { TombstonePolicy } from './to-source-record.js';

/** What a Kafka source reads, and how. */
export interface KafkaSourceOptions {
  /** The name under which offsets are kept. */
  readonly name: string;
  readonly connection: KafkaConnection;
  readonly follow: boolean;
  readonly tombstones: TombstonePolicy;
  readonly lostRecords: LostRecordsPolicy;
  readonly batch: PieceLimits;
  readonly decode: (raw: Uint8Array) => DecodedRecord;
  /** Fetches what decoding these values takes. */
  readonly prepareToDecode: (raw: readonly Uint8Array[]) => Promise<void>;
  /** Default: kafkajs. */
  readonly client?: KafkaClient | undefined;
}

/**
 * What is done when retention has removed records before they were read: to fail until somebody
 * decides, or to go on at the first record that is left, with one record in quarantine (fault
 * `records_lost`) whose payload names the offsets of the gap.
 */
export type LostRecordsPolicy = 'fail' | 'quarantine';

/**
 * Reads topics as a member of a consumer group. The group divides the partitions; where to read each
 * of them the warehouse says, and what the group is told of offsets is for dashboards alone.
 *
 * A partition is named `topic/partition`, and a topic is known by its id: one that was made anew is
 * refused (`DAS_COLLECT_SOURCE_CHANGED`). Before a rebalance gives partitions away, what was read of
 * them lands. A process that the group gave up while it stood still finds that out when it lands:
 * the claim of the next reader has fenced it (`DAS_COLLECT_FENCED`).
 */
export class KafkaSource implements Source {
  readonly name: string;
  readonly #options: KafkaSourceOptions;
  #states: ReadonlyMap<string, PartitionState> = new Map();
  #run: KafkaRun | undefined;

  constructor(options: KafkaSourceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { client = kafkajsClient, connection } = this.#options;
    await using reader = await client.connect(connection);
    const run = new KafkaRun(this.#options, reader, consumer, signal);
    this.#run = run;
    try {
      await run.readAll();
    } finally {
      this.#states = run.states;
      this.#run = undefined;
    }
  }

  /**
   * Opens a part of the topics, by the offsets of partitions such as `orders.v1/0` or by the time of
   * records. It joins no group. Offsets that retention has removed are treated as a run treats them.
   */
  openRange(range: SourceRange): Source {
    const { client = kafkajsClient, connection } = this.#options;
    let run: KafkaRun | undefined;
    const consume = async (consumer: SourceConsumer, signal: AbortSignal): Promise<void> => {
      if (signal.aborted) return;
      await using reader = await client.connect(connection);
      const all = await partsOf(reader, connection.topics, range);
      const parts = all.filter(({ from, to }) => from < to);
      if (parts.length === 0) return;
      run = new KafkaRun(
        { ...this.#options, follow: false },
        readerOfParts(reader, parts),
        consumerOfParts(consumer, parts),
        signal,
      );
      await run.readAll();
    };
    return sourceOfParts(this.name, consume, () => lagsOf(run?.states ?? new Map()));
  }

  async acknowledge(landed: ReadonlyMap<string, number>): Promise<void> {
    this.#run?.noteLanded(landed);
  }

  lag(): ReadonlyMap<string, PartitionLag> {
    return lagsOf(this.#run?.states ?? this.#states);
  }
}

function lagsOf(states: ReadonlyMap<string, PartitionState>): ReadonlyMap<string, PartitionLag> {
  const now = Date.now();
  return new Map([...states.values()].map((state) => [state.name, lagOf(state, now)]));
}
