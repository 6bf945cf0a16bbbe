import type { Consumer, KafkaConfig } from 'kafkajs';
import { CollectorsError } from '../../errors/collectors-error.js';
import { loadPeer } from '../../peer/load-peer.js';
import type { KafkaConnection } from '../kafka-connection.js';
import { saslOptions, tlsOptions } from './security-options.js';
import { timelyCluster } from './timely-cluster.js';

/** A member of a group as a coordinator lists it to the leader. */
export interface GroupMemberData {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}

/** What is used of a broker of kafkajs. */
export interface KafkajsBroker {
  readonly nodeId: number | string | null;
  readonly versions: Readonly<
    Record<number, { readonly minVersion: number; readonly maxVersion: number }>
  > | null;
  readonly connectionPool: {
    send<T>(request: {
      readonly request: {
        readonly apiKey: number;
        readonly apiVersion: number;
        readonly apiName: string;
        readonly encode: () => Promise<unknown>;
      };
      readonly response: {
        readonly decode: (body: Buffer) => Promise<unknown>;
        readonly parse: (decoded: never) => Promise<T>;
      };
      readonly logResponseError?: boolean;
    }): Promise<T>;
  };
  joinGroup(request: {
    readonly groupId: string;
    readonly sessionTimeout: number;
    readonly rebalanceTimeout: number;
    readonly memberId: string;
    readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
  }): Promise<{
    readonly generationId: number;
    readonly leaderId: string;
    readonly memberId: string;
    readonly members: readonly GroupMemberData[];
  }>;
  syncGroup(request: {
    readonly groupId: string;
    readonly generationId: number;
    readonly memberId: string;
    readonly groupAssignment: readonly {
      readonly memberId: string;
      readonly memberAssignment: Buffer;
    }[];
  }): Promise<{ readonly memberAssignment: Buffer }>;
  heartbeat(request: {
    readonly groupId: string;
    readonly groupGenerationId: number;
    readonly memberId: string;
  }): Promise<unknown>;
  leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    readonly groupId: string;
    readonly groupGenerationId: number;
    readonly memberId: string;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[];
  }): Promise<unknown>;
  listOffsets(request: {
    readonly replicaId: -1;
    readonly isolationLevel: 0 | 1;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
    }[];
  }): Promise<{
    readonly responses: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[];
  }>;
}

/** What is used of a cluster of kafkajs. */
export interface KafkajsCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  findBroker(options: { readonly nodeId: string }): Promise<KafkajsBroker>;
  findGroupCoordinator(options: { readonly groupId: string }): Promise<KafkajsBroker>;
  getNodeIds(): readonly string[];
}

/** A cluster, and what of kafkajs reads and writes the assignments of a group. */
export interface OpenedCluster {
  readonly cluster: KafkajsCluster;
  readonly assignments: typeof import('kafkajs').AssignerProtocol;
}

/**
 * Opens a cluster by kafkajs, which is loaded when it is first needed.
 *
 * kafkajs is used for its connections: TLS, SASL, versions, finding brokers and coordinators. Its
 * consumer is not, because what it does behind its callbacks costs records or stands still: it goes
 * to the earliest or the latest offset when one is out of range, rejoins a group before anybody could
 * land what was read, takes batches for messages so that a compacted end never comes, does not check
 * checksums, and ends for good on an error that it takes for final, with no more than an event. The
 * cluster beneath it is handed to each partition assigner, which is how it is reached here.
 *
 * @see https://github.com/tulios/kafkajs/issues/659
 */
export async function openCluster(connection: KafkaConnection): Promise<OpenedCluster> {
  const kafkajs = await loadPeer('kafkajs', () => import('kafkajs'));
  const configuration: KafkaConfig = {
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    ssl: tlsOptions(connection.tls),
    ...(await saslOptions(connection.sasl)),
    // Its log names hosts and quotes what brokers say; what matters reaches the caller as an error.
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    retry: { retries: 4, initialRetryTime: 200, maxRetryTime: 5_000 },
  };
  let cluster: unknown;
  const consumer: Consumer = new kafkajs.Kafka(configuration).consumer({
    groupId: connection.groupId,
    allowAutoTopicCreation: false,
    metadataMaxAge: connection.metadataMaxAge,
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return kafkajs.PartitionAssigners.roundRobin(given);
      },
    ],
  });
  if (consumer === undefined || !isCluster(cluster)) {
    throw new CollectorsError(
      'DAS_SOURCE_UNSUPPORTED',
      'this version of kafkajs is built in another way than what DAS knows',
      { place: 'the dependencies of the application', next: 'install kafkajs 2.2.4' },
    );
  }
  return {
    cluster: timelyCluster(cluster, connection),
    assignments: kafkajs.AssignerProtocol,
  };
}

const methods: readonly (keyof KafkajsCluster)[] = [
  'connect',
  'disconnect',
  'refreshMetadata',
  'findBroker',
  'findGroupCoordinator',
  'getNodeIds',
];

function isCluster(value: unknown): value is KafkajsCluster {
  const cluster = value as Partial<KafkajsCluster> | undefined;
  return cluster !== undefined && methods.every((each) => typeof cluster[each] === 'function');
}
