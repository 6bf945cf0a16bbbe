import type { KafkaConnection } from '../kafka-connection.js';
import {
  fetchByIdVersion,
  fetchKey,
  fetchVersions,
  writeFetchRequest,
} from '../protocol/fetch-request.js';
import { type FetchedPartition, readFetchResponse } from '../protocol/fetch-response.js';
import type { TopicMetadata } from '../protocol/metadata.js';
import type { KafkajsBroker } from './kafkajs-cluster.js';
import type { PartitionCursor } from './partition-cursor.js';
import { send, versionOf } from './send.js';

const noId: Buffer = Buffer.alloc(16);

/**
 * Asks a broker for what comes next in partitions that it leads. Topics are named by their ids where
 * the cluster has such: a topic that was made anew under its name is then never taken for the old one.
 */
export async function askBroker(
  broker: KafkajsBroker,
  cursors: readonly PartitionCursor[],
  topics: ReadonlyMap<string, TopicMetadata>,
  { fetch, readUncommitted }: KafkaConnection,
): Promise<readonly FetchedPartition[]> {
  const idOf = (topic: string): Buffer => topics.get(topic)?.id ?? noId;
  const hasIds = cursors.every(({ topic }) => !idOf(topic).equals(noId));
  const last = hasIds ? fetchVersions.last : fetchByIdVersion - 1;
  const version = versionOf(broker, fetchKey, { first: fetchVersions.first, last });
  const body = writeFetchRequest({
    version,
    wait: fetch.wait,
    bytes: fetch.bytes,
    bytesPerPartition: fetch.bytesPerPartition,
    readUncommitted,
    positions: rotated(cursors).map(({ topic, partition, offset, leaderEpoch }) => ({
      topic,
      partition,
      offset,
      leaderEpoch,
      topicId: idOf(topic),
    })),
  });
  const answer = await send(broker, { key: fetchKey, name: 'Fetch', version, body });
  const { partitions } = readFetchResponse(answer, version);
  if (version < fetchByIdVersion) return partitions;
  const names = new Map(cursors.map(({ topic }) => [idOf(topic).toString('hex'), topic]));
  return partitions.map((each) => ({ ...each, topic: names.get(each.topic) ?? each.topic }));
}

/** A broker fills its answer in the order of the request, so another partition comes first each time. */
function rotated(cursors: readonly PartitionCursor[]): readonly PartitionCursor[] {
  const start = Math.floor(Math.random() * cursors.length);
  return [...cursors.slice(start), ...cursors.slice(0, start)];
}
