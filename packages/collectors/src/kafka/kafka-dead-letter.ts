import type { DeadLetter, DeadLetterRecord } from '@das/core';
import type { Producer } from 'kafkajs';
import { CollectorsError } from '../errors/collectors-error.js';
import { loadPeer } from '../peer/load-peer.js';
import type { KafkaSasl, KafkaTls } from './kafka-connection.js';
import { failureOf } from './kafkajs/failure.js';
import { saslOptions, tlsOptions } from './kafkajs/security-options.js';
import { piecesOf } from './pieces.js';

/** Which topic rejected records are sent to, and how it is reached. */
export interface KafkaDeadLetterOptions {
  /** The topic. It must exist: none is made. */
  readonly topic: string;
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  /** Default: no encryption. */
  readonly tls?: KafkaTls | boolean;
  /** Default: no credentials. */
  readonly sasl?: KafkaSasl | undefined;
  readonly clientId?: string;
}

/** A request stays below what a broker takes by default, unless a single record is larger. */
const requestLimits = { records: 1_000, bytes: 512 * 1024 };

/**
 * Sends rejected records to a topic, with their bytes and keys as they came and the headers `das.*`
 * that say where from and why. Each is acknowledged by all replicas in sync before the flush that
 * rejected it commits; it may be there more than once.
 *
 * Such a topic holds in clear what quarantine masks: restrict who may read it.
 *
 * Takes the optional peer `kafkajs`.
 */
export class KafkaDeadLetter implements DeadLetter {
  readonly #topic: string;
  readonly #producer: Producer;

  private constructor(topic: string, producer: Producer) {
    this.#topic = topic;
    this.#producer = producer;
  }

  /**
   * Connects to the brokers.
   *
   * @throws {@link CollectorsError} `DAS_SOURCE_UNREACHABLE`, `DAS_SOURCE_REFUSED`, and
   *   `DAS_SOURCE_NOT_FOUND` when the topic does not exist
   */
  static async open(options: KafkaDeadLetterOptions): Promise<KafkaDeadLetter> {
    const { topic, brokers, tls = false, sasl, clientId = 'das-dead-letter' } = options;
    const kafkajs = await loadPeer('kafkajs', () => import('kafkajs'));
    const kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ssl: tlsOptions(tls),
      ...(await saslOptions(sasl)),
      // Its log names hosts and quotes what brokers say; what matters reaches the caller as an error.
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: 10_000,
      requestTimeout: 30_000,
      retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 5_000 },
    });
    const admin = kafka.admin();
    try {
      await admin.connect();
      const topics = await admin.listTopics();
      if (!topics.includes(topic)) throw missing(topic);
    } catch (error) {
      throw failureOf(error, 'list the topics for dead letters', brokers.join(', '));
    } finally {
      await admin.disconnect().catch(() => {});
    }
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    try {
      await producer.connect();
    } catch (error) {
      throw failureOf(error, 'be connected to', brokers.join(', '));
    }
    return new KafkaDeadLetter(topic, producer);
  }

  async send(records: readonly DeadLetterRecord[], signal: AbortSignal): Promise<void> {
    const messages = records.map((record) => ({
      value: bytesOf(record.raw),
      key: record.key === undefined ? null : bytesOf(record.key),
      headers: Object.fromEntries(
        Object.entries(record.headers).map(([name, value]) => [name, bytesOf(value)]),
      ),
    }));
    for (const piece of piecesOf(messages, requestLimits)) {
      signal.throwIfAborted();
      try {
        await this.#producer.send({ topic: this.#topic, acks: -1, messages: [...piece] });
      } catch (error) {
        throw failureOf(error, 'take dead letters', `topic ${this.#topic}`);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer.disconnect();
  }
}

function bytesOf(value: string | Uint8Array): Buffer {
  return typeof value === 'string'
    ? Buffer.from(value)
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function missing(topic: string): CollectorsError {
  return new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the topic for dead letters does not exist', {
    place: `topic ${topic}`,
    next: 'make the topic, or correct its name',
  });
}
