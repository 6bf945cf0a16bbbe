import { setTimeout as wait } from 'node:timers/promises';
import kafkajs from 'kafkajs';

/**
 * @typedef {object} LoggedEvent
 * @property {number} partition
 * @property {number} offset
 * @property {string} value
 */

/** How many events are sent at once at the most. */
const largestSend = 1_000;

/**
 * Produces numbered events, some of them poison, until it is stopped: into each partition on its own,
 * so that those whose broker is away hold up no others.
 *
 * @param {object} options
 * @param {readonly string[]} options.brokers
 * @param {string} options.topic
 * @param {ReturnType<typeof import('./random-numbers.mjs').randomNumbers>} options.random
 * @param {number} options.perSecond
 * @param {number} options.partitions
 * @returns {Promise<{ stop: () => Promise<{ sent: number, failed: number }> }>} `stop` resolves to how many were
 *   sent, and for how many of them no broker said that it has them.
 */
export async function produceEvents({ brokers, topic, random, perSecond, partitions }) {
  const client = new kafkajs.Kafka({
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    requestTimeout: 5_000,
    retry: { retries: 50, maxRetryTime: 2000 },
  });
  const producer = client.producer();
  await producer.connect();
  let next = 0;
  let failed = 0;
  let isStopped = false;
  const produce = async (/** @type {number} */ partition) => {
    const started = performance.now();
    let made = 0;
    while (!isStopped) {
      await wait(100);
      // What is due by now, however long the broker took over what was sent before.
      const due = Math.floor(((performance.now() - started) / 1000) * (perSecond / partitions));
      const values = Array.from({ length: Math.min(due - made, largestSend) }, () =>
        eventValue(next++, random),
      );
      made += values.length;
      if (values.length === 0) continue;
      try {
        await producer.send({
          topic,
          acks: -1,
          messages: values.map((value) => ({ value, partition })),
        });
      } catch {
        // Some of it may be in the topic and some not: what is there afterwards is what counts.
        failed += values.length;
      }
    }
  };
  const done = Promise.all(Array.from({ length: partitions }, (_, index) => produce(index)));
  return {
    stop: async () => {
      isStopped = true;
      await done;
      await producer.disconnect();
      return { sent: next, failed };
    },
  };
}

/**
 * One in fifty is no JSON, and one in fifty breaks the contract.
 *
 * @param {number} id
 * @param {ReturnType<typeof import('./random-numbers.mjs').randomNumbers>} random
 */
function eventValue(id, random) {
  const kind = random.below(100);
  if (kind < 2) return `{"id":${id},`;
  const note = kind < 4 ? id : `event ${id}`;
  return JSON.stringify({ id, note, at: '2026-01-01T00:00:00Z' });
}

/**
 * Everything that is in the topic, as the brokers have it: what was sent twice by a retry would be
 * there twice, and has to land twice.
 *
 * @param {readonly string[]} brokers
 * @param {string} topic
 * @returns {Promise<readonly LoggedEvent[]>}
 */
export async function readTopic(brokers, topic) {
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
  );
  await admin.disconnect();
  const consumer = client.consumer({ groupId: `audit-${Date.now()}`, maxWaitTimeInMs: 200 });
  /** @type {LoggedEvent[]} */
  const events = [];
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    if (open.size === 0) resolve(undefined);
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          for (const { offset, value } of batch.messages) {
            events.push({
              partition: batch.partition,
              offset: Number(offset),
              value: String(value),
            });
          }
          const last = Number(batch.lastOffset());
          if (last + 1 >= (ends.get(batch.partition) ?? 0)) open.delete(batch.partition);
          if (open.size === 0) resolve(undefined);
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return events;
}
