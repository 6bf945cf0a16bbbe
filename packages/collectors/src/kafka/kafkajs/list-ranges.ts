import type { PartitionRange, TopicPartition } from '../kafka-client.js';
import type { KafkaConnection } from '../kafka-connection.js';
import type { KafkajsBroker, KafkajsCluster } from './kafkajs-cluster.js';
import { topicMetadata } from './topic-metadata.js';

const first = -2;
const latest = -1;

/** Asks the leaders of partitions how far those reach. Leaders move, so it may take another try. */
export async function listRanges(
  cluster: KafkajsCluster,
  partitions: readonly TopicPartition[],
  { readUncommitted }: KafkaConnection,
): Promise<readonly PartitionRange[]> {
  const isolationLevel = readUncommitted ? 0 : 1;
  if (partitions.length === 0) return [];
  const led = await byLeader(cluster, partitions);
  const ranges: PartitionRange[] = [];
  for (const [leader, its] of led) {
    const broker = await cluster.findBroker({ nodeId: String(leader) });
    const starts = await offsetsOf(broker, its, first, 0);
    const ends = await offsetsOf(broker, its, latest, isolationLevel);
    const highWatermarks = isolationLevel === 0 ? ends : await offsetsOf(broker, its, latest, 0);
    for (const { topic, partition } of its) {
      const key = `${topic}/${partition}`;
      const [start, end, highWatermark] = [starts, ends, highWatermarks].map((all) => all.get(key));
      if (start === undefined || end === undefined || highWatermark === undefined) {
        throw new Error('a partition has no answer');
      }
      ranges.push({ topic, partition, start, end, highWatermark });
    }
  }
  return ranges;
}

/** Asks the leaders of partitions for the first record of a time or later. */
export async function listOffsetsAt(
  cluster: KafkajsCluster,
  partitions: readonly TopicPartition[],
  timestamp: number,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const [leader, its] of await byLeader(cluster, partitions)) {
    const broker = await cluster.findBroker({ nodeId: String(leader) });
    const offsets = await offsetsOf(broker, its, timestamp, 0);
    for (const { topic, partition } of its) {
      const key = `${topic}/${partition}`;
      const offset = offsets.get(key);
      if (offset === undefined) throw new Error('a partition has no answer');
      if (offset >= 0) found.set(key, offset);
    }
  }
  return found;
}

async function byLeader(
  cluster: KafkajsCluster,
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<number, readonly TopicPartition[]>> {
  const topics = await topicMetadata(cluster, [...new Set(partitions.map(({ topic }) => topic))]);
  const led = new Map<number, TopicPartition[]>();
  for (const each of partitions) {
    const known = topics.get(each.topic)?.partitions ?? [];
    const leader = known.find(({ partition }) => partition === each.partition)?.leader ?? -1;
    led.set(leader, [...(led.get(leader) ?? []), each]);
  }
  return led;
}

async function offsetsOf(
  broker: KafkajsBroker,
  partitions: readonly TopicPartition[],
  timestamp: number,
  isolationLevel: 0 | 1,
): Promise<ReadonlyMap<string, number>> {
  const names = [...new Set(partitions.map(({ topic }) => topic))];
  const { responses } = await broker.listOffsets({
    replicaId: -1,
    isolationLevel,
    topics: names.map((topic) => ({
      topic,
      partitions: partitions
        .filter((each) => each.topic === topic)
        .map(({ partition }) => ({ partition, timestamp })),
    })),
  });
  return new Map(
    responses.flatMap(({ topic, partitions: all }) =>
      all.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    ),
  );
}
