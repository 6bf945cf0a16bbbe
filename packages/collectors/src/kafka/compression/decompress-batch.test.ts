import { gzipSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { expect, test } from 'vitest';
import type { CompressionCodec, RecordBatch } from '../protocol/record-batch.js';
import { decompressBatches } from './decompress-batch.js';

const text = 'a record '.repeat(1_000);

/** Zstandard of "hello hello hello hello", as its command line tool writes it. */
const zstd = Buffer.from('28b52ffd04586500003068656c6c6f200100994b11175eae0d', 'hex');

function xerial(...blocks: readonly string[]): Buffer {
  const header = Buffer.from('82534e4150505900' + '0000000100000001', 'hex');
  const framed = blocks.map((block) => {
    const compressed = compressSync(block);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(compressed.length);
    return Buffer.concat([length, compressed]);
  });
  return Buffer.concat([header, ...framed]);
}

function batch(codec: CompressionCodec, payload: Buffer): RecordBatch {
  return {
    baseOffset: 0,
    lastOffset: 0,
    leaderEpoch: 0,
    codec,
    isTransactional: false,
    isControl: false,
    usesAppendTime: false,
    baseTimestamp: 0,
    maxTimestamp: 0,
    producerId: -1n,
    count: 1,
    payload,
    bytes: payload,
  };
}

const samples: readonly (readonly [string, CompressionCodec, Buffer])[] = [
  ['gzip', 'gzip', gzipSync(text)],
  ['one block of snappy', 'snappy', compressSync(text)],
  [
    'blocks of snappy in the framing of Java',
    'snappy',
    xerial(text.slice(0, 100), text.slice(100)),
  ],
  ['a frame of lz4', 'lz4', compressFrameSync(text)],
];

test.each(samples)('decompresses %s', async (_name, codec, payload) => {
  const content = await decompressBatches(text.length)(batch(codec, payload));
  expect(content.toString()).toBe(text);
});

test('decompresses zstd', async () => {
  const content = await decompressBatches(100)(batch('zstd', zstd));
  expect(content.toString()).toBe('hello hello hello hello');
});

test.each(samples)('refuses %s of more than the limit', async (_name, codec, payload) => {
  const content = await decompressBatches(text.length - 1)(batch(codec, payload));
  expect(content).toBe('batch_too_large');
});

test('refuses zstd of more than the limit', async () => {
  expect(await decompressBatches(22)(batch('zstd', zstd))).toBe('batch_too_large');
});

test.each(samples)(
  'says that %s is broken when some of it is missing',
  async (_name, codec, payload) => {
    const cut = payload.subarray(0, payload.length - 20);
    expect(await decompressBatches(text.length)(batch(codec, cut))).toBe('corrupt_batch');
  },
);
