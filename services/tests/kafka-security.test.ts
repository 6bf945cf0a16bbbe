import { randomUUID } from 'node:crypto';
import type { KafkaSasl } from '@das/collectors';
import { MemoryConsumer, MemoryLedger } from '@das/collectors/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';
import { readTopic, testSource } from './kafka-test-source.js';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

const records = [{ value: '{"n":0}' }, { value: '{"n":1}' }];

async function newTopic(cluster: Cluster): Promise<string> {
  const topic = `security-${randomUUID()}`;
  await cluster.createTopic(topic, 1);
  await cluster.produceWithJava({ topic, records });
  return topic;
}

const password = randomUUID();
const plainModule = 'org.apache.kafka.common.security.plain.PlainLoginModule';

describe('TLS and SASL', () => {
  let cluster: Cluster;
  let topic: string;
  beforeAll(async () => {
    cluster = await startKafka({
      brokers: 1,
      tls: true,
      sasl: true,
      settings: {
        'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512,OAUTHBEARER,PLAIN',
        'listener.name.client.plain.sasl.jaas.config': `${plainModule} required user_plain="${password}";`,
        'connections.max.reauth.ms': '12000',
      },
    });
    topic = await newTopic(cluster);
  });
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  const read = async (sasl: KafkaSasl | undefined, ca: string = cluster.tls.ca) => {
    const ledger = new MemoryLedger();
    const connection = { tls: { ca }, sasl, groupId: randomUUID(), patience: 3_000 };
    await readTopic(cluster.bootstrap, topic, ledger, { connection });
    return ledger.events;
  };

  test('reads with SCRAM, and asks for the password when it connects', async () => {
    const { username, password: secret } = cluster.user;
    const sasl = { mechanism: 'scram-sha-512', username, password: async () => secret } as const;
    expect(await read(sasl)).toHaveLength(2);
  });

  test('reads with PLAIN', async () => {
    const sasl = { mechanism: 'plain', username: 'plain', password } as const;
    expect(await read(sasl)).toHaveLength(2);
  });

  test('reads with OAUTHBEARER', async () => {
    const token = async () => cluster.token();
    expect(await read({ mechanism: 'oauthbearer', token })).toHaveLength(2);
  });

  test.each<readonly [string, () => KafkaSasl]>([
    [
      'a wrong password',
      () => ({ mechanism: 'scram-sha-512', username: 'collector', password: 'wrong' }),
    ],
    [
      'a mechanism that the broker has not',
      () => ({ mechanism: 'scram-sha-256', username: 'collector', password: 'wrong' }),
    ],
  ])('is refused with %s, and tells no secret', async (_name, sasl) => {
    const failure = await read(sasl()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DAS_SOURCE_REFUSED', isRetryable: false });
    expect((failure as Error).message).not.toContain('wrong');
  });

  test('fails with a token that has expired, and says that another may do', async () => {
    // kafkajs overlooks the refusal; the broker then closes the connection.
    const token = async () => cluster.token(-60);
    const failure = await read({ mechanism: 'oauthbearer', token }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'DAS_SOURCE_UNREACHABLE', isRetryable: true });
  });

  test('is refused by a certificate that nobody trusts', async () => {
    const sasl = { mechanism: 'plain', username: 'plain', password } as const;
    const failure = await (async () => {
      const ledger = new MemoryLedger();
      const connection = { tls: true, sasl, groupId: randomUUID(), patience: 3_000 };
      await readTopic(cluster.bootstrap, topic, ledger, { connection });
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DAS_SOURCE_REFUSED', isRetryable: false });
  });

  test('goes on reading while the broker wants to see new tokens', async () => {
    const own = await newTopic(cluster);
    const ledger = new MemoryLedger();
    let tokens = 0;
    const token = async () => {
      tokens += 1;
      return cluster.token(60);
    };
    const source = testSource(cluster.bootstrap, own, {
      follow: true,
      connection: { tls: { ca: cluster.tls.ca }, sasl: { mechanism: 'oauthbearer', token } },
    });
    const consumer = new MemoryConsumer(ledger, { source });
    const stop = new AbortController();
    const reading = source.consume(consumer, stop.signal);
    reading.catch(() => {});
    await expect.poll(() => ledger.landed.length, { timeout: 20_000 }).toBe(2);
    const before = tokens;
    await new Promise((done) => setTimeout(done, 26_000));
    await cluster.produceWithJava({ topic: own, records });
    await expect.poll(() => ledger.landed.length, { timeout: 20_000 }).toBe(4);
    stop.abort();
    await reading;
    expect(tokens).toBeGreaterThan(before);
    expect(consumer.assigned).toHaveLength(1);
  });
});

describe('mutual TLS', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startKafka({ brokers: 1, tls: 'mutual' });
  });
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  test('reads with a certificate of the client', async () => {
    const topic = await newTopic(cluster);
    const ledger = new MemoryLedger();
    await readTopic(cluster.bootstrap, topic, ledger, { connection: { tls: cluster.tls } });
    expect(ledger.events).toHaveLength(2);
  });
});
