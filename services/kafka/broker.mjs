import { untilReady } from '../processes/until-ready.mjs';
import { startJava } from './java.mjs';
import { withAdmin } from './kafka-admin.mjs';

/**
 * @typedef {object} Broker
 * @property {number} id
 * @property {string} address Host and port of the listener for clients.
 * @property {() => number | undefined} pid
 * @property {() => Promise<void>} kill SIGKILL, as a failure of power would.
 * @property {() => Promise<void>} stop SIGTERM: leadership moves first. After 30 seconds it is killed.
 * @property {() => Promise<void>} restart Starts it again on its ports and its log, after a stop if it
 *   runs, and waits until clients can use it.
 * @property {() => void} pause SIGSTOP: connections stay open, and nothing answers.
 * @property {() => void} resume SIGCONT
 */

/**
 * @typedef {object} BrokerOptions
 * @property {number} id
 * @property {string} address
 * @property {string} plainAddress Of the listener without TLS and SASL.
 * @property {string} configuration The path of its server.properties.
 * @property {string} log
 * @property {readonly string[]} flags Of the virtual machine.
 */

/**
 * A broker that was formatted; `restart` starts it.
 *
 * @param {BrokerOptions} options
 * @returns {Broker}
 */
export function createBroker({ id, address, plainAddress, configuration, log, flags }) {
  /** @type {import('../processes/own-process.mjs').OwnedProcess | undefined} */
  let running;

  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    const ending = running;
    if (ending?.isRunning() !== true) return;
    // A process that is paused would get no other signal than SIGKILL.
    ending.signal('SIGCONT');
    await ending.end(signal, 30_000);
  };
  return {
    id,
    address,
    pid: () => (running?.isRunning() === true ? running.pid : undefined),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart: async () => {
      await end('SIGTERM');
      const started = startJava('kafka.Kafka', [configuration], { log, memory: '384m', flags });
      running = started;
      await untilReady(`broker ${id} of Kafka`, started, () => knowsItself(id, plainAddress));
    },
    pause: () => running?.signal('SIGSTOP'),
    resume: () => running?.signal('SIGCONT'),
  };
}

/**
 * @param {number} id
 * @param {string} address
 */
async function knowsItself(id, address) {
  const { brokers, controller } = await withAdmin([address], 0, (admin) => admin.describeCluster());
  if (controller === null) throw new Error('there is no controller');
  if (!brokers.some(({ nodeId }) => nodeId === id)) throw new Error(`broker ${id} is fenced`);
}
