import type { KafkaConnection } from './kafka-connection.js';

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A header of a record. Kafka lets a name occur more than once. */
export interface KafkaHeader {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** A record as the log holds it. */
export interface KafkaRecord {
  readonly offset: number;
  /** Milliseconds since 1970: the producer's time, or the broker's if the topic is configured so. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  /** `null` is a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: readonly KafkaHeader[];
  /** Why there is no record: the value then holds the whole batch that could not be read. */
  readonly fault?: string;
}

/** Some of a partition, in its order. */
export interface FetchedRecords extends TopicPartition {
  readonly records: readonly KafkaRecord[];
  /** Where reading goes on: it may be beyond the last record, over aborted and control records. */
  readonly nextOffset: number;
  /** The epoch of the leader that appended the last of it: what tells one history from another. */
  readonly leaderEpoch: number | undefined;
  /** The end of the partition when it was fetched. */
  readonly highWatermark: number;
}

/** Where to read a partition. */
export interface PartitionPosition extends TopicPartition {
  readonly offset: number;
  /** The epoch of the leader that appended what comes before `offset`, where it is known. */
  readonly leaderEpoch: number | undefined;
  /** The topic's id: a topic that was made anew under its name ends the assignment. */
  readonly identity: string | undefined;
}

/** A topic as the cluster knows it. */
export interface TopicDescription {
  readonly partitions: number;
  /** The topic's id, which a topic of the same name that is made later does not have. */
  readonly identity: string | undefined;
}

/** How far a partition reaches. */
export interface PartitionRange extends TopicPartition {
  /** The first offset that retention has left. */
  readonly start: number;
  /** After the last record that a reader may see: under read-committed, the last stable offset. */
  readonly end: number;
  /** After the last record that is there. */
  readonly highWatermark: number;
}

/** What a member of a group may read, and for how long. */
export interface KafkaAssignment {
  readonly partitions: readonly TopicPartition[];
  /**
   * Aborts when the partitions are no longer this member's to read: because the group rebalances, or
   * because the group has given this member up. The next {@link KafkaReader.join} gives others.
   */
  readonly ended: AbortSignal;
}

/**
 * What the Kafka source needs of a client library: a member of a consumer group that reads from
 * where it is told. A client keeps its member alive by itself, also while nobody calls it.
 *
 * Each method rejects with a {@link CollectorsError}: `isRetryable` where trying again may help.
 */
export interface KafkaReader extends AsyncDisposable {
  /** Describes topics; one that does not exist is not in the answer. */
  describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>>;
  /** Says how far partitions reach at this moment. */
  rangesOf(partitions: readonly TopicPartition[]): Promise<readonly PartitionRange[]>;
  /**
   * Finds the first offset of each partition whose record is of a time or later, by `topic/partition`;
   * a partition that has none is not in the answer.
   *
   * @param timestamp - milliseconds since 1970
   */
  offsetsAt(
    partitions: readonly TopicPartition[],
    timestamp: number,
  ): Promise<ReadonlyMap<string, number>>;
  /** Joins the group, or joins it again, and waits for what this member may read. */
  join(signal: AbortSignal): Promise<KafkaAssignment>;
  /** Replaces what is read. Nothing that was fetched before is given any more. */
  seek(positions: readonly PartitionPosition[]): void;
  /**
   * Gives what comes next in some of the partitions that were sought; nothing, when there is nothing
   * for a moment or the signal aborts. It may fetch ahead, within the limits of the connection.
   *
   * @throws {@link CollectorsError} `DAS_SOURCE_RECORDS_LOST` when retention has removed what comes
   *   next, `DAS_SOURCE_TRUNCATED` when the partition ends before it
   */
  fetch(signal: AbortSignal): Promise<readonly FetchedRecords[]>;
  /** Tells the group how far partitions were read: for dashboards. */
  commit(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>;
  /** Leaves the group, so that others need not wait until they miss this member. */
  leave(): Promise<void>;
}

/** A client library for Kafka. */
export interface KafkaClient {
  /** Connects to a cluster. */
  connect(connection: KafkaConnection): Promise<KafkaReader>;
}
