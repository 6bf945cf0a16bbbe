import type { TopicPartition } from '../kafka-client.js';

/**
 * Divides partitions among the members of a group, evenly: by turns, in the order of their ids, so
 * that each member would come to the same division.
 */
export function assignPartitions(
  members: readonly string[],
  partitions: readonly TopicPartition[],
): ReadonlyMap<string, Record<string, number[]>> {
  const sorted = members.toSorted();
  const assigned = new Map(sorted.map((member) => [member, {} as Record<string, number[]>]));
  const ordered = partitions.toSorted(
    (one, other) =>
      (one.topic < other.topic ? -1 : Number(one.topic > other.topic)) ||
      one.partition - other.partition,
  );
  ordered.forEach(({ topic, partition }, index) => {
    const topics = assigned.get(sorted[index % sorted.length] ?? '');
    if (topics !== undefined) topics[topic] = [...(topics[topic] ?? []), partition];
  });
  return assigned;
}
