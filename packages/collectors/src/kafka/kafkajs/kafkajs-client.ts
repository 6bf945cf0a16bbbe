import { setTimeout as wait } from 'node:timers/promises';
import { CollectorsError } from '../../errors/collectors-error.js';
import { checkPosition } from '../check-position.js';
import { decompressBatches } from '../compression/decompress-batch.js';
import type {
  FetchedRecords,
  KafkaAssignment,
  KafkaClient,
  KafkaReader,
  PartitionPosition,
  PartitionRange,
  TopicDescription,
  TopicPartition,
} from '../kafka-client.js';
import type { KafkaConnection } from '../kafka-connection.js';
import { failureOf, isRefusal } from './failure.js';
import { Fetcher } from './fetcher.js';
import { GroupMember } from './group-member.js';
import { type OpenedCluster, openCluster } from './kafkajs-cluster.js';
import { listOffsetsAt, listRanges } from './list-ranges.js';
import { identityOf, topicMetadata } from './topic-metadata.js';

/** The client `kafkajs`, an optional peer: it is loaded when it first connects. */
export const kafkajsClient: KafkaClient = {
  async connect(connection) {
    const opened = await openCluster(connection);
    try {
      await opened.cluster.connect();
    } catch (error) {
      await opened.cluster.disconnect().catch(() => {});
      throw failureOf(error, 'be connected to', connection.brokers.join(', '));
    }
    return new KafkajsReader(opened, connection);
  },
};

class KafkajsReader implements KafkaReader {
  readonly #opened: OpenedCluster;
  readonly #connection: KafkaConnection;
  readonly #member: GroupMember;
  readonly #fetcher: Fetcher;

  constructor(opened: OpenedCluster, connection: KafkaConnection) {
    this.#opened = opened;
    this.#connection = connection;
    this.#member = new GroupMember(opened, connection);
    this.#fetcher = new Fetcher({
      cluster: opened.cluster,
      connection,
      decompress: decompressBatches(connection.fetch.decompressedBytes),
      onTopicChanged: () => this.#member.endAssignment(),
      checkRange: (position) => this.#checkRange(position),
    });
  }

  async describeTopics(names: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>> {
    const place = names.join(', ');
    const topics = await this.#attempt('describe topics', place, () =>
      topicMetadata(this.#opened.cluster, names),
    );
    const described = new Map<string, TopicDescription>();
    for (const each of topics.values()) {
      const { topic, errorCode, partitions } = each;
      if (errorCode === topicRefused) {
        throw new CollectorsError('DAS_SOURCE_REFUSED', 'this user may not describe the topic', {
          place: `topic ${topic}`,
          next: 'grant READ and DESCRIBE on the topic',
        });
      }
      if (errorCode !== 0) continue;
      described.set(topic, { partitions: partitions.length, identity: identityOf(each) });
    }
    return described;
  }

  async rangesOf(partitions: readonly TopicPartition[]): Promise<readonly PartitionRange[]> {
    return await this.#attempt('tell the ends of partitions', this.#connection.groupId, () =>
      listRanges(this.#opened.cluster, partitions, this.#connection),
    );
  }

  async offsetsAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<ReadonlyMap<string, number>> {
    return await this.#attempt('find a time in partitions', this.#connection.groupId, () =>
      listOffsetsAt(this.#opened.cluster, partitions, timestamp),
    );
  }

  async join(signal: AbortSignal): Promise<KafkaAssignment> {
    return await this.#member.join(signal);
  }

  seek(positions: readonly PartitionPosition[]): void {
    this.#fetcher.seek(positions);
  }

  async fetch(signal: AbortSignal): Promise<readonly FetchedRecords[]> {
    return await this.#fetcher.fetch(signal);
  }

  async commit(
    positions: readonly (TopicPartition & { readonly offset: number })[],
  ): Promise<void> {
    await this.#member.commit(positions);
  }

  async leave(): Promise<void> {
    await this.#member.leave();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fetcher.seek([]);
    await this.#member.leave();
    await this.#opened.cluster.disconnect();
  }

  async #checkRange(position: PartitionPosition): Promise<void> {
    for (const range of await this.rangesOf([position])) checkPosition(position, range);
  }

  /** Tries again for as long as the connection's patience lasts: brokers fail, and leaders move. */
  async #attempt<T>(what: string, place: string, work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.#connection.patience;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (isRefusal(error) || performance.now() > deadline) throw failureOf(error, what, place);
      }
      await wait(retryAfter);
    }
  }
}

const retryAfter = 300;

const topicRefused = 29;
