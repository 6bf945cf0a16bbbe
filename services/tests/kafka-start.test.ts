import kafkajs, { type Kafka, type KafkaMessage } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

let cluster: Cluster;
let client: Kafka;
beforeAll(async () => {
  cluster = await startKafka();
  client = new kafkajs.Kafka({
    brokers: [...cluster.bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
  });
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

/** Reads a topic from its beginning until so many messages came. */
async function consume(topic: string, count: number): Promise<readonly KafkaMessage[]> {
  const consumer = client.consumer({ groupId: `read-${topic}`, maxWaitTimeInMs: 200 });
  const messages: KafkaMessage[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      // A coordinator that is still loading is asked again.
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      consumer
        .run({
          eachMessage: async ({ message }) => {
            messages.push(message);
            if (messages.length >= count) resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return messages;
}

const textOf = ({ value }: KafkaMessage): string | undefined => value?.toString();

describe('a cluster of three brokers', () => {
  test('replicates a topic to all of them, and gives back what was produced', async () => {
    await cluster.createTopic('plain', 3, { 'retention.ms': '3600000' });
    const admin = client.admin();
    const producer = client.producer({ idempotent: true });
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: ['plain'] });
      expect(topics[0]?.partitions.map(({ isr }) => [...isr].sort())).toEqual(
        Array.from({ length: 3 }, () => [1, 2, 3]),
      );
      await producer.connect();
      await producer.send({
        topic: 'plain',
        messages: [{ key: 'a', value: 'one', headers: { kind: 'first' } }],
      });
    } finally {
      await producer.disconnect();
      await admin.disconnect();
    }
    const [message] = await consume('plain', 1);
    expect(message?.key?.toString()).toBe('a');
    expect(message?.value?.toString()).toBe('one');
    expect(message?.headers?.kind?.toString()).toBe('first');
  });

  test('refuses a topic that nobody made', async () => {
    const producer = client.producer({ retry: { retries: 1 } });
    try {
      await producer.connect();
      await expect(
        producer.send({ topic: 'never-made', messages: [{ value: 'x' }] }),
      ).rejects.toThrow('does not host this topic-partition');
    } finally {
      await producer.disconnect();
    }
  });

  test('takes a message of 50 MB', async () => {
    await cluster.createTopic('large', 1);
    const producer = client.producer();
    const value = Buffer.alloc(50 * 2 ** 20, 'large ');
    try {
      await producer.connect();
      await producer.send({ topic: 'large', messages: [{ value }] });
    } finally {
      await producer.disconnect();
    }
    const [message] = await consume('large', 1);
    expect(message?.value?.equals(value)).toBe(true);
  });
});

describe('producing with the client of Kafka', () => {
  test('sends keys, headers, partitions, tombstones and timestamps', async () => {
    await cluster.createTopic('by-java', 2);
    const positions = await cluster.produceWithJava({
      topic: 'by-java',
      records: [
        { key: 'k', value: 'v', headers: { h: Uint8Array.of(0xff) }, partition: 1, timestamp: 5 },
        { key: 'k', value: null, partition: 1 },
      ],
    });
    expect(positions).toEqual([
      { partition: 1, offset: '0' },
      { partition: 1, offset: '1' },
    ]);
    const [first, second] = await consume('by-java', 2);
    expect(first?.headers?.h).toEqual(Buffer.of(0xff));
    expect(first?.timestamp).toBe('5');
    expect(second?.key?.toString()).toBe('k');
    expect(second?.value).toBeNull();
  });

  test('compresses with gzip', async () => {
    await cluster.createTopic('gzip', 1);
    const records = Array.from({ length: 100 }, (_, index) => ({ value: `row ${index}` }));
    await cluster.produceWithJava({ topic: 'gzip', compression: 'gzip', records });
    expect((await consume('gzip', 100)).map(textOf)).toEqual(records.map(({ value }) => value));
  });

  test.each(['snappy', 'lz4', 'zstd'] as const)(
    'compresses with %s, which kafkajs cannot read by itself',
    async (compression) => {
      await cluster.createTopic(compression, 1);
      await cluster.produceWithJava({
        topic: compression,
        compression,
        records: Array.from({ length: 100 }, (_, index) => ({ value: `row ${index}` })),
      });
      await expect(consume(compression, 1)).rejects.toThrow(/compression not implemented/iu);
    },
  );

  test('ends transactions either way, and only one way is seen', async () => {
    await cluster.createTopic('transactions', 1);
    const send = (value: string, transaction: 'commit' | 'abort') =>
      cluster.produceWithJava({ topic: 'transactions', records: [{ value }], transaction });
    const aborted = await send('aborted', 'abort');
    const committed = await send('committed', 'commit');
    // Each transaction ends with a marker, which has an offset too.
    expect([...aborted, ...committed].map(({ offset }) => offset)).toEqual(['0', '2']);
    expect((await consume('transactions', 1)).map(textOf)).toEqual(['committed']);
  });
});

describe('a broker', () => {
  const retry = { retries: 60, initialRetryTime: 200, maxRetryTime: 1_000 };

  /** Sends one message to each partition, by the brokers that are named. */
  async function send(addresses: readonly string[], value: string): Promise<void> {
    const some = new kafkajs.Kafka({
      brokers: [...addresses],
      logLevel: kafkajs.logLevel.NOTHING,
      requestTimeout: 5_000,
      retry,
    });
    const admin = some.admin();
    // A broker asks the controller for producer ids, and waits for one that died for a minute and more.
    const connected = async (): Promise<kafkajs.Producer> => {
      const made = some.producer({ idempotent: true, retry });
      try {
        await made.connect();
      } catch (error) {
        await made.disconnect();
        throw error;
      }
      return made;
    };
    let producer: kafkajs.Producer | undefined;
    try {
      await admin.connect();
      // A request to a broker that does not answer is not sent to another one by kafkajs.
      await vi.waitFor(
        async () => {
          const { topics } = await admin.fetchTopicMetadata({ topics: ['lives'] });
          const leaders = topics.flatMap(({ partitions }) =>
            partitions.map(({ leader }) => leader),
          );
          const led = leaders.map((id) => cluster.brokers[id - 1]?.address);
          expect(addresses).toEqual(expect.arrayContaining(led));
        },
        { timeout: 120_000, interval: 200 },
      );
      producer = await vi.waitFor(connected, { timeout: 240_000, interval: 500 });
      await producer.send({
        topic: 'lives',
        messages: [0, 1, 2].map((partition) => ({ value: `${value} ${partition}`, partition })),
      });
    } finally {
      await producer?.disconnect();
      await admin.disconnect();
    }
  }

  /** Waits until each partition has all its replicas again: with two brokers gone nothing can be written. */
  async function whole(): Promise<void> {
    const admin = new kafkajs.Kafka({
      brokers: [...cluster.bootstrap],
      logLevel: kafkajs.logLevel.NOTHING,
      requestTimeout: 5_000,
      retry,
    }).admin();
    try {
      await admin.connect();
      await vi.waitFor(
        async () => {
          const { topics } = await admin.fetchTopicMetadata({ topics: ['lives'] });
          const inSync = topics.flatMap(({ partitions }) =>
            partitions.map(({ isr }) => isr.length),
          );
          expect(inSync).toEqual([3, 3, 3]);
        },
        { timeout: 120_000, interval: 200 },
      );
    } finally {
      await admin.disconnect();
    }
  }

  test('that is killed, stopped or paused is made up for by the others, and comes back', async () => {
    await cluster.createTopic('lives', 3);
    const [first, second, third] = cluster.brokers;
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error('there are no three brokers');
    }
    await first.kill();
    expect(first.pid()).toBeUndefined();
    await send([second.address, third.address], 'killed');
    await first.restart();
    await whole();
    await second.stop();
    await send([first.address, third.address], 'stopped');
    await second.restart();
    await whole();
    third.pause();
    await send([first.address, second.address], 'paused');
    third.resume();
    await whole();
    await send(cluster.bootstrap, 'all');
    const values = ['killed', 'stopped', 'paused', 'all'];
    const found = (await consume('lives', 12)).map(textOf);
    expect(found.sort()).toEqual(
      values.flatMap((value) => [0, 1, 2].map((at) => `${value} ${at}`)).sort(),
    );
  }, 900_000);
});
