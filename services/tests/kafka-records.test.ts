import { randomUUID } from 'node:crypto';
import { MemoryConsumer, MemoryLedger } from '@das/collectors/testing';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';
import { readTopic, testSource } from './kafka-test-source.js';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

let cluster: Cluster;
let producer: kafkajs.Producer;
let admin: kafkajs.Admin;

beforeAll(async () => {
  cluster = await startKafka();
  const client = new kafkajs.Kafka({
    brokers: [...cluster.bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
  });
  producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  admin = client.admin();
  await producer.connect();
  await admin.connect();
});

afterAll(async () => {
  await producer?.disconnect();
  await admin?.disconnect();
  await cluster?.[Symbol.asyncDispose]();
});

/** A topic of its own for a test. */
async function newTopic(
  partitions = 1,
  configuration: Readonly<Record<string, string>> = {},
): Promise<string> {
  const topic = `records-${randomUUID()}`;
  await cluster.createTopic(topic, partitions, configuration);
  return topic;
}

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: JSON.stringify({ n: from + index }) }));

const numbersIn = (ledger: MemoryLedger) => ledger.events.map((each) => (each as { n: number })?.n);

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

const faultsIn = (ledger: MemoryLedger) => ledger.landed.map(({ record }) => record.fault);

describe('codecs', () => {
  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'reads what Kafka’s own producer compressed with %s',
    async (compression) => {
      const topic = await newTopic();
      await cluster.produceWithJava({ topic, compression, records: numbered(0, 5_000) });
      const ledger = new MemoryLedger();
      await readTopic(cluster.bootstrap, topic, ledger);
      expect(numbersIn(ledger)).toEqual(upTo(5_000));
    },
  );
});

describe('what a record carries', () => {
  test('gives keys, headers and the time beside the value', async () => {
    const topic = await newTopic();
    await producer.send({
      topic,
      messages: [
        { key: 'k', value: '{}', timestamp: '1700000000000', headers: { a: 'x', b: Buffer.of(1) } },
      ],
    });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    const [landed] = ledger.landed;
    expect(Buffer.from(landed?.record.key ?? '').toString()).toBe('k');
    expect(landed?.record.timestamp).toBe(1_700_000_000_000);
    const { a = '', b = '' } = landed?.record.headers ?? {};
    expect([Buffer.from(a).toString(), [...Buffer.from(b)]]).toEqual(['x', [1]]);
  });

  test.each([
    ['quarantine', ['tombstone']],
    ['transform', [undefined]],
    ['skip', []],
  ] as const)('does with a tombstone what the policy %s says', async (tombstones, faults) => {
    const topic = await newTopic();
    await producer.send({ topic, messages: [{ key: 'k', value: null }] });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger, { tombstones });
    expect(faultsIn(ledger)).toEqual(faults);
    expect(ledger.entries.get(`${topic}/0`)?.nextOffset).toBe(1);
  });
});

describe('transactions', () => {
  test('gives what was committed, passes what was aborted, and ends at a log end of markers', async () => {
    const topic = await newTopic();
    await cluster.produceWithJava({ topic, records: numbered(0, 3), transaction: 'commit' });
    await cluster.produceWithJava({ topic, records: numbered(100, 3), transaction: 'abort' });
    await cluster.produceWithJava({ topic, records: numbered(3, 3), transaction: 'commit' });
    await cluster.produceWithJava({ topic, records: numbered(200, 3), transaction: 'abort' });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    expect(numbersIn(ledger)).toEqual(upTo(6));
    expect(ledger.entries.get(`${topic}/0`)?.nextOffset).toBe(16);
  });

  test('gives aborted records too when it is told to read what is not committed', async () => {
    const topic = await newTopic();
    await cluster.produceWithJava({ topic, records: numbered(0, 3), transaction: 'abort' });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger, { connection: { readUncommitted: true } });
    expect(numbersIn(ledger)).toEqual(upTo(3));
  });
});

