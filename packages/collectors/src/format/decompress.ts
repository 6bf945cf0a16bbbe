import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CollectorsError } from '../errors/collectors-error.js';
import { unzstd } from './unzstd.js';

/** How content is compressed, as its first bytes say, whatever its name. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Recognises gzip (RFC 1952) and zstd (RFC 8878) by the first bytes. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const magic = head.length < 4 ? 0 : Buffer.from(head.subarray(0, 4)).readUInt32LE();
  // A file may begin with a frame of zstd that is to be skipped.
  if (magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5) return 'zstd';
  return 'none';
}

/** The content, decompressed as it is read. What it expands to is bounded. */
export function decompressed(
  content: AsyncIterable<Uint8Array>,
  compression: Compression,
  place: string,
): AsyncIterable<Uint8Array> {
  if (compression === 'none') return content;
  const expansion = { read: 0, given: 0 };
  const counted = count(content, expansion);
  const expanded = compression === 'gzip' ? gunzip(counted) : unzstd(counted, place);
  return bounded(expanded, expansion, place);
}

async function* count(
  content: AsyncIterable<Uint8Array>,
  expansion: { read: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    expansion.read += chunk.length;
    yield chunk;
  }
}

async function* gunzip(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(content, { objectMode: false, highWaterMark: 1024 * 1024 });
  const output = createGunzip({ chunkSize: 1024 * 1024 });
  source.on('error', (error) => output.destroy(error));
  try {
    yield* source.pipe(output) as AsyncIterable<Uint8Array>;
  } finally {
    output.destroy();
    source.destroy();
  }
}

/** Any content may expand to that. */
const freeExpansion = 1024 ** 3;
/** Beyond it, no content that somebody meant expands by more: gzip cannot do much more at all. */
const greatestRatio = 1000;

async function* bounded(
  content: AsyncIterable<Uint8Array>,
  expansion: { readonly read: number; given: number },
  place: string,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    expansion.given += chunk.length;
    if (expansion.given > freeExpansion + greatestRatio * expansion.read) throw bomb(place);
    yield chunk;
  }
}

function bomb(place: string): CollectorsError {
  return new CollectorsError(
    'DAS_SOURCE_DECOMPRESSION_BOMB',
    `the compressed data expands to more than ${greatestRatio} times its size`,
    { place, next: 'make sure that it is what you meant to collect, and compress it another way' },
  );
}
