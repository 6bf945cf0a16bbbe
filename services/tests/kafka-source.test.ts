import { randomUUID } from 'node:crypto';
import { KafkaSource, type KafkaSourceOptions, jsonDecoder } from '@das/collectors';
import { describeSource } from '@das/collectors/testing';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';

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
const session = 4_000;

function sourceOptions(topic: string): Omit<KafkaSourceOptions, 'follow'> {
  const decoder = jsonDecoder();
  return {
    name: `kafka:${topic}`,
    connection: {
      brokers: cluster.bootstrap,
      clientId: 'das-test',
      groupId: `das-${topic}`,
      topics: [topic],
      tls: false,
      sasl: undefined,
      readUncommitted: false,
      sessionTimeout: session,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 500,
      metadataMaxAge: 5_000,
      patience: 30_000,
      fetch: { bytes: 1024 ** 2, bytesPerPartition: 64 * 1024, wait: 100, decompressedBytes: 2 ** 26 },
    },
    tombstones: 'quarantine',
    lostRecords: 'fail',
    batch: { records: 100, bytes: 1024 ** 2 },
    decode: (raw) => decoder.decode(raw),
    prepareToDecode: async () => {},
  };
}

describeSource('a topic of Kafka', {
  runner: { describe, test },
  traits: { partitions, largestBatch: { records: 100 }, isShared: true, session, patience: 30_000 },
  create: async () => {
    const topic = `conformance-${randomUUID()}`;
    await cluster.createTopic(topic, partitions);
    return {
      append: async (partition, records) => {
        const messages = records.map((value) => ({ value, partition }));
        await producer.send({ topic, messages });
      },
      open: async ({ follow }) => new KafkaSource({ ...sourceOptions(topic), follow }),
      [Symbol.asyncDispose]: async () => {},
    };
  },
});
