import type { SourceRange } from '@das/core';
import { expect, test } from 'vitest';
import { MemoryConsumer } from '../testing/memory-consumer.js';
import { MemoryLedger } from '../testing/memory-ledger.js';
import { keyFilter } from './key-filter.js';
import { readObjectRange } from './read-object-range.js';
import type { ObjectVersion, S3Port } from './s3-port.js';

const lines = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n}}\n`).join('');

const contents: Readonly<Record<string, string>> = {
  'in/a.ndjson': lines(9),
  'in/b.ndjson': lines(200_000),
  'in/c.txt': lines(2),
  'in/d.ndjson': lines(1),
};
const objects = Object.entries(contents).map(
  ([key, content], index): ObjectVersion => ({
    bucket: 'bucket',
    key,
    etag: `e${index}`,
    size: content.length,
    ...(key === 'in/d.ndjson' ? {} : { modifiedAt: index * 1000 }),
  }),
);

async function read(range: SourceRange): Promise<readonly string[]> {
  const ledger = new MemoryLedger();
  const port: S3Port = {
    // One object a page, so that pages are gone through.
    list: async ({ prefix, after = '0' }) => {
      const found = objects.filter(({ key }) => key.startsWith(prefix));
      const next = Number(after) + 1;
      return {
        objects: found.slice(next - 1, next),
        next: next < found.length ? String(next) : undefined,
      };
    },
    get: async ({ key }, { from, to }) => ({
      body: (async function* () {
        yield Buffer.from(contents[key] ?? '').subarray(from, to);
      })(),
      encryption: {},
    }),
    [Symbol.asyncDispose]: async () => {},
  };
  await readObjectRange(range, {
    bucket: 'bucket',
    prefix: 'in/',
    fits: keyFilter('**/*.ndjson'),
    versions: 'latest',
    concurrency: 2,
    format: undefined,
    columns: [],
    encryption: undefined,
    decode: (raw) => ({ event: JSON.parse(String(raw)) }),
    port,
    consumer: new MemoryConsumer(ledger),
    signal: new AbortController().signal,
  });
  return ledger.landed
    .map(({ partition, record }) => `${partition} ${record.offset} ${record.raw}`)
    .toSorted();
}

test('reads the records of a range of offsets, and no more of a long object than it must', async () => {
  const partitions = {
    's3://bucket/in/a.ndjson#e0': [7, 50],
    's3://bucket/in/b.ndjson#e1': [150_000, 150_002],
  } as const;
  expect(await read({ kind: 'range', partitions })).toEqual([
    's3://bucket/in/a.ndjson#e0 7 {"n":7}',
    's3://bucket/in/a.ndjson#e0 8 {"n":8}',
    's3://bucket/in/b.ndjson#e1 150000 {"n":150000}',
    's3://bucket/in/b.ndjson#e1 150001 {"n":150001}',
  ]);
});

test('since a time means the objects that were put since, and those whose time is not known', async () => {
  const all = await read({ kind: 'since', time: new Date(1000) });
  expect(all).toHaveLength(200_001);
  expect(await read({ kind: 'since', time: new Date(1001) })).toEqual([
    's3://bucket/in/d.ndjson#e3 0 {"n":0}',
  ]);
});

test.each([
  's3://bucket/in/a.ndjson#e7',
  's3://bucket/in/none.ndjson#e0',
  's3://bucket/in/c.txt#e2',
  's3://bucket/out/a.ndjson#e0',
  's3://other/in/a.ndjson#e0',
  'in/a.ndjson',
  '',
])('refuses %j, which the collector does not read', async (partition) => {
  const range: SourceRange = { kind: 'range', partitions: { [partition]: [0, 1] } };
  await expect(read(range)).rejects.toMatchObject({ code: 'DAS_SOURCE_NOT_FOUND' });
});
