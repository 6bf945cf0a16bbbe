import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MemoryConsumer, MemoryLedger } from '@das/collectors/testing';
import type { SourceBatch } from '@das/core';
import kafkajs from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';
import { ownFolder, ownProcess } from '../processes/own-process.mjs';
import { startLedgerServer } from './kafka-ledger-server.js';
import { testSource } from './kafka-test-source.js';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

let cluster: Cluster;
let producer: kafkajs.Producer;
let admin: kafkajs.Admin;

beforeAll(async () => {
  cluster = await startKafka();
  const client = new kafkajs.Kafka({
    brokers: [...cluster.bootstrap],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 200, maxRetryTime: 2_000 },
  });
  producer = client.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    idempotent: true,
  });
  admin = client.admin();
  await producer.connect();
  await admin.connect();
});

afterAll(async () => {
  await producer?.disconnect();
  await admin?.disconnect();
  await cluster?.[Symbol.asyncDispose]();
});

const partitions = 6;

async function newTopic(): Promise<string> {
  const topic = `group-${randomUUID()}`;
  await cluster.createTopic(topic, partitions);
  return topic;
}

/** Appends numbered records, spread over all partitions. */
async function produce(topic: string, from: number, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => ({
    value: JSON.stringify({ n: from + index }),
    partition: (from + index) % partitions,
  }));
  await producer.send({ topic, messages, acks: -1 });
}

const sorted = (events: readonly unknown[]) =>
  events.map((each) => (each as { n: number }).n).toSorted((one, other) => one - other);

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A consumer that keeps what it is given until it must give a partition back, like a slow warehouse. */
class SlowConsumer extends MemoryConsumer {
  readonly #kept: SourceBatch[] = [];
  readonly #flushTime: number;

  constructor(ledger: MemoryLedger, flushTime: number) {
    super(ledger);
    this.#flushTime = flushTime;
  }

  override async deliver(batch: SourceBatch): Promise<void> {
    this.#kept.push(batch);
  }

