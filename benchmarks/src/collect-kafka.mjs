import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaCollector } from '@das/collectors';
import kafkajs from 'kafkajs';
import { startKafka } from '../../services/kafka/start-kafka.mjs';
import { collectOrders, nothingScanned, orderLine, orders } from '../fixtures/bench-orders.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const records = 300_000;
const partitions = 6;
const rounds = 3;
const topic = 'orders';

export const description =
  'records per second from three brokers of Kafka to rows in BRONZE, beside a bare kafkajs consumer that discards';

/**
 * Reads the same topic in turn with our collector, with detection and without, and with a consumer
 * that does nothing at all with what it gets.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'das-bench-'));
  const kafka = await startKafka();
  try {
    await kafka.createTopic(topic, partitions);
    const client = new kafkajs.Kafka({
      brokers: [...kafka.bootstrap],
      logLevel: kafkajs.logLevel.NOTHING,
    });
    await produce(client);
    /** @type {Record<'scanned' | 'unscanned' | 'bare', number[]>} */
    const rates = { scanned: [], unscanned: [], bare: [] };
    for (let index = 0; index < rounds; index += 1) {
      rates.bare.push(await bare(client, `bare-${index}`));
      rates.scanned.push(await collect(kafka.bootstrap, folder, `scanned-${index}`, {}));
      rates.unscanned.push(
        await collect(kafka.bootstrap, folder, `unscanned-${index}`, nothingScanned),
      );
    }
    const scanned = median(rates.scanned);
    const unscanned = median(rates.unscanned);
    const discarded = median(rates.bare);
    return {
      ratio: round(scanned / discarded, 3),
      against: 'a kafkajs consumer that discards the same topic, in the same run (limit 0.4)',
      ratioUnscanned: round(unscanned / discarded, 3),
      ratioUnscannedAtLeast: 0.6,
      recordsPerSecond: round(scanned, 0),
      recordsPerSecondUnscanned: round(unscanned, 0),
      discardedPerSecond: round(discarded, 0),
      records,
      partitions,
      rounds,
    };
  } finally {
    await kafka[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {import('kafkajs').Kafka} client */
async function produce(client) {
  const producer = client.producer();
  await producer.connect();
  for (let start = 0; start < records; start += 5000) {
    const messages = Array.from({ length: 5000 }, (_, index) => ({
      value: orderLine(start + index).trimEnd(),
      partition: (start / 5000) % partitions,
    }));
    await producer.send({ topic, messages });
  }
  await producer.disconnect();
}

/**
 * From joining the group to the last record, as for the collector.
 *
 * @param {import('kafkajs').Kafka} client
 * @param {string} groupId
 */
async function bare(client, groupId) {
  const consumer = client.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const started = performance.now();
  let count = 0;
  await new Promise((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          count += batch.messages.length;
          if (count >= records) resolve(undefined);
        },
      })
      .catch(reject);
  });
  const seconds = (performance.now() - started) / 1000;
  await consumer.disconnect();
  return perSecond(count, seconds);
}

/**
 * @param {readonly string[]} brokers
 * @param {string} folder
 * @param {string} name
 * @param {import('@das/core').SensitivePolicy} sensitive
 */
async function collect(brokers, folder, name, sensitive) {
  class OrdersCollector extends KafkaCollector {
    contract = orders;
    topic = topic;
    /** @override */
    brokers = brokers;
    /** @override */
    sensitive = sensitive;
    /** @override */
    get groupId() {
      return name;
    }
  }
  const { landed, seconds } = await collectOrders(OrdersCollector, folder, name);
  return perSecond(landed, seconds);
}

/**
 * @param {number} done
 * @param {number} seconds
 */
function perSecond(done, seconds) {
  if (done !== records) throw new Error(`${done} of ${records} records came through`);
  return done / seconds;
}
