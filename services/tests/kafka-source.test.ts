import { randomUUID } from 'node:crypto';
import { describeSource } from '@das/collectors/testing';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';
import { testSource } from './kafka-test-source.js';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

let cluster: Cluster;
let producer: kafkajs.Producer;

beforeAll(async () => {
  cluster = await startKafka();
  producer = new kafkajs.Kafka({
    brokers: [...cluster.bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
  }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
});

afterAll(async () => {
  await producer?.disconnect();
  await cluster?.[Symbol.asyncDispose]();
});

const partitions = 3;

describeSource('a topic of Kafka', {
  runner: { describe, test },
  traits: {
    partitions,
    largestBatch: { records: 100 },
    isShared: true,
    session: 4_000,
    patience: 30_000,
  },
  create: async () => {
    const topic = `conformance-${randomUUID()}`;
    await cluster.createTopic(topic, partitions);
    return {
      append: async (partition, records) => {
        const messages = records.map((value) => ({ value, partition }));
        await producer.send({ topic, messages });
      },
      open: async ({ follow }) => testSource(cluster.bootstrap, topic, { follow }),
      [Symbol.asyncDispose]: async () => {},
    };
  },
});