  override async revoke(revoked: readonly string[]): Promise<void> {
    await wait(this.#flushTime);
    for (const batch of this.#kept.splice(0)) await super.deliver(batch);
    await super.revoke(revoked);
  }
}

interface Reading {
  readonly consumer: MemoryConsumer;
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

function read(topic: string, consumer: MemoryConsumer): Reading {
  const source = testSource(cluster.bootstrap, topic, {
    follow: true,
    batch: { records: 20, bytes: 1024 ** 2 },
  });
  const stopping = new AbortController();
  const done = source.consume(consumer, stopping.signal);
  done.catch(() => {});
  return {
    consumer,
    done,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

describe('a group in one process', () => {
  test('lands what it has before a rebalance gives partitions away, however long that takes', async () => {
    const topic = await newTopic();
    await produce(topic, 0, 600);
    const ledger = new MemoryLedger();
    // Longer than a session lasts: the member stays in the group all the same.
    const first = read(topic, new SlowConsumer(ledger, 6_000));
    await expect.poll(() => first.consumer.held.length, { timeout: 20_000 }).toBe(partitions);
    const second = read(topic, new MemoryConsumer(ledger));
    await expect.poll(() => second.consumer.held.length, { timeout: 60_000 }).toBe(3);
    await first.stop();
    await expect.poll(() => ledger.landed.length, { timeout: 60_000 }).toBe(600);
    await second.stop();
    expect(sorted(ledger.events)).toEqual(upTo(600));
  });

  test('loses nothing and gives nothing twice while members come and go', async () => {
    const topic = await newTopic();
    const ledger = new MemoryLedger();
    let members: Reading[] = [];
    let produced = 0;
    for (let round = 0; round < 8; round += 1) {
      await produce(topic, produced, 300);
      produced += 300;
      if (members.length < 2 || (members.length < 4 && randomInt(2) === 0)) {
        members.push(read(topic, new MemoryConsumer(ledger)));
      } else {
        const leaving = members[randomInt(members.length)];
        members = members.filter((each) => each !== leaving);
        await leaving?.stop();
      }
      await wait(randomInt(700));
    }
    await expect.poll(() => ledger.landed.length, { timeout: 60_000 }).toBe(produced);
    for (const each of members) await each.stop();
    expect(sorted(ledger.events)).toEqual(upTo(produced));
  });

  test('tells the group how far it came, for dashboards', async () => {
    const topic = await newTopic();
    await produce(topic, 0, 60);
    const ledger = new MemoryLedger();
    const source = testSource(cluster.bootstrap, topic);
    await source.consume(new MemoryConsumer(ledger, { source }), new AbortController().signal);
    const [committed] = await admin.fetchOffsets({ groupId: `das-${topic}`, topics: [topic] });
    expect(committed?.partitions.map(({ offset }) => offset)).toEqual(
      Array.from({ length: partitions }, () => '10'),
    );
  });
});

describe('a group of processes', () => {
  test('fences a process that stood still while its partitions were given away', async () => {
    await using folder = await ownFolder('kafka-group');
    await using server = await startLedgerServer();
    const topic = await newTopic();
    const start = (name: string) =>
      ownProcess(
        process.execPath,
        [
          fileURLToPath(new URL('kafka-reader.mjs', import.meta.url)),
          server.url,
          topic,
          cluster.bootstrap.join(','),
        ],
        { log: join(folder.path, `${name}.log`) },
      );
    const zombie = start('zombie');
    await produce(topic, 0, 600);
    await expect.poll(() => server.events.length, { timeout: 60_000 }).toBe(600);
    const held = server.holdNext();
    await produce(topic, 600, 600);
    await held.arrived;
    zombie.signal('SIGSTOP');
    const heir = start('heir');
    await expect.poll(() => server.events.length, { timeout: 60_000 }).toBe(1_200);
    // What the zombie had sent before it stood still arrives after another has claimed the partition.
    held.release();
    await expect.poll(server.fenced, { timeout: 20_000 }).toBe(1);
    zombie.signal('SIGCONT');
    expect(await zombie.status()).toBe(3);
    expect(await readFile(zombie.log, 'utf8')).toContain('DAS_COLLECT_FENCED');
    await produce(topic, 1_200, 600);
    await expect.poll(() => server.events.length, { timeout: 60_000 }).toBe(1_800);
    await heir.end('SIGTERM', 20_000);
    expect(sorted(server.events)).toEqual(upTo(1_800));
  });

  test('loses nothing and lands nothing twice when processes are killed', async () => {
    await using folder = await ownFolder('kafka-group');
    await using server = await startLedgerServer();
    const topic = await newTopic();
    const start = (name: string) =>
      ownProcess(
        process.execPath,
        [
          fileURLToPath(new URL('kafka-reader.mjs', import.meta.url)),
          server.url,
          topic,
          cluster.bootstrap.join(','),
        ],
        { log: join(folder.path, `${name}.log`) },
      );
    let readers = [start('one'), start('two')];
    let produced = 0;
    for (let round = 0; round < 4; round += 1) {
      await produce(topic, produced, 1_500);
      produced += 1_500;
      await wait(500 + randomInt(2_000));
      const [first, ...others] = readers;
      await first?.end('SIGKILL');
      readers = [...others, start(`next-${round}`)];
    }
    await expect.poll(() => server.events.length, { timeout: 90_000 }).toBe(produced);
    for (const each of readers) await each.end('SIGTERM', 20_000);
    expect(sorted(server.events)).toEqual(upTo(produced));
  });
});

describe('a cluster that fails', () => {
  test('reads on when brokers are killed one after the other, and come back', async () => {
    const topic = await newTopic();
    const ledger = new MemoryLedger();
    const reading = read(topic, new MemoryConsumer(ledger));
    let produced = 0;
    for (const broker of cluster.brokers) {
      await produce(topic, produced, 300);
      produced += 300;
      await broker.kill();
      await produce(topic, produced, 300);
      produced += 300;
      await broker.restart();
    }
    // Whatever ended it says more than that nothing landed.
    await Promise.race([
      reading.done,
      expect.poll(() => ledger.landed.length, { timeout: 90_000 }).toBe(produced),
    ]);
    await reading.stop();
    expect(sorted(ledger.events)).toEqual(upTo(produced));
  });
});
