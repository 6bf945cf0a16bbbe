import { setTimeout as wait } from 'node:timers/promises';
import type { DecompressBatch } from '../compression/decompress-batch.js';
import type { FetchedRecords, PartitionPosition } from '../kafka-client.js';
import type { KafkaConnection } from '../kafka-connection.js';
import type { FetchedPartition } from '../protocol/fetch-response.js';
import type { TopicMetadata } from '../protocol/metadata.js';
import { readLog } from '../protocol/read-log.js';
import { askBroker } from './ask-broker.js';
import { failureOf, isRefusal } from './failure.js';
import type { KafkajsCluster } from './kafkajs-cluster.js';
import { PartitionCursor } from './partition-cursor.js';
import { faultOf, logFaultOf, type PartitionFault } from './partition-fault.js';
import { identityOf, topicMetadata } from './topic-metadata.js';

/** What a fetcher works with. */
export interface FetcherOptions {
  readonly cluster: KafkajsCluster;
  readonly connection: KafkaConnection;
  readonly decompress: DecompressBatch;
  /** Called when a topic is not the one that was read until now, or has more partitions. */
  readonly onTopicChanged: () => void;
  /** Finds out why a broker refuses an offset: rejects, unless it is in the range of its partition. */
  readonly checkRange: (position: PartitionPosition) => Promise<void>;
}

const retryAfter = 250;

/** What leads a partition while nothing does. */
const nobody = -1;

/**
 * Fetches what comes next in some partitions, by one request at a time to each broker that leads any
 * of them. The next request is under way while what the last one gave is being landed, and that is
 * all that is held, however slow the warehouse is. A broker that is gone holds only its own up.
 */
export class Fetcher {
  readonly #options: FetcherOptions;
  #cursors: readonly PartitionCursor[] = [];
  #topics: ReadonlyMap<string, TopicMetadata> = new Map();
  /** When the topics were described, or 0 when they must be before the next request. */
  #describedAt = 0;
  /** How many partitions each topic had when it was first described. */
  readonly #partitionCounts: Map<string, number> = new Map();
  #pending: Map<number, Promise<readonly FetchedRecords[]>> = new Map();

  constructor(options: FetcherOptions) {
    this.#options = options;
  }

  seek(positions: readonly PartitionPosition[]): void {
    this.#cursors = positions.map((each) => new PartitionCursor(each));
    this.#pending = new Map();
    this.#topics = new Map();
    this.#partitionCounts.clear();
    this.#describedAt = 0;
  }

