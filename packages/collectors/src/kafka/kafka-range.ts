import type { Source, SourceConsumer, SourceRange } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import type { KafkaReader, PartitionRange, TopicPartition } from './kafka-client.js';
import { nameOf } from './partition-state.js';

/** A partition, and which of its offsets to read: from one, inclusive, to another, exclusive. */
export interface PartitionPart extends TopicPartition {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds what a range means at this moment: no further than the partitions reach now.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_NOT_FOUND` for a partition that the topics do not have
 */
export async function partsOf(
  reader: KafkaReader,
  topics: readonly string[],
  range: SourceRange,
): Promise<readonly PartitionPart[]> {
  const described = await reader.describeTopics(topics);
  const all = topics.flatMap((topic) =>
    Array.from({ length: described.get(topic)?.partitions ?? 0 }, (_, partition) => ({
      topic,
      partition,
    })),
  );
  const wanted = range.kind === 'since' ? all : namedPartitions(all, Object.keys(range.partitions));
  const ends = await reader.rangesOf(wanted);
  if (range.kind === 'range') {
    return ends.map(({ topic, partition, end }) => {
      const [from, to] = range.partitions[nameOf({ topic, partition })] ?? [0, 0];
      return { topic, partition, from: Math.min(from, end), to: Math.min(to, end) };
    });
  }
  const found = await reader.offsetsAt(wanted, range.time.getTime());
  return ends.map(({ topic, partition, end }) => {
    const from = found.get(nameOf({ topic, partition })) ?? end;
    return { topic, partition, from: Math.min(from, end), to: end };
  });
}

function namedPartitions(
  all: readonly TopicPartition[],
  names: readonly string[],
): readonly TopicPartition[] {
  const known = new Map(all.map((each) => [nameOf(each), each]));
  return names.map((name) => {
    const partition = known.get(name);
    if (partition !== undefined) return partition;
    throw new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the collector reads no such partition', {
      place: `partition ${name}`,
      next: 'name a partition as topic/number, such as orders.v1/0',
    });
  });
}

/** A reader that has the parts of its own accord: it joins no group, and takes nothing from one. */
export function readerOfParts(reader: KafkaReader, parts: readonly PartitionPart[]): KafkaReader {
  const partOf = new Map(parts.map((part) => [nameOf(part), part]));
  const cut = (range: PartitionRange): PartitionRange => {
    const to = partOf.get(nameOf(range))?.to ?? 0;
    return { ...range, end: Math.min(range.end, to) };
  };
  return {
    describeTopics: (topics) => reader.describeTopics(topics),
    rangesOf: async (partitions) => (await reader.rangesOf(partitions)).map(cut),
    offsetsAt: (partitions, timestamp) => reader.offsetsAt(partitions, timestamp),
    join: async () => ({ partitions: parts, ended: new AbortController().signal }),
    seek: (positions) => reader.seek(positions),
    fetch: (signal) => reader.fetch(signal),
    commit: async () => {},
    leave: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A consumer whose partitions start where the parts do. */
export function consumerOfParts(
  consumer: SourceConsumer,
  parts: readonly PartitionPart[],
): SourceConsumer {
  return {
    leases: consumer.leases,
    assign: async (partitions) => {
      await consumer.assign(partitions);
      // A position says that reading has begun before: below it, records would be missing.
      return new Map(
        parts.map((part) => [nameOf(part), { offset: part.from, position: 'start' }] as const),
      );
    },
    standing: (partitions) => consumer.standing(partitions),
    revoke: (partitions) => consumer.revoke(partitions),
    deliver: (batch, released) => consumer.deliver(batch, released),
  };
}

/** A source that reads once and ends, and whose offsets are nobody's. */
export function sourceOfParts(
  name: string,
  consume: Source['consume'],
  lag: NonNullable<Source['lag']>,
): Source {
  return { name, consume, acknowledge: async () => {}, lag };
}