describe('poison', () => {
  test('gives each record that cannot be decoded a fault, and keeps moving', async () => {
    const topic = await newTopic(1, { 'max.message.bytes': String(64 * 1024 ** 2) });
    const poison: readonly (readonly [string | Buffer, string])[] = [
      [Buffer.of(0xff, 0xfe), 'invalid_utf8'],
      ['{"n":', 'invalid_json'],
      ['', 'invalid_json'],
      ['{"n": NaN}', 'invalid_json'],
      ['['.repeat(100_000), 'too_deep'],
      ['{"a":{"__proto__":{"isAdmin":true}}}', 'prototype_key'],
      ['{"\\u005f_proto__":1}', 'prototype_key'],
    ];
    for (const [value] of poison) {
      await producer.send({ topic, messages: [{ value }, ...numbered(1, 1)] });
    }
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    expect(faultsIn(ledger)).toEqual(poison.flatMap(([, fault]) => [fault, undefined]));
    const kept = ledger.landed.filter((_, index) => index % 2 === 0);
    expect(kept.map(({ record }) => Buffer.from(record.raw).length)).toEqual(
      poison.map(([value]) => Buffer.byteLength(value)),
    );
  });

  test('gives a message of 50 MB a fault, with all of its bytes, and keeps moving', async () => {
    const topic = await newTopic(1, { 'max.message.bytes': String(64 * 1024 ** 2) });
    const value = `{"text":"${'x'.repeat(50 * 1024 ** 2)}"}`;
    await producer.send({ topic, messages: [{ value }, ...numbered(1, 1)] });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    expect(faultsIn(ledger)).toEqual(['record_too_large', undefined]);
    expect(ledger.landed[0]?.record.raw.length).toBe(value.length);
  });

  test('keeps a batch whole that would decompress to more than is allowed', async () => {
    const topic = await newTopic(1, { 'max.message.bytes': String(64 * 1024 ** 2) });
    for (const compression of ['gzip', 'zstd', 'lz4', 'snappy'] as const) {
      const records = [{ value: `"${'x'.repeat(5 * 1024 ** 2)}"` }];
      await cluster.produceWithJava({ topic, compression, records });
    }
    await cluster.produceWithJava({ topic, records: numbered(7, 1) });
    const ledger = new MemoryLedger();
    const source = testSource(cluster.bootstrap, topic, {
      connection: {
        fetch: {
          bytes: 1024 ** 2,
          bytesPerPartition: 64 * 1024,
          wait: 100,
          decompressedBytes: 1024 ** 2,
        },
      },
    });
    await source.consume(new MemoryConsumer(ledger, { source }), new AbortController().signal);
    const faults = faultsIn(ledger);
    expect(faults).toEqual([...Array(4).fill('batch_too_large'), undefined]);
  });
});

describe('where a partition goes on', () => {
  test('starts a partition that it never read at the first record that is left', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 10) });
    await removeUpTo(topic, 4);
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    expect(numbersIn(ledger)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('fails when retention has removed what comes next', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 3) });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    await producer.send({ topic, messages: numbered(3, 7) });
    await removeUpTo(topic, 6);
    await expect(readTopic(cluster.bootstrap, topic, ledger)).rejects.toMatchObject({
      code: 'DAS_SOURCE_RECORDS_LOST',
      message: 'records 3 to 5 were removed before they were read',
    });
    expect(numbersIn(ledger)).toEqual([0, 1, 2]);
  });

  test('fails likewise when nothing had been read yet, but reading had begun', async () => {
    const topic = await newTopic();
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    await producer.send({ topic, messages: numbered(0, 3) });
    await removeUpTo(topic, 2);
    await expect(readTopic(cluster.bootstrap, topic, ledger)).rejects.toMatchObject({
      code: 'DAS_SOURCE_RECORDS_LOST',
    });
  });

  test('goes on after a gap that is in quarantine, where that is the policy', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 3) });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    await producer.send({ topic, messages: numbered(3, 7) });
    await removeUpTo(topic, 6);
    await readTopic(cluster.bootstrap, topic, ledger, { lostRecords: 'quarantine' });
    expect(numbersIn(ledger)).toEqual([0, 1, 2, undefined, 6, 7, 8, 9]);
    expect(ledger.landed[3]?.record).toMatchObject({
      offset: 3,
      fault: 'records_lost',
      raw: '{"lost":{"from":3,"to":5}}',
    });
  });

  test('fails when a partition ends before what comes next', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 3) });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    const entry = ledger.entries.get(`${topic}/0`);
    if (entry !== undefined) entry.nextOffset = 5;
    await expect(readTopic(cluster.bootstrap, topic, ledger)).rejects.toMatchObject({
      code: 'DAS_SOURCE_TRUNCATED',
    });
  });

  test('passes the holes of a compacted log', async () => {
    const topic = await newTopic(1, {
      'cleanup.policy': 'compact',
      'segment.ms': '100',
      'min.cleanable.dirty.ratio': '0.01',
      'delete.retention.ms': '0',
    });
    for (let round = 0; round < 4; round += 1) {
      await producer.send({ topic, messages: [{ key: 'one', value: `{"n":${round}}` }] });
      await new Promise((done) => setTimeout(done, 150));
    }
    // A segment is compacted once another one has been begun after it.
    await producer.send({ topic, messages: [{ key: 'two', value: '{"n":4}' }] });
    const readAll = async () => {
      const ledger = new MemoryLedger();
      await readTopic(cluster.bootstrap, topic, ledger);
      expect(ledger.entries.get(`${topic}/0`)?.nextOffset).toBe(5);
      return numbersIn(ledger);
    };
    await expect.poll(readAll, { timeout: 90_000, interval: 1_000 }).toEqual([3, 4]);
  });
});

