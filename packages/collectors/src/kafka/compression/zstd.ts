import * as zlib from 'node:zlib';
import { loadPeer } from '../../peer/load-peer.js';
import type { Decompress } from './decompress-batch.js';
import { TooLargeError } from './too-large-error.js';

/** What `node:zlib` has from Node 22.15 on. */
interface WithZstd {
  readonly zstdDecompressSync?: (
    bytes: Uint8Array,
    options: { readonly maxOutputLength: number },
  ) => Buffer;
}

/** Loads the codec Zstandard: Node's own, else `fzstd`. */
export async function loadZstd(): Promise<Decompress> {
  const { zstdDecompressSync } = zlib as WithZstd;
  if (zstdDecompressSync !== undefined) {
    return async (bytes, limit) => {
      try {
        return zstdDecompressSync(bytes, { maxOutputLength: limit });
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
          ? new TooLargeError()
          : error;
      }
    };
  }
  const { Decompress: Stream } = await loadPeer('fzstd', () => import('fzstd'));
  return async (bytes, limit) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const stream = new Stream((part) => {
      length += part.length;
      if (length > limit) throw new TooLargeError();
      parts.push(part);
    });
    stream.push(bytes, true);
    return Buffer.concat(parts);
  };
}
