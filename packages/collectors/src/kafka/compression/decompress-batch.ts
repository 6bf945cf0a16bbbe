import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CollectorsError } from '../../errors/collectors-error.js';
import type { CompressionCodec, RecordBatch } from '../protocol/record-batch.js';
import { loadLz4 } from './lz4.js';
import { loadSnappy } from './snappy.js';
import { TooLargeError } from './too-large-error.js';
import { loadZstd } from './zstd.js';

/** Decompresses bytes to at most `limit`. @throws {@link TooLargeError} beyond it; anything when broken */
export type Decompress = (bytes: Buffer, limit: number) => Promise<Buffer>;

/** The decompressed records of a batch, or the code of what is wrong with it. */
export type DecompressBatch = (batch: RecordBatch) => Promise<Buffer | string>;

const gunzipped = promisify(gunzip);

const loaders: Readonly<Record<Exclude<CompressionCodec, 'none'>, () => Promise<Decompress>>> = {
  gzip: async () => async (bytes, limit) => {
    try {
      return await gunzipped(bytes, { maxOutputLength: limit });
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
        ? new TooLargeError()
        : error;
    }
  },
  snappy: loadSnappy,
  lz4: loadLz4,
  zstd: loadZstd,
};

/**
 * Decompresses batches; each codec is loaded when the first batch needs it. A client that learns of
 * a codec only by failing would stand still without a word, so one that cannot be loaded is an error
 * that names what to install.
 *
 * @param limit - bytes of a decompressed batch: a few kilobytes may stand for gigabytes
 */
export function decompressBatches(limit: number): DecompressBatch {
  const loaded = new Map<CompressionCodec, Promise<Decompress>>();
  return async ({ codec, payload, baseOffset }) => {
    if (codec === 'none') return payload;
    if (codec === undefined) {
      throw new CollectorsError('DAS_SOURCE_UNSUPPORTED', 'a batch has an unknown codec', {
        place: `offset ${baseOffset}`,
        next: 'report this with the version of the producer',
      });
    }
    const loading = loaded.get(codec) ?? loaders[codec]();
    loaded.set(codec, loading);
    const decompress = await loading;
    try {
      return await decompress(payload, limit);
    } catch (error) {
      return error instanceof TooLargeError ? 'batch_too_large' : 'corrupt_batch';
    }
  };
}
