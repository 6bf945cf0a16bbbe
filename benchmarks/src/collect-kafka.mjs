import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KafkaCollector } from '@das/collectors';
import kafkajs from 'kafkajs';
import { startKafka } from '../../services/kafka/start-kafka.mjs';
import { collectOrders, nothingScanned, orderLine, orders } from '../fixtures/bench-orders.mjs';
import { bareLoad } from '../measure/bare-pipeline.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

/** Seconds of each reader: joining the group alone takes half of one. */
const records = 1_000_000;
const partitions = 6;
const rounds = 3;
const topic = 'orders';

export const description =
  'records per second from three brokers of Kafka to rows in BRONZE, beside kafkajs consumers that discard (one by eachMessage, and one by eachBatch that looks at no message at all), and beside the plainest loader: kafkajs, JSON, a file, DuckDB';

/**
 * Reads the same topic in turn with our collector, with detection and without, and with two consumers
 * that do nothing with what they get. `ratio` is beside the one that is handed each message, which is
 * how most consumers are written; `ratioBatch` beside the one that is handed whole batches and looks
 * at none of their messages, the most that kafkajs can give. Neither decodes, checks or stores anything.
 * `bareRatio` is what is left of the first of them for a loader that stores the records and does nothing else:
 * no check, no hash, no offsets, so that it loses or doubles what was under way when it dies. `ratioBare` is ours
 * beside it: the price of the checks, whatever the machine.
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
    /** @type {Record<'scanned' | 'unscanned' | 'messages' | 'batches' | 'bare', number[]>} */
    const rates = { scanned: [], unscanned: [], messages: [], batches: [], bare: [] };
    for (let index = 0; index < rounds; index += 1) {
      rates.messages.push(await discard(client, `messages-${index}`, 'eachMessage'));
      rates.batches.push(await discard(client, `batches-${index}`, 'eachBatch'));
      const bare = await bareLoad(client, { topic, records, folder, name: `bare-${index}` });
      rates.bare.push(perSecond(bare.loaded, bare.seconds));
      rates.scanned.push(await collect(kafka.bootstrap, folder, `scanned-${index}`, {}));
      rates.unscanned.push(
        await collect(kafka.bootstrap, folder, `unscanned-${index}`, nothingScanned),
      );
    }
    const scanned = median(rates.scanned);
    const unscanned = median(rates.unscanned);
    const byMessage = median(rates.messages);
    const byBatch = median(rates.batches);
    const bare = median(rates.bare);
    return {
      ratio: round(scanned / byMessage, 3),
      against:
        'a kafkajs consumer that discards each message of the same topic (eachMessage), in the same run (limit 0.4)',
      ratioUnscanned: round(unscanned / byMessage, 3),
      ratioUnscannedAtLeast: 0.6,
      bareRatio: round(bare / byMessage, 3),
      ratioBare: round(scanned / bare, 3),
      ratioBareUnscanned: round(unscanned / bare, 3),
      ratioBatch: round(scanned / byBatch, 3),
      ratioBatchUnscanned: round(unscanned / byBatch, 3),
      recordsPerSecond: round(scanned, 0),
      recordsPerSecondUnscanned: round(unscanned, 0),
      discardedPerSecond: round(byMessage, 0),
      discardedPerSecondBatch: round(byBatch, 0),
      barePerSecond: round(bare, 0),
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
 * @param {'eachMessage' | 'eachBatch'} how
 */
async function discard(client, groupId, how) {
  const consumer = client.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const started = performance.now();
  let count = 0;
  await new Promise((resolve, reject) => {
    /** @param {number} more */
    const take = (more) => {
      count += more;
      if (count >= records) resolve(undefined);
    };
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer
      .run(
        how === 'eachMessage'
          ? { eachMessage: async () => take(1) }
          : { eachBatch: async ({ batch }) => take(batch.messages.length) },
      )
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
