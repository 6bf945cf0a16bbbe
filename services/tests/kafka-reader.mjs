// A process that reads a topic and lands it in the ledger of the test that started it, over HTTP.
import { jsonDecoder, KafkaSource } from '@das/collectors';

const [ledger = '', topic = '', brokers = ''] = process.argv.slice(2);

/**
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<{ epoch: number, offset: number, position: string | undefined }>}
 */
async function ask(path, body) {
  const response = await fetch(`${ledger}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return JSON.parse(await response.text());
}

/** @type {Map<string, number>} */
const epochs = new Map();

/** @type {Pick<import('@das/core').SourceConsumer, 'assign' | 'revoke' | 'deliver'>} */
const consumer = {
  async assign(partitions) {
    /** @type {Map<string, import('@das/core').ResumePoint>} */
    const resume = new Map();
    for (const { partition, identity } of partitions) {
      const { epoch, offset, position } = await ask('claim', { partition, identity });
      epochs.set(partition, epoch);
      resume.set(partition, { offset, position });
    }
    return resume;
  },
  async revoke(partitions) {
    for (const partition of partitions) epochs.delete(partition);
  },
  async deliver({ partition, records, nextOffset, position }) {
    const events = records.map(({ event }) => event);
    const epoch = epochs.get(partition);
    await ask('land', { partition, epoch, events, nextOffset, position });
  },
};

const decoder = jsonDecoder();
const source = new KafkaSource({
  name: `kafka:${topic}`,
  follow: true,
  tombstones: 'quarantine',
  lostRecords: 'fail',
  batch: { records: 20, bytes: 1024 ** 2 },
  decode: (raw) => decoder.decode(raw),
  prepareToDecode: async () => {},
  connection: {
    brokers: brokers.split(','),
    clientId: 'das-test',
    groupId: `das-${topic}`,
    topics: [topic],
    tls: false,
    sasl: undefined,
    readUncommitted: false,
    sessionTimeout: 4_000,
    rebalanceTimeout: 20_000,
    heartbeatInterval: 500,
    metadataMaxAge: 5_000,
    patience: 30_000,
    fetch: { bytes: 1024 ** 2, bytesPerPartition: 4096, wait: 100, decompressedBytes: 2 ** 26 },
  },
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
try {
  await source.consume(/** @type {import('@das/core').SourceConsumer} */ (consumer), stop.signal);
} catch (error) {
  console.error(error);
  process.exitCode = 3;
}
