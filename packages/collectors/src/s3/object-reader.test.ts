import { expect, test } from 'vitest';
import { MemoryConsumer } from '../testing/memory-consumer.js';
import { MemoryLedger } from '../testing/memory-ledger.js';
import { ObjectReader } from './object-reader.js';
import type { ObjectVersion, S3Port } from './s3-port.js';

const line = Buffer.from('{"id":1}\n');

const versions = ['a', 'b', 'c', 'd', 'e'].map(
  (key): ObjectVersion => ({ bucket: 'bucket', key, etag: key, size: line.length }),
);

function readerOf(consumer: MemoryConsumer, read: string[]): ObjectReader {
  const port: S3Port = {
    list: async () => ({ objects: versions }),
    get: async ({ key }, { from, to }) => {
      read.push(key);
      const body = (async function* () {
        yield line.subarray(from, to);
      })();
      return { body, encryption: {} };
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return new ObjectReader({
    port,
    consumer,
    signal: new AbortController().signal,
    versions: 'latest',
    format: undefined,
    columns: [],
    encryption: undefined,
    decode: (raw) => ({ event: JSON.parse(String(raw)) }),
    concurrency: 2,
    lag: new Map(),
    remembers: 2,
  });
}

test('an object that has landed is neither claimed nor read again, also when it is no longer remembered', async () => {
  const ledger = new MemoryLedger();
  const consumer = new MemoryConsumer(ledger);
  const read: string[] = [];
  const reader = readerOf(consumer, read);
  await reader.read(versions, () => true);
  expect(versions.filter((each) => reader.isDone(each))).toHaveLength(2);
  await reader.read(versions, () => true);
  await readerOf(consumer, read).read(versions, () => true);
  expect(read.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(consumer.assigned).toHaveLength(5);
  expect(ledger.landed).toHaveLength(5);
});
