import { randomUUID } from 'node:crypto';
import { jsonDecoder, KafkaCollector, KafkaDeadLetter, type KafkaSource } from '@das/collectors';
import { MemoryConsumer, MemoryLedger } from '@das/collectors/testing';
import {
  apply,
  type DeadLetter,
  defineContract,
  defineDomain,
  definePlatform,
  type EvidenceRecorder,
  replay,
  runCollector,
  type SourceRange,
  sql,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startKafka } from '../kafka/start-kafka.mjs';
import { testSource } from './kafka-test-source.js';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

let cluster: Cluster;
let client: kafkajs.Kafka;
let producer: kafkajs.Producer;

beforeAll(async () => {
  cluster = await startKafka();
  client = new kafkajs.Kafka({
    brokers: [...cluster.bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
  });
  producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
});

afterAll(async () => {
  await producer?.disconnect();
  await cluster?.[Symbol.asyncDispose]();
});

async function readRange(source: KafkaSource, range: SourceRange) {
  const ledger = new MemoryLedger();
  const consumer = new MemoryConsumer(ledger);
  await source.openRange(range).consume(consumer, new AbortController().signal);
  return ledger.landed.map(
    ({ partition, record }) => `${partition.split('/')[1]}:${record.offset}`,
  );
}

test('reads a range of offsets, or from a time on, without joining the group', async () => {
  const topic = `range-${randomUUID()}`;
  await cluster.createTopic(topic, 2);
  const start = Date.parse('2026-01-01T00:00:00Z');
  const messages = Array.from({ length: 20 }, (_, index) => ({
    value: `{"n":${index}}`,
    partition: index % 2,
    timestamp: String(start + index * 1000),
  }));
  await producer.send({ topic, messages });
  const source = testSource(cluster.bootstrap, topic);

  const range = { kind: 'range', partitions: { [`${topic}/1`]: [3, 6] } } as const;
  expect(await readRange(source, range)).toEqual(['1:3', '1:4', '1:5']);
  const beyond = { kind: 'range', partitions: { [`${topic}/0`]: [9, 50] } } as const;
  expect(await readRange(source, beyond)).toEqual(['0:9']);

  const since = { kind: 'since', time: new Date(start + 17_000) } as const;
  expect((await readRange(source, since)).toSorted()).toEqual(['0:9', '1:8', '1:9']);
  const future = { kind: 'since', time: new Date(start + 60_000) } as const;
  expect(await readRange(source, future)).toEqual([]);

  const unknown = { kind: 'range', partitions: { [`${topic}/7`]: [0, 1] } } as const;
  await expect(readRange(source, unknown)).rejects.toMatchObject({ code: 'DAS_SOURCE_NOT_FOUND' });
  const admin = client.admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  expect(groups.map(({ groupId }) => groupId)).not.toContain(`das-${topic}`);
});

test('refuses offsets that retention has removed', async () => {
  const topic = `removed-${randomUUID()}`;
  await cluster.createTopic(topic, 1);
  await producer.send({
    topic,
    messages: Array.from({ length: 10 }, (_, n) => ({ value: `{"n":${n}}` })),
  });
  const admin = client.admin();
  await admin.connect();
  // Without it, kafkajs does not know who leads the partition.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
  await admin.disconnect();
  const range = { kind: 'range', partitions: { [`${topic}/0`]: [0, 6] } } as const;
  await expect(readRange(testSource(cluster.bootstrap, topic), range)).rejects.toMatchObject({
    code: 'DAS_SOURCE_RECORDS_LOST',
  });
  const left = { kind: 'range', partitions: { [`${topic}/0`]: [4, 6] } } as const;
  expect(await readRange(testSource(cluster.bootstrap, topic), left)).toEqual(['0:4', '0:5']);
});

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({ id: z.string() }),
  columns: { id: 'internal' },
});

const evidence: EvidenceRecorder = {
  record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
};

test('replays a part of a topic through a collector, and sends what is rejected to a topic', async () => {
  const topic = `orders-${randomUUID()}`;
  const rejected = `${topic}-rejected`;
  await cluster.createTopic(topic, 1);
  await cluster.createTopic(rejected, 1);
  const brokers = cluster.bootstrap;
  class Orders extends KafkaCollector<typeof orders> {
    readonly contract = orders;
    readonly topic = topic;
    override readonly brokers = brokers;
    override readonly decoder = jsonDecoder();
    override async openDeadLetter(): Promise<DeadLetter> {
      return await KafkaDeadLetter.open({ topic: rejected, brokers });
    }
  }
  const domain = defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'shop',
    contracts: [orders],
    collectors: [Orders],
  });
  const warehouse = await openLocalWarehouse();
  await apply({ domain, warehouse, evidence });
  const deployment = { domain, warehouse, evidence, baseDirectory: '.' };
  await producer.send({
    topic,
    messages: [
      { value: '{"id":"a"}' },
      { value: '{"id":', key: 'broken', headers: { trace: 'from-the-producer' } },
      { value: '{"id":7}' },
      { value: '{"id":"d"}' },
    ],
  });
  expect(await runCollector(new Orders(), deployment)).toMatchObject({
    landed: 2,
    quarantined: { UNDECODABLE: 1, CONTRACT_VIOLATION: 1 },
  });

  const letters: kafkajs.KafkaMessage[] = [];
  const consumer = client.consumer({ groupId: `reads-${rejected}` });
  await consumer.connect();
  await consumer.subscribe({ topic: rejected, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void letters.push(message) });
  await expect.poll(() => letters.length, { timeout: 60_000 }).toBe(2);
  await consumer.disconnect();
  const [broken, wrong] = letters;
  expect([String(broken?.key), String(broken?.value)]).toEqual(['broken', '{"id":']);
  const headers = Object.entries(broken?.headers ?? {}).map(([name, value]) => [name, `${value}`]);
  expect(Object.fromEntries(headers)).toMatchObject({
    trace: 'from-the-producer',
    'das.source': 'kafka:orders',
    'das.partition': `${topic}/0`,
    'das.offset': '1',
    'das.reason': 'UNDECODABLE',
  });
  expect([wrong?.key, String(wrong?.value)]).toEqual([null, '{"id":7}']);

  {
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.execute(sql`DELETE FROM BROOK_SHOP.BRONZE.ORDERS`);
  }
  const from = { kind: 'range', partitions: { [`${topic}/0`]: [3, 4] } } as const;
  expect(await replay(new Orders(), { ...deployment, from })).toMatchObject({ landed: 1 });
  // The collector goes on where it was: what it landed before is not its to read again.
  expect(await runCollector(new Orders(), deployment)).toMatchObject({ landed: 0 });
  await warehouse.close();
});

test('refuses a topic for dead letters that does not exist', async () => {
  const options = { topic: `absent-${randomUUID()}`, brokers: cluster.bootstrap };
  await expect(KafkaDeadLetter.open(options)).rejects.toMatchObject({
    code: 'DAS_SOURCE_NOT_FOUND',
  });
});