describe('topics', () => {
  test('refuses a topic that was made anew under its name', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 5) });
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger);
    await admin.deleteTopics({ topics: [topic] });
    await recreate(topic);
    await expect(readTopic(cluster.bootstrap, topic, ledger)).rejects.toThrow(
      /is not the one that was read before/,
    );
  });

  test('notices that a topic is made anew while it reads it', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: numbered(0, 5) });
    const ledger = new MemoryLedger();
    const source = testSource(cluster.bootstrap, topic, { follow: true });
    const consumer = new MemoryConsumer(ledger, { source });
    const reading = source.consume(consumer, new AbortController().signal);
    reading.catch(() => {});
    await expect.poll(() => ledger.landed.length, { timeout: 20_000 }).toBe(5);
    await admin.deleteTopics({ topics: [topic] });
    await recreate(topic);
    await producer.send({ topic, messages: numbered(50, 10) });
    await expect(reading).rejects.toThrow(/is not the one that was read before|does not exist/);
    expect(numbersIn(ledger)).toEqual(upTo(5));
  });

  test('reads partitions that are added while it runs', async () => {
    const topic = await newTopic(1);
    const ledger = new MemoryLedger();
    const source = testSource(cluster.bootstrap, topic, { follow: true });
    const consumer = new MemoryConsumer(ledger, { source });
    const stop = new AbortController();
    const reading = source.consume(consumer, stop.signal);
    reading.catch(() => {});
    await expect.poll(() => consumer.held.length, { timeout: 20_000 }).toBe(1);
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    await producer.send({
      topic,
      messages: numbered(0, 3).map((each, partition) => ({ ...each, partition })),
    });
    await expect.poll(() => ledger.landed.length, { timeout: 30_000 }).toBe(3);
    stop.abort();
    await reading;
    expect(numbersIn(ledger).toSorted()).toEqual([0, 1, 2]);
  });

  test('says which topic does not exist', async () => {
    await expect(
      readTopic(cluster.bootstrap, 'no-such-topic', new MemoryLedger()),
    ).rejects.toMatchObject({ code: 'DAS_SOURCE_NOT_FOUND', place: 'topic no-such-topic' });
  });
});

/** Does what retention does: the records before an offset are gone. */
async function removeUpTo(topic: string, offset: number): Promise<void> {
  await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.deleteTopicRecords({
    topic,
    partitions: [{ partition: 0, offset: String(offset) }],
  });
}

/** Makes a topic again once its name is free. */
async function recreate(topic: string): Promise<void> {
  await expect
    .poll(
      () =>
        cluster.createTopic(topic, 1).then(
          () => true,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
}
