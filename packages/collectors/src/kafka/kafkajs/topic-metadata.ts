import {
  metadataKey,
  metadataVersions,
  readMetadataResponse,
  type TopicMetadata,
  writeMetadataRequest,
} from '../protocol/metadata.js';
import type { KafkajsBroker, KafkajsCluster } from './kafkajs-cluster.js';
import { send, versionOf } from './send.js';

/**
 * Asks the brokers, one after the other, until one knows the topics: their ids, their partitions and
 * the leaders of those. A topic that does not exist has an error code.
 */
export async function topicMetadata(
  cluster: KafkajsCluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicMetadata>> {
  // kafkajs asks for all topics at once, and fails while any partition of any of them has no leader:
  // so only to learn of brokers.
  if (cluster.getNodeIds().length === 0) await cluster.refreshMetadata();
  let failure: unknown;
  for (const nodeId of cluster.getNodeIds()) {
    try {
      const broker = await cluster.findBroker({ nodeId });
      const described = await askedOf(broker, topics);
      if (!knowsLeaders(cluster, described)) await cluster.refreshMetadata();
      return described;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error('no broker is known');
}

/** Whether kafkajs knows where each leader is: a broker may be new. */
function knowsLeaders(
  cluster: KafkajsCluster,
  described: ReadonlyMap<string, TopicMetadata>,
): boolean {
  const known = new Set(cluster.getNodeIds().map(Number));
  return [...described.values()].every(({ partitions }) =>
    partitions.every(({ leader }) => leader < 0 || known.has(leader)),
  );
}

async function askedOf(
  broker: KafkajsBroker,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicMetadata>> {
  const version = versionOf(broker, metadataKey, metadataVersions);
  const body = await send(broker, {
    key: metadataKey,
    name: 'Metadata',
    version,
    body: writeMetadataRequest(topics, version),
  });
  return new Map(readMetadataResponse(body, version).map((each) => [each.topic, each]));
}

/** A topic's id as text, where the cluster has ids. */
export function identityOf({ id }: TopicMetadata): string | undefined {
  return id.some((byte) => byte !== 0) ? id.toString('base64url') : undefined;
}
