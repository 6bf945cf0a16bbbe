import type { Compressors } from 'hyparquet';
import { CollectorsError } from '../errors/collectors-error.js';
import { loadPeer } from '../peer/load-peer.js';
import { ZstdFrames } from './zstd-frames.js';

/**
 * The decompressors of Parquet's pages, which together give no more than `limit` bytes: a page says
 * how long it will be, and memory for it is taken on its word.
 */
export async function boundedCompressors(): Promise<(limit: number) => Compressors> {
  const { compressors } = await loadPeer(
    'hyparquet-compressors',
    () => import('hyparquet-compressors'),
  );
  return (limit) => {
    let given = 0;
    const entries = Object.entries(compressors).map(([codec, decompress]) => {
      const bounded: typeof decompress = (input, length) => {
        given += length;
        if (given > limit) throw tooLong();
        if (codec === 'ZSTD') new ZstdFrames('a page of Parquet').add(input);
        return decompress(input, length);
      };
      return [codec, bounded] as const;
    });
    return Object.fromEntries(entries);
  };
}

function tooLong(): CollectorsError {
  return new CollectorsError(
    'DAS_SOURCE_DECOMPRESSION_BOMB',
    'a row group expands to more than it says',
    { place: 'a page of Parquet', next: 'make sure that the file is what you meant to collect' },
  );
}
