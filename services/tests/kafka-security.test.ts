import kafkajs, { type KafkaConfig } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startKafka } from '../kafka/start-kafka.mjs';

type Cluster = Awaited<ReturnType<typeof startKafka>>;

/** Sends a record and reads it again, as a client that is configured so. */
async function roundTrip(configuration: KafkaConfig, topic: string): Promise<string | undefined> {
  const client = new kafkajs.Kafka({
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 5 },
    ...configuration,
  });
  const producer = client.producer();
  const consumer = client.consumer({ groupId: `read-${topic}`, maxWaitTimeInMs: 200 });
  try {
    await producer.connect();
    await producer.send({ topic, messages: [{ value: topic }] });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    return await new Promise((resolve, reject) => {
      // A coordinator that is still loading is asked again.
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      consumer
        .run({ eachMessage: async ({ message }) => resolve(message.value?.toString()) })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
    await producer.disconnect();
  }
}

const impatient = { retry: { retries: 0 } };

describe('a cluster with TLS and SASL', () => {
  let cluster: Cluster;
  let brokers: string[];
  let ssl: { ca: string };
  beforeAll(async () => {
    cluster = await startKafka({ brokers: 1, tls: true, sasl: true });
    brokers = [...cluster.bootstrap];
    ssl = { ca: cluster.tls.ca };
  });
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  test('lets in a user with a password, by SCRAM-SHA-512', async () => {
    await cluster.createTopic('scram', 1);
    const sasl = { mechanism: 'scram-sha-512', ...cluster.user } as const;
    expect(await roundTrip({ brokers, ssl, sasl }, 'scram')).toBe('scram');
  });

  test('lets in a token that the identity provider signed, by OAUTHBEARER', async () => {
    await cluster.createTopic('bearer', 1);
    const sasl = {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({ value: cluster.token() }),
    } as const;
    expect(await roundTrip({ brokers, ssl, sasl }, 'bearer')).toBe('bearer');
  });

  test('keeps out a wrong password', async () => {
    const sasl = { mechanism: 'scram-sha-512', ...cluster.user, password: 'wrong' } as const;
    await expect(roundTrip({ brokers, ssl, sasl, ...impatient }, 'scram')).rejects.toThrow(
      /authentication failed/iu,
    );
  });

  test.each([
    ['a signature that is not its own', (token: string) => `${token.slice(0, -8)}AAAAAAAA`, 3_600],
    ['a lifetime that is over', (token: string) => token, -60],
  ])('keeps out a token with %s', async (_, change, seconds) => {
    const value = change(cluster.token(seconds));
    const sasl = {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({ value }),
    } as const;
    // The broker asks for one more answer before it says no, which kafkajs does not know of.
    await expect(roundTrip({ brokers, ssl, sasl, ...impatient }, 'bearer')).rejects.toThrow(
      'not valid given the current SASL state',
    );
  });

  test('is not believed by a client that does not know its authority', async () => {
    const sasl = { mechanism: 'scram-sha-512', ...cluster.user } as const;
    await expect(roundTrip({ brokers, ssl: true, sasl, ...impatient }, 'scram')).rejects.toThrow(
      'unable to verify the first certificate',
    );
  });
});

describe('a cluster with mutual TLS', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startKafka({ brokers: 1, tls: 'mutual' });
    await cluster.createTopic('mutual', 1);
  });
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  test('lets in a client with a certificate, and no other', async () => {
    const brokers = [...cluster.bootstrap];
    expect(await roundTrip({ brokers, ssl: cluster.tls }, 'mutual')).toBe('mutual');
    await expect(
      roundTrip({ brokers, ssl: { ca: cluster.tls.ca }, ...impatient }, 'mutual'),
    ).rejects.toThrow('certificate');
  });

  test('still takes records of the client of Kafka', async () => {
    await cluster.createTopic('inside', 1);
    await cluster.produceWithJava({ topic: 'inside', records: [{ value: 'x' }] });
    expect(() => cluster.user).toThrow('startKafka({ sasl: true })');
  });
});
