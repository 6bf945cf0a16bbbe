import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '../processes/free-ports.mjs';
import { ownFolder } from '../processes/own-process.mjs';
import { createBroker } from './broker.mjs';
import { classArchive } from './class-archive.mjs';
import { createClientListener } from './client-listener.mjs';
import { formatStorage } from './format-storage.mjs';
import { withAdmin } from './kafka-admin.mjs';
import { produceWithJava } from './produce-with-java.mjs';
import { serverProperties } from './server-properties.mjs';

/**
 * @typedef {object} KafkaOptions
 * @property {number} [brokers] 3 by default.
 * @property {boolean | 'mutual'} [tls] Clients need TLS, and for 'mutual' a certificate as well.
 * @property {boolean} [sasl] Clients log in by SCRAM-SHA-512, or by OAUTHBEARER with a signed token.
 * @property {Readonly<Record<string, string>>} [settings] More settings of each broker.
 *
 * @typedef {object} KafkaCluster
 * @property {readonly string[]} bootstrap Host and port of each broker's listener for clients.
 * @property {readonly import('./broker.mjs').Broker[]} brokers
 * @property {(name: string, partitions: number, configuration?: Readonly<Record<string, string>>) => Promise<void>} createTopic
 *   Makes a topic that each broker (three at most) has a copy of, and waits for its leaders.
 * @property {import('./client-listener.mjs').ClientTls} tls Only of a cluster with TLS.
 * @property {import('./client-listener.mjs').ClientUser} user Of SCRAM; only of a cluster with SASL.
 * @property {(seconds?: number) => string} token Gives a token of so many seconds, an hour by default;
 *   only of a cluster with SASL.
 * @property {(batch: import('./produce-with-java.mjs').JavaBatch) => Promise<readonly import('./produce-with-java.mjs').Position[]>} produceWithJava
 *   Sends records by Kafka's own client: any codec, and transactions.
 */

/**
 * Starts Apache Kafka on loopback, and waits until clients can use it. Each node is broker and
 * controller. What it keeps is gone when it is disposed of.
 *
 * @param {KafkaOptions} [options]
 * @returns {Promise<KafkaCluster & AsyncDisposable>}
 */
export async function startKafka({
  brokers: count = 3,
  tls = false,
  sasl = false,
  settings = {},
} = {}) {
  const archive = await classArchive();
  const folder = await ownFolder('kafka');
  const listener = await createClientListener(folder.path, { tls, sasl });
  const nodes = await portsOfNodes(count);
  const internal = nodes.map((ports) => `127.0.0.1:${ports.internal}`);
  const brokers = await Promise.all(
    nodes.map(async ({ client }, index) => {
      const id = index + 1;
      const base = join(folder.path, `broker-${id}`);
      const configuration = `${base}.properties`;
      const log = `${base}.log`;
      await writeFile(
        configuration,
        serverProperties({
          id,
          nodes,
          folder: base,
          protocol: listener.protocol,
          settings: { ...listener.settings, ...settings },
        }),
      );
      await formatStorage(configuration, log, listener.format, archive);
      const plainAddress = `127.0.0.1:${nodes[index]?.internal}`;
      const address = `127.0.0.1:${client}`;
      const flags = [...archive, ...listener.flags];
      return createBroker({ id, address, plainAddress, configuration, log, flags });
    }),
  );
  const dispose = async () => {
    await Promise.all(brokers.map((broker) => broker.kill()));
    await folder[Symbol.asyncDispose]();
  };
  try {
    await Promise.all(brokers.map((broker) => broker.restart()));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    bootstrap: brokers.map(({ address }) => address),
    brokers,
    createTopic: (topic, partitions, configuration = {}) =>
      createTopic(internal, { topic, partitions, copies: Math.min(3, count), configuration }),
    get tls() {
      return present(listener.tls, 'tls');
    },
    get user() {
      return present(listener.user, 'sasl');
    },
    token: (seconds) => present(listener.token, 'sasl')(seconds),
    produceWithJava: (batch) =>
      produceWithJava(batch, { addresses: internal, folder: folder.path, flags: archive }),
    [Symbol.asyncDispose]: dispose,
  };
}

/**
 * @template Value
 * @param {Value | undefined} value
 * @param {string} option
 * @returns {Value}
 */
function present(value, option) {
  if (value !== undefined) return value;
  throw new Error(`the cluster was started without it: startKafka({ ${option}: true })`);
}

/** @param {number} count */
async function portsOfNodes(count) {
  const ports = await freePorts(3 * count);
  return Array.from({ length: count }, (_, index) => {
    const [client = 0, internal = 0, controller = 0] = ports.slice(3 * index);
    return { client, internal, controller };
  });
}

/**
 * @param {readonly string[]} addresses
 * @param {{ topic: string, partitions: number, copies: number, configuration: Readonly<Record<string, string>> }} wanted
 */
async function createTopic(addresses, { topic, partitions, copies, configuration }) {
  const configEntries = Object.entries(configuration).map(([name, value]) => ({ name, value }));
  await withAdmin(addresses, 10, async (admin) => {
    // kafkajs's own wait fails on a broker that has not heard of the topic yet.
    await admin.createTopics({
      waitForLeaders: false,
      topics: [{ topic, numPartitions: partitions, replicationFactor: copies, configEntries }],
    });
    while (!(await hasLeaders(admin, topic, partitions))) await wait(100);
  });
}

/** What a broker answers that has not heard of a topic, or of being its leader. */
const notYet = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
]);

/**
 * Whether each partition has a leader that answers as one. A broker may be told of its partitions later than it is
 * called their leader, and kafkajs sends a batch again to all brokers when one of them refuses it.
 *
 * @param {import('kafkajs').Admin} admin
 * @param {string} topic
 * @param {number} partitions
 * @returns {Promise<boolean>}
 */
async function hasLeaders(admin, topic, partitions) {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const led = topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? [];
    if (led.length < partitions) return false;
    return (await admin.fetchTopicOffsets(topic)).length === partitions;
  } catch (error) {
    const { type } = /** @type {{ type?: unknown }} */ (error);
    if (typeof type === 'string' && notYet.has(type)) return false;
    throw error;
  }
}
