import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { decodeJson, type SourceRange } from '@das/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileSource } from '../index.js';
import { MemoryConsumer } from '../testing/memory-consumer.js';
import { MemoryLedger } from '../testing/memory-ledger.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-file-range-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const lines = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n}}\n`).join('');

async function read(range: SourceRange): Promise<readonly string[]> {
  const ledger = new MemoryLedger();
  const source = new FileSource({
    name: 'test',
    files: '*',
    baseDirectory: folder,
    decode: decodeJson,
  });
  await source.openRange(range).consume(new MemoryConsumer(ledger), new AbortController().signal);
  return ledger.landed.map(
    ({ partition, record }) => `${partition} ${record.offset} ${record.raw}`,
  );
}

test('reads the records of a range of offsets, also of a compressed file', async () => {
  await writeFile(join(folder, 'a.ndjson'), lines(9));
  await writeFile(join(folder, 'b.ndjson.gz'), gzipSync(lines(9)));
  const partitions = { 'a.ndjson': [2, 4], 'b.ndjson.gz': [7, 50] } as const;
  expect(await read({ kind: 'range', partitions })).toEqual([
    'a.ndjson 2 {"n":2}',
    'a.ndjson 3 {"n":3}',
    'b.ndjson.gz 7 {"n":7}',
    'b.ndjson.gz 8 {"n":8}',
  ]);
});

test('a range stays what it is in a file of many chunks', async () => {
  await writeFile(join(folder, 'long.ndjson'), lines(200_000));
  const partitions = { 'long.ndjson': [150_000, 150_002] } as const;
  expect(await read({ kind: 'range', partitions })).toEqual([
    'long.ndjson 150000 {"n":150000}',
    'long.ndjson 150001 {"n":150001}',
  ]);
});

test('since a time means the files that were written to since', async () => {
  await writeFile(join(folder, 'old.ndjson'), lines(2));
  await writeFile(join(folder, 'new.ndjson'), lines(1));
  const day = new Date('2026-01-10T00:00:00Z');
  await utimes(join(folder, 'old.ndjson'), day, new Date(day.getTime() - 1000));
  await utimes(join(folder, 'new.ndjson'), day, day);
  expect(await read({ kind: 'since', time: day })).toEqual(['new.ndjson 0 {"n":0}']);
});

test('a file that the source does not have is refused', async () => {
  await writeFile(join(folder, 'a.ndjson'), lines(2));
  await expect(read({ kind: 'range', partitions: { 'c.ndjson': [0, 1] } })).rejects.toMatchObject({
    code: 'DAS_SOURCE_NOT_FOUND',
  });
});
