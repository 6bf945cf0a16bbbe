import type { KafkaConnection } from '../kafka-connection.js';
import type { KafkajsBroker, KafkajsCluster } from './kafkajs-cluster.js';

/** Says that kafkajs did not come back. It is retryable, as a broken connection is. */
class LateAnswerError extends Error {
  override readonly name = 'LateAnswerError';
}

/** More than what kafkajs itself allows for a connection and an answer. */
const ordinary = 45_000;
const closing = 5_000;

/**
 * The same cluster, with an end to each wait. kafkajs has a timer for requests, but loses it when a
 * connection is closed while another is made in its place; whoever waits then does so for ever.
 *
 * @see https://github.com/tulios/kafkajs/issues/659
 */
export function timelyCluster(
  cluster: KafkajsCluster,
  connection: KafkaConnection,
): KafkajsCluster {
  const brokers = new WeakMap<KafkajsBroker, KafkajsBroker>();
  const timely = (broker: KafkajsBroker): KafkajsBroker => {
    const known = brokers.get(broker) ?? timelyBroker(broker, connection);
    brokers.set(broker, known);
    return known;
  };
  return {
    connect: () => within(ordinary, cluster.connect()),
    disconnect: () => within(closing, cluster.disconnect()),
    refreshMetadata: () => within(ordinary, cluster.refreshMetadata()),
    findBroker: async (options) => timely(await within(ordinary, cluster.findBroker(options))),
    findGroupCoordinator: async (options) =>
      timely(await within(ordinary, cluster.findGroupCoordinator(options))),
    getNodeIds: () => cluster.getNodeIds(),
  };
}

function timelyBroker(
  broker: KafkajsBroker,
  { sessionTimeout, rebalanceTimeout }: KafkaConnection,
): KafkajsBroker {
  const join = sessionTimeout + rebalanceTimeout + ordinary;
  return {
    nodeId: broker.nodeId,
    get versions() {
      return broker.versions;
    },
    connectionPool: {
      send: (request) => within(ordinary, broker.connectionPool.send(request)),
    },
    joinGroup: (request) => within(join, broker.joinGroup(request)),
    syncGroup: (request) => within(join, broker.syncGroup(request)),
    heartbeat: (request) => within(sessionTimeout, broker.heartbeat(request)),
    leaveGroup: (request) => within(closing, broker.leaveGroup(request)),
    offsetCommit: (request) => within(ordinary, broker.offsetCommit(request)),
    listOffsets: (request) => within(ordinary, broker.listOffsets(request)),
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new LateAnswerError(`nothing came within ${milliseconds} ms`);
    timer = setTimeout(() => reject(error), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
