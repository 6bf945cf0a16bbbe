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
  // kafkajs learns of brokers that came or moved, which is how it finds the leaders below.
  await cluster.refreshMetadata();
  let failure: unknown;
  for (const nodeId of cluster.getNodeIds()) {
    try {
      const broker = await cluster.findBroker({ nodeId });
      return await askedOf(broker, topics);
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error('no broker is known');
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
