import { randomUUID } from 'node:crypto';
import { type AnyContract, type Duration, durationInSeconds } from '@das/contracts';
import { Collector, type CollectorContext, type DecodedRecord, type Source } from '@das/core';
import type { Decoder } from '../decode/decoder.js';
import { jsonDecoder } from '../decode/json-decoder.js';
import { CollectorsError } from '../errors/collectors-error.js';
import type { KafkaClient } from './kafka-client.js';
import type { KafkaConnection, KafkaFetchLimits, KafkaSasl, KafkaTls } from './kafka-connection.js';
import { KafkaSource, type LostRecordsPolicy } from './kafka-source.js';
import type { PieceLimits } from './pieces.js';
import type { TombstonePolicy } from './to-source-record.js';

/**
 * Collects topics of Kafka, as a member of a consumer group: run it in as many processes as there are
 * partitions to share. Each record lands once, or is in quarantine once; the offsets are the
 * warehouse's.
 *
 * Takes the optional peer `kafkajs`, and for topics compressed by them `snappy`, `lz4-napi` or, before
 * Node 22.15, `fzstd`.
 *
 * @example
 * ```ts
 * import { KafkaCollector } from '@das/collectors';
 * import { defineContract } from '@das/core';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }),
 *   columns: { order_id: 'internal' },
 * });
 *
 * class OrdersCollector extends KafkaCollector<typeof orders> {
 *   readonly contract = orders;
 *   readonly topic = 'orders.v1';
 *   override readonly brokers = ['kafka-1:9093', 'kafka-2:9093'];
 *   override readonly tls = true;
 *   override readonly sasl = {
 *     mechanism: 'scram-sha-512', username: 'das',
 *     password: async () => process.env.KAFKA_PASSWORD ?? '',
 *   } as const;
 * }
 * console.log(new OrdersCollector().groupId);
 * // => das-orders
 * ```
 */
export abstract class KafkaCollector<C extends AnyContract = AnyContract> extends Collector<C> {
  /** The topic to read, or several that hold records of the same kind. */
  abstract readonly topic: string | readonly string[];

  /** `host:port` of some brokers. Default: the variable `KAFKA_BROKERS`, separated by commas. */
  readonly brokers: readonly string[] | undefined = undefined;

  /** What values are encoded as. Default: JSON, with or without a registry's header. */
  readonly decoder: Decoder = jsonDecoder();

  /** Default: no encryption. `true` trusts what Node trusts; else give certificates. */
  readonly tls: KafkaTls | boolean = false;

  /** Default: no credentials. */
  readonly sasl: KafkaSasl | undefined = undefined;

  /** Whether records of open and aborted transactions land too. Default: no. */
  readonly readUncommitted: boolean = false;

  /**
   * What becomes of a record without a value: quarantine under the fault `tombstone` (the default),
   * nothing at all, or `transform` with the event `null`.
   */
  readonly tombstones: TombstonePolicy = 'quarantine';

  /** What is done when retention has removed records before they were read. Default: to fail. */
  readonly lostRecords: LostRecordsPolicy = 'fail';

  /** How long a process may say nothing before its partitions go to others. Default: 30 seconds. */
  readonly sessionTimeout: Duration = '30s';

  /** How long a rebalance waits for what a process has read to land. Default: 5 minutes. */
  readonly rebalanceTimeout: Duration = '5m';

  /** How much is fetched at a time, where it differs from the defaults. */
  readonly fetch: Partial<KafkaFetchLimits> = {};

  /** The library to read with. Default: kafkajs. */
  readonly client: KafkaClient | undefined = undefined;

  /** The consumer group. Default: `das-` and the collector's name. */
  get groupId(): string {
    return `das-${this.name}`;
  }

  override decode(raw: string | Uint8Array): DecodedRecord {
    return this.decoder.decode(raw);
  }

  override async prepareToDecode(raw: readonly (string | Uint8Array)[]): Promise<void> {
    await this.decoder.prepare?.(raw);
  }

  async openSource({ follow, dryRun }: CollectorContext): Promise<Source> {
    return new KafkaSource({
      name: `kafka:${this.name}`,
      connection: this.#connection(dryRun === true),
      follow,
      tombstones: this.tombstones,
      lostRecords: this.lostRecords,
      batch: defaultBatch,
      decode: (raw) => this.decode(raw),
      prepareToDecode: (raw) => this.prepareToDecode(raw),
      client: this.client,
    });
  }

  #connection(isDryRun: boolean): KafkaConnection {
    const place = `collector ${this.name}`;
    const sessionTimeout = durationInSeconds(this.sessionTimeout, place) * 1000;
    return {
      brokers: this.#brokers(place),
      clientId: `das-${this.name}`,
      // A group of its own: as a member of the live one it would take partitions from it.
      groupId: isDryRun ? `${this.groupId}-dry-${randomUUID()}` : this.groupId,
      topics: typeof this.topic === 'string' ? [this.topic] : this.topic,
      tls: this.tls,
      sasl: this.sasl,
      readUncommitted: this.readUncommitted,
      sessionTimeout,
      rebalanceTimeout: durationInSeconds(this.rebalanceTimeout, place) * 1000,
      heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeout / 4)),
      metadataMaxAge: 60_000,
      patience: 60_000,
      fetch: { ...defaultFetch, ...this.fetch },
    };
  }

  #brokers(place: string): readonly string[] {
    const named = this.brokers ?? process.env.KAFKA_BROKERS?.split(',').map((each) => each.trim());
    const brokers = named?.filter((each) => each !== '') ?? [];
    if (brokers.length > 0) return brokers;
    throw new CollectorsError('DAS_SOURCE_OPTIONS_INVALID', 'no broker of Kafka is known', {
      place,
      next: 'set brokers in the collector, or the variable KAFKA_BROKERS to host:port,host:port',
    });
  }
}

/** Small, since a flush that is landing gets its turn between two batches. */
const defaultBatch: PieceLimits = { records: 500, bytes: 4 * 1024 * 1024 };

const defaultFetch: KafkaFetchLimits = {
  bytes: 8 * 1024 * 1024,
  bytesPerPartition: 1024 * 1024,
  wait: 500,
  decompressedBytes: 256 * 1024 * 1024,
};
