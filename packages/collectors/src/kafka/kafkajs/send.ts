import { CollectorsError } from '../../errors/collectors-error.js';
import type { ByteWriter } from '../protocol/byte-writer.js';
import type { KafkajsBroker } from './kafkajs-cluster.js';

/** A request of our own to a broker, over a connection of kafkajs. */
export interface OwnRequest {
  readonly key: number;
  readonly name: string;
  readonly version: number;
  readonly body: ByteWriter;
}

/** Sends a request and gives the body of the answer. */
export async function send(broker: KafkajsBroker, request: OwnRequest): Promise<Buffer> {
  return await broker.connectionPool.send<Buffer>({
    request: {
      apiKey: request.key,
      apiVersion: request.version,
      apiName: request.name,
      encode: async () => request.body,
    },
    response: {
      decode: async (body) => ({ body, clientSideThrottleTime: 0 }),
      parse: async ({ body }: { readonly body: Buffer }) => body,
    },
    logResponseError: false,
  });
}

/** The newest version of an API that both sides know. */
export function versionOf(
  broker: KafkajsBroker,
  key: number,
  { first, last }: { readonly first: number; readonly last: number },
): number {
  const offered = broker.versions?.[key];
  const version = Math.min(last, offered?.maxVersion ?? -1);
  if (version >= first && version >= (offered?.minVersion ?? 0)) return version;
  throw new CollectorsError(
    'DAS_SOURCE_UNSUPPORTED',
    `a broker offers no version of API ${key} between ${first} and ${last}`,
    { place: `broker ${broker.nodeId}`, next: 'use Kafka 1.0 or newer' },
  );
}