  async fetch(signal: AbortSignal): Promise<readonly FetchedRecords[]> {
    if (signal.aborted) return [];
    await this.#describeTopics();
    this.#startRequests();
    const over = new AbortController();
    const idle = wait(this.#options.connection.fetch.wait, undefined, {
      signal: AbortSignal.any([signal, over.signal]),
    }).catch(() => {});
    const answers = [...this.#pending].map(async ([node, pending]) => {
      const records = await pending;
      return { node, pending, records };
    });
    try {
      const first = await Promise.race([idle, ...answers]);
      if (typeof first !== 'object' || signal.aborted) return [];
      if (this.#pending.get(first.node) !== first.pending) return [];
      this.#pending.delete(first.node);
      if (this.#describedAt > 0) this.#startRequests();
      return first.records;
    } finally {
      over.abort();
      for (const each of answers) each.catch(() => {});
    }
  }

  /** Reads anew who leads what, and whether the topics are still those that are being read. */
  async #describeTopics(): Promise<void> {
    const { cluster, connection, onTopicChanged } = this.#options;
    const age = performance.now() - this.#describedAt;
    if (this.#describedAt > 0 && age < connection.metadataMaxAge) return;
    try {
      const names = [...new Set(this.#cursors.map(({ topic }) => topic))];
      const topics = await topicMetadata(cluster, names);
      if (this.#hasChanged(topics)) onTopicChanged();
      this.#topics = topics;
      this.#describedAt = performance.now();
    } catch (error) {
      if (isRefusal(error)) throw failureOf(error, 'describe topics', 'the cluster');
      for (const cursor of this.#cursors) cursor.fail(error, connection.patience);
      await wait(retryAfter);
    }
  }

  /** Another topic under the name, or partitions that nobody reads yet: the group must divide anew. */
  #hasChanged(topics: ReadonlyMap<string, TopicMetadata>): boolean {
    return [...topics.values()].some((now) => {
      if (now.errorCode !== 0) return false;
      const cursor = this.#cursors.find(({ topic }) => topic === now.topic);
      const count = this.#partitionCounts.get(now.topic) ?? now.partitions.length;
      this.#partitionCounts.set(now.topic, count);
      return count !== now.partitions.length || cursor?.identity !== identityOf(now);
    });
  }

  #startRequests(): void {
    const cursors = this.#cursors;
    const led = new Map<number, PartitionCursor[]>();
    for (const cursor of cursors) {
      const partitions = this.#topics.get(cursor.topic)?.partitions ?? [];
      const node = partitions.find((each) => each.partition === cursor.partition)?.leader ?? nobody;
      led.set(node, [...(led.get(node) ?? []), cursor]);
    }
    for (const [node, its] of led) {
      if (this.#pending.has(node)) continue;
      const pending = this.#request(node, its, () => this.#cursors === cursors);
      // It is looked at by the next call; until then a failure must not end the process.
      pending.catch(() => {});
      this.#pending.set(node, pending);
    }
  }

  async #request(
    node: number,
    cursors: readonly PartitionCursor[],
    isCurrent: () => boolean,
  ): Promise<readonly FetchedRecords[]> {
    const { cluster, connection } = this.#options;
    let answers: readonly FetchedPartition[];
    try {
      const broker = await cluster.findBroker({ nodeId: String(node) });
      answers = await askBroker(broker, cursors, this.#topics, connection);
    } catch (error) {
      if (isRefusal(error)) throw failureOf(error, 'be read', `broker ${node}`);
      await this.#tryAgain(cursors, error);
      return [];
    }
    const all: FetchedRecords[] = [];
    const faulty: PartitionCursor[] = [];
    let fault: PartitionFault | undefined;
    for (const answer of answers) {
      const cursor = cursors.find(
        ({ topic, partition }) => topic === answer.topic && partition === answer.partition,
      );
      if (cursor === undefined || !isCurrent()) continue;
      const read = await this.#read(cursor, answer);
      if ('error' in read) {
        fault = read;
        if (await this.#isFinal(cursor, read)) throw read.error;
        cursor.fail(read.error, connection.patience);
        faulty.push(cursor);
      } else {
        cursor.advance(read.nextOffset, read.leaderEpoch);
        all.push(read);
      }
    }
    if (fault !== undefined) await this.#tryAgain(faulty, fault.error);
    return all;
  }

  async #read(
    cursor: PartitionCursor,
    answer: FetchedPartition,
  ): Promise<FetchedRecords | PartitionFault> {
    const fault = faultOf(answer, cursor.name);
    if (fault !== undefined) return fault;
    const { topic, partition, offset: from } = cursor;
    const { aborted, highWatermark } = answer;
    const { decompress } = this.#options;
    const { end, ...content } = await readLog(answer.log, { from, aborted, decompress });
    const broken = content.nextOffset === from ? logFaultOf(end, cursor.name) : undefined;
    return broken ?? { topic, partition, highWatermark, ...content };
  }

  async #isFinal(cursor: PartitionCursor, { kind }: PartitionFault): Promise<boolean> {
    if (kind === 'out-of-range') await this.#options.checkRange(cursor);
    return kind === 'final';
  }

  async #tryAgain(cursors: readonly PartitionCursor[], failure: unknown): Promise<void> {
    for (const cursor of cursors) cursor.fail(failure, this.#options.connection.patience);
    this.#describedAt = 0;
    await wait(retryAfter);
  }
}
