import { jsonDecoder, KafkaSource, type KafkaSourceOptions } from '@das/collectors';
import { MemoryConsumer, type MemoryLedger } from '@das/collectors/testing';

/** What a test changes of a source. */
export interface TestSourceOptions
  extends Partial<Omit<KafkaSourceOptions, 'connection' | 'name'>> {
  readonly connection?: Partial<KafkaSourceOptions['connection']>;
}

/** A source over a topic, impatient enough for tests. */
export function testSource(
  brokers: readonly string[],
  topic: string,
  { connection, ...options }: TestSourceOptions = {},
): KafkaSource {
  const decoder = jsonDecoder();
  return new KafkaSource({
    name: `kafka:${topic}`,
    follow: false,
    tombstones: 'quarantine',
    lostRecords: 'fail',
    batch: { records: 100, bytes: 1024 ** 2 },
    decode: (raw) => decoder.decode(raw),
    prepareToDecode: async () => {},
    ...options,
    connection: {
      brokers,
      clientId: 'das-test',
      groupId: `das-${topic}`,
      topics: [topic],
      tls: false,
      sasl: undefined,
      readUncommitted: false,
      sessionTimeout: 4_000,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 500,
      metadataMaxAge: 2_000,
      patience: 30_000,
      fetch: {
        bytes: 1024 ** 2,
        bytesPerPartition: 64 * 1024,
        wait: 100,
        decompressedBytes: 2 ** 26,
      },
      ...connection,
    },
  });
}

/** Reads a topic to its end, once, and gives what landed. */
export async function readTopic(
  brokers: readonly string[],
  topic: string,
  ledger: MemoryLedger,
  options: TestSourceOptions = {},
): Promise<MemoryConsumer> {
  const source = testSource(brokers, topic, options);
  const consumer = new MemoryConsumer(ledger, { source });
  await source.consume(consumer, new AbortController().signal);
  return consumer;
}
