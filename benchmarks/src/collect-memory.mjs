import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ChaosWorld } from '../../services/chaos/chaos-world.mjs';
import { produceEvents } from '../../services/chaos/event-topic.mjs';
import { randomNumbers } from '../../services/chaos/random-numbers.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

/** How long it runs: ten minutes, unless the environment says otherwise. */
const seconds = Number(process.env.DAS_BENCH_SECONDS ?? 600);
const perSecond = 4_000;
const partitions = 6;

export const description = `memory of a collector from Kafka late in a run of ${seconds} s, beside that early in it`;

/**
 * Lands a steady stream of events from three brokers in a warehouse that is another process, so that
 * the memory is the collector's own.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const world = await ChaosWorld.open({ partitions, megabytes: 4096 });
  try {
    const producer = await produceEvents({
      brokers: world.kafka.bootstrap,
      topic: world.topic,
      random: randomNumbers(1),
      perSecond,
      partitions,
    });
    process.env.CHAOS_MEMORY = 'yes';
    world.startCollector();
    await wait(seconds * 1000);
    const { sent, failed } = await producer.stop();
    const [{ N: landed } = { N: 0 }] = await world.query(
      'SELECT COUNT(*) AS N FROM BROOK_CHAOS.BRONZE.EVENTS',
    );
    const memory = await memoryIn(join(world.folder, 'collector-1.log'));
    const early = slice(memory, 0.2, 0.4);
    const late = slice(memory, 0.8, 1);
    return {
      ratio: round(median(late.map(({ rss }) => rss)) / median(early.map(({ rss }) => rss)), 3),
      against: 'its resident memory in the second fifth of the run (limit 1.15)',
      megabytesEarly: megabytes(early.map(({ rss }) => rss)),
      megabytesLate: megabytes(late.map(({ rss }) => rss)),
      heapMegabytesEarly: megabytes(early.map(({ heapUsed }) => heapUsed)),
      heapMegabytesLate: megabytes(late.map(({ heapUsed }) => heapUsed)),
      sent,
      failed,
      landed: Number(landed),
      seconds,
    };
  } finally {
    await world[Symbol.asyncDispose]();
  }
}

/**
 * @param {string} log
 * @returns {Promise<readonly { rss: number, heapUsed: number }[]>}
 */
async function memoryIn(log) {
  const lines = (await readFile(log, 'utf8')).split('\n');
  return lines.filter((line) => line.includes('"rss"')).map((line) => JSON.parse(line));
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} from A share of the whole.
 * @param {number} to
 */
function slice(items, from, to) {
  return items.slice(Math.floor(items.length * from), Math.ceil(items.length * to));
}

/** @param {readonly number[]} bytes */
function megabytes(bytes) {
  return round(median(bytes) / 2 ** 20, 0);
}
