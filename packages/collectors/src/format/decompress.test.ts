import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { numbersInZstd } from '../fixtures/encoded-samples.js';
import { compressionOf, decompressed } from './decompress.js';

const numbers = Array.from({ length: 300 }, (_, n) => `{"n":${n}}\n`).join('');

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function expand(bytes: Uint8Array, size = 7): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const content = decompressed(inChunks(bytes, size), compressionOf(bytes), 'a file');
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

/** A frame of zstd of which each block is one byte, repeated (RFC 8878, section 3.1.1.2). */
function repeated(blocks: number, windowDescriptor = 0x48): Buffer {
  const size = 128 * 1024;
  const block = (isLast: boolean) => {
    const header = (size << 3) | (1 << 1) | (isLast ? 1 : 0);
    return Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16, 0x20]);
  };
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, windowDescriptor]);
  return Buffer.concat([
    head,
    ...Array.from({ length: blocks }, (_, at) => block(at === blocks - 1)),
  ]);
}

describe('decompression', () => {
  test('recognises gzip and zstd by their first bytes', () => {
    expect(compressionOf(gzipSync(''))).toBe('gzip');
    expect(compressionOf(numbersInZstd)).toBe('zstd');
    expect(compressionOf(Buffer.from([0x51, 0x2a, 0x4d, 0x18]))).toBe('zstd');
    expect(compressionOf(Buffer.from('{"n":1}'))).toBe('none');
    expect(compressionOf(new Uint8Array())).toBe('none');
  });

  test.each([1, 2, 17, 4096])('gives what was compressed, in chunks of %i bytes', async (size) => {
    const random = randomBytes(10_000);
    expect((await expand(gzipSync(random), size)).equals(random)).toBe(true);
    expect(String(await expand(numbersInZstd, size))).toBe(numbers);
  });

  test('reads all frames of zstd, those that are to be skipped among them', async () => {
    const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const frames = Buffer.concat([skippable, numbersInZstd, numbersInZstd]);
    expect(String(await expand(frames))).toBe(numbers + numbers);
  });

  test('says what is broken, or ends too early', async () => {
    const short = numbersInZstd.subarray(0, numbersInZstd.length - 40);
    await expect(expand(short)).rejects.toMatchObject({ code: 'DAS_SOURCE_BROKEN_ZSTD' });
    const gzip = gzipSync(randomBytes(1000));
    await expect(expand(gzip.subarray(0, 500))).rejects.toMatchObject({ code: 'Z_BUF_ERROR' });
  });

  test('refuses a frame that asks for more memory than is sensible, before it is taken', async () => {
    // 10 + 21 bits: a window of 2 GB.
    await expect(expand(repeated(1, 21 << 3))).rejects.toMatchObject({
      code: 'DAS_SOURCE_DECOMPRESSION_BOMB',
      place: 'a file',
    });
    expect((await expand(repeated(8))).length).toBe(1024 * 1024);
  });

  test('stops at content that expands without an end, with little in memory', async () => {
    const bomb = repeated(9000);
    let largest = 0;
    let given = 0;
    const read = async () => {
      for await (const part of decompressed(inChunks(bomb, 4096), 'zstd', 'a file')) {
        largest = Math.max(largest, part.length);
        given += part.length;
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'DAS_SOURCE_DECOMPRESSION_BOMB' });
    expect(given).toBeLessThan(1.1 * 1024 ** 3);
    expect(largest).toBeLessThanOrEqual(128 * 1024);
  });
});
