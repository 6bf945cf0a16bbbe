/**
 * @typedef {object} NodePorts
 * @property {number} client
 * @property {number} internal
 * @property {number} controller
 *
 * @typedef {'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'} SecurityProtocol
 *
 * @typedef {object} NodeConfiguration
 * @property {number} id
 * @property {readonly NodePorts[]} nodes The ports of all nodes; the first one is that of node 1.
 * @property {string} folder Where the node keeps its log.
 * @property {SecurityProtocol} protocol Of the listener for clients.
 * @property {Readonly<Record<string, string>>} settings Of that listener, and others.
 */

/** Larger than the 50 MB message of the tests. */
const largestMessage = 64 * 2 ** 20;

/**
 * The server.properties of a node that is both broker and controller.
 *
 * @param {NodeConfiguration} node
 * @returns {string}
 */
export function serverProperties({ id, nodes, folder, protocol, settings }) {
  const ports = nodes[id - 1];
  if (ports === undefined) throw new RangeError(`there is no node ${id}`);
  const copies = String(Math.min(3, nodes.length));
  const inSync = String(Math.max(1, Math.min(2, nodes.length - 1)));
  return toProperties({
    'node.id': String(id),
    'process.roles': 'broker,controller',
    'log.dirs': folder,
    'controller.quorum.voters': nodes
      .map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    listeners: `CLIENT://127.0.0.1:${ports.client},INTERNAL://127.0.0.1:${ports.internal},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.client},INTERNAL://127.0.0.1:${ports.internal}`,
    'listener.security.protocol.map': `CLIENT:${protocol},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,

    'auto.create.topics.enable': 'false',
    'default.replication.factor': copies,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '6',
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '3',

    'message.max.bytes': String(largestMessage),
    'replica.fetch.max.bytes': String(largestMessage),
    'replica.fetch.response.max.bytes': String(largestMessage),

    // Tests want the outcome of a rebalance or a failure in seconds, on a machine that has other work.
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'broker.heartbeat.interval.ms': '500',
    'broker.session.timeout.ms': '6000',
    'controller.quorum.fetch.timeout.ms': '4000',
    'controlled.shutdown.max.retries': '1',

    // Three brokers share two processors.
    'num.network.threads': '2',
    'num.io.threads': '4',
    'num.replica.fetchers': '1',
    'background.threads': '2',
    'log.cleaner.dedupe.buffer.size': String(4 * 2 ** 20),
    'log.index.size.max.bytes': String(2 ** 20),

    ...settings,
  });
}

/** @param {Readonly<Record<string, string>>} settings */
function toProperties(settings) {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`)
    .join('');
}
