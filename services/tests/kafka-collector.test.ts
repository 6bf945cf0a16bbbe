import { randomUUID } from 'node:crypto';
import { KafkaCollector } from '@das/collectors';
import {
  apply,
  type CollectorRun,
  defineContract,
  defineDomain,
  definePlatform,
  type EvidenceRecorder,
  runCollector,
  sql,
  type Warehouse,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startKafka } from '../kafka/start-kafka.mjs';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

const topic = `orders-${randomUUID()}`;

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({
    id: z.string(),
    serial: z.union([z.bigint(), z.number().int()]).nullish(),
    total: z.number().nullish(),
  }),
  columns: {
    id: 'internal',
    serial: { classification: 'internal', type: 'NUMBER(38,0)' },
    total: { classification: 'internal', type: 'FLOAT' },
  },
});

let cluster: Cluster;
let producer: kafkajs.Producer;
let warehouse: Warehouse & { close(): Promise<void> };
let brokers: readonly string[] = [];

class Orders extends KafkaCollector<typeof orders> {
  readonly contract = orders;
  readonly topic = topic;
  override readonly brokers = brokers;
  override readonly sessionTimeout = '6s';
  override readonly flush = { rows: 1_000, bytes: 1024 ** 2, seconds: 1 };
}

/** Another member of no group that the first one knows: both think that the partitions are theirs. */
class Intruder extends Orders {
  override get groupId(): string {
    return 'another-group';
  }
}

const domain = defineDomain({
  platform: definePlatform({ name: 'test', masking: [] }),
  name: 'shop',
  contracts: [orders],
  collectors: [Orders],
});

const evidence: EvidenceRecorder = {
  record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
};

beforeAll(async () => {
  cluster = await startKafka();
  brokers = cluster.bootstrap;
  await cluster.createTopic(topic, 2, { 'max.message.bytes': String(64 * 1024 ** 2) });
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  warehouse = await openLocalWarehouse();
  await apply({ domain, warehouse, evidence });
});

afterAll(async () => {
  await producer?.disconnect();
  await warehouse?.close();
  await cluster?.[Symbol.asyncDispose]();
});

const run = (collector: Orders = new Orders()): Promise<CollectorRun> =>
  runCollector(collector, { domain, warehouse, evidence, baseDirectory: '.' });

async function query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  await using session = await warehouse.openSession({ role: 'BROOK_SHOP_PIPELINE' });
  return (await session.execute(sql.raw(text))).rows;
}

const ordered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    value: JSON.stringify({ id: `o${from + index}` }),
    partition: index % 2,
  }));

test('lands a topic in BRONZE, each record once, however often it runs', async () => {
  await producer.send({ topic, messages: ordered(0, 500) });
  expect(await run()).toMatchObject({ landed: 500, quarantined: {}, partitions: 2 });
  expect(await run()).toMatchObject({ landed: 0 });
  await producer.send({ topic, messages: ordered(500, 10) });
  expect(await run()).toMatchObject({ landed: 10 });
  const [counted] = await query(
    'SELECT COUNT(*) AS N, COUNT(DISTINCT ID) AS IDS FROM BROOK_SHOP.BRONZE.ORDERS',
  );
  expect([Number(counted?.N), Number(counted?.IDS)]).toEqual([510, 510]);
});

test('keeps each digit of a large integer', async () => {
  await producer.send({
    topic,
    messages: [
      { value: '{"id":"large","serial":10000000000000000000000000000000000001}', partition: 0 },
    ],
  });
  expect(await run()).toMatchObject({ landed: 1, quarantined: {} });
  const [row] = await query(
    "SELECT SERIAL::VARCHAR AS SERIAL FROM BROOK_SHOP.BRONZE.ORDERS WHERE ID = 'large'",
  );
  expect(row?.SERIAL).toBe('10000000000000000000000000000000000001');
});

test('puts poison into quarantine with its position and reason, and lands what is around it', async () => {
  const poison = [
    [Buffer.of(0xff, 0xfe), 'UNDECODABLE'],
    ['{"id":', 'UNDECODABLE'],
    ['{"id":NaN}', 'UNDECODABLE'],
    ['['.repeat(10_000), 'UNDECODABLE'],
    ['{"id":"a","__proto__":{"total":1}}', 'UNDECODABLE'],
    [null, 'UNDECODABLE'],
    ['{"id":"a","total":1e999}', 'CONTRACT_VIOLATION'],
    ['{"id":"a","serial":1234567890123456789012345678901234567890}', 'CONTRACT_VIOLATION'],
    [`{"id":"${'x'.repeat(50 * 1024 ** 2)}"}`, 'UNDECODABLE'],
  ] as const;
  const before = await query('SELECT COUNT(*) AS N FROM BROOK_SHOP.OPS.QUARANTINE');
  expect(Number(before[0]?.N)).toBe(0);
  for (const [index, [value]] of poison.entries()) {
    const good = { value: JSON.stringify({ id: `good-${index}` }), partition: 1 };
    await producer.send({ topic, messages: [{ value, key: 'k', partition: 1 }, good] });
  }
  const done = await run();
  expect(done.landed).toBe(poison.length);
  expect(done.quarantined).toEqual({ UNDECODABLE: 7, CONTRACT_VIOLATION: 2 });
  const rows = await query(
    'SELECT DISTINCT "PARTITION", "OFFSET", "REASON" FROM BROOK_SHOP.OPS.QUARANTINE ORDER BY "OFFSET"',
  );
  expect(rows.map((row) => row.REASON)).toEqual(poison.map(([, reason]) => reason));
  expect(new Set(rows.map((row) => row.PARTITION))).toEqual(new Set([`${topic}/1`]));
});

test('ends with DAS_COLLECT_FENCED when another has taken the partitions over', async () => {
  const stop = new AbortController();
  const following = runCollector(new Orders(), {
    domain,
    warehouse,
    evidence,
    baseDirectory: '.',
    follow: true,
    signal: stop.signal,
  });
  following.catch(() => {});
  const claims = async () => {
    const rows = await query('SELECT MAX("EPOCH") AS E FROM BROOK_SHOP.OPS.COLLECTOR_OFFSETS');
    return Number(rows[0]?.E);
  };
  const before = await claims();
  await expect.poll(claims, { timeout: 20_000 }).toBeGreaterThan(before);
  await run(new Intruder());
  await producer.send({ topic, messages: ordered(1_000, 20) });
  await expect(following).rejects.toMatchObject({ code: 'DAS_COLLECT_FENCED' });
  expect(await run()).toMatchObject({ landed: 20 });
});
