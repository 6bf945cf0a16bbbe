import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { CollectorsError } from '../errors/collectors-error.js';
import { loadPeer } from '../peer/load-peer.js';
import { ZstdFrames } from './zstd-frames.js';

/** Node's own decoder, from Node 22.15 on. */
const createDecoder = (zlib as { createZstdDecompress?: () => NodeJS.ReadWriteStream & Readable })
  .createZstdDecompress;

/** Decompresses zstd as it is read: with Node's decoder where there is one, else with `fzstd`. */
export function unzstd(
  content: AsyncIterable<Uint8Array>,
  place: string,
): AsyncIterable<Uint8Array> {
  return createDecoder === undefined
    ? unzstdWithPeer(content, place)
    : unzstdNatively(content, createDecoder());
}

async function* unzstdNatively(
  content: AsyncIterable<Uint8Array>,
  decoder: NodeJS.ReadWriteStream & Readable,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(content, { objectMode: false });
  source.on('error', (error) => decoder.destroy(error));
  try {
    yield* source.pipe(decoder) as AsyncIterable<Uint8Array>;
  } finally {
    decoder.destroy();
    source.destroy();
  }
}

/** How much is given to the decoder at a time: what it makes of that is in memory at once. */
const portion = 1024;

async function* unzstdWithPeer(
  content: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<Uint8Array> {
  const { Decompress } = await loadPeer('fzstd', () => import('fzstd'));
  let ready: Uint8Array[] = [];
  // What is handed out is a view of the decoder's window, which moves on.
  const decoder = new Decompress((data) => ready.push(Uint8Array.from(data)));
  const frames = new ZstdFrames(place);
  const push = (bytes: Uint8Array, isLast: boolean): readonly Uint8Array[] => {
    ready = [];
    try {
      decoder.push(bytes, isLast);
    } catch (cause) {
      throw brokenZstd(place, cause);
    }
    return ready;
  };
  for await (const chunk of content) {
    for (let from = 0; from < chunk.length; from += portion) {
      const bytes = chunk.subarray(from, from + portion);
      // The decoder would allocate whatever window a frame asks for.
      frames.add(bytes);
      yield* push(bytes, false);
    }
  }
  yield* push(new Uint8Array(), true);
}

/** Data that is not zstd, or ends too early. */
function brokenZstd(place: string, cause: unknown): CollectorsError {
  return new CollectorsError('DAS_SOURCE_BROKEN_ZSTD', 'the zstd data is broken', {
    place,
    next: 'fetch or compress it again',
    cause,
  });
}
