import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { executionFailed, unsupported } from '../warehouse/errors.js';

export type Compression = 'NONE' | 'GZIP' | 'ZSTD' | 'BROTLI' | 'DEFLATE' | 'RAW_DEFLATE';

/** What one file may become when it is decompressed: a small one may be made to fill the machine. */
const mostBytes = 16 * 1024 ** 3;

/**
 * How a file is compressed. `AUTO` looks at its first bytes; as on Snowflake it does not see Brotli.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` for bzip2.
 */
export async function compressionOf(file: string, declared: string): Promise<Compression> {
  if (declared !== 'AUTO') return declared as Compression;
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead).toString('hex');
    if (head.startsWith('1f8b')) return 'GZIP';
    if (head === '28b52ffd') return 'ZSTD';
    if (head.startsWith('425a68')) throw unsupported('COMPRESSION = BZ2');
    // A header of zlib is two bytes, which plain text might begin with as well.
    if (file.endsWith('.deflate') && head.startsWith('78')) return 'DEFLATE';
    return file.endsWith('.gz') ? 'GZIP' : 'NONE';
  } finally {
    await handle.close();
  }
}

/** The bytes of a file, decompressed, up to a bound. */
export function openFile(file: string, compression: Compression): Readable {
  const raw = createReadStream(file, { highWaterMark: 1 << 18 });
  const bounded = new Bounded();
  const failed = (): void => {
    bounded.destroy(
      executionFailed('a staged file cannot be read or decompressed', {
        number: 100_080,
        next: 'upload the file again',
      }),
    );
  };
  const inflated = inflater(compression);
  raw.on('error', failed);
  inflated.on('error', failed);
  bounded.on('close', () => {
    raw.destroy();
    inflated.destroy();
  });
  return raw.pipe(inflated).pipe(bounded);
}

/** Writes the bytes of a file, decompressed, to another; leaves the first ones out. */
export async function decompress(
  file: string,
  compression: Compression,
  target: string,
  skipped: number,
): Promise<void> {
  let left = skipped;
  const skip = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      const from = Math.min(left, chunk.length);
      left -= from;
      done(null, chunk.subarray(from));
    },
  });
  await pipeline(openFile(file, compression), skip, createWriteStream(target));
}

function inflater(compression: Compression): Transform {
  switch (compression) {
    case 'NONE':
      return new PassThrough();
    case 'GZIP':
      return zlib.createGunzip();
    case 'BROTLI':
      return zlib.createBrotliDecompress();
    case 'DEFLATE':
      return zlib.createInflate();
    case 'RAW_DEFLATE':
      return zlib.createInflateRaw();
    case 'ZSTD': {
      const create = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;
      if (create === undefined)
        throw unsupported('COMPRESSION = ZSTD of CSV on this version of Node');
      return create();
    }
  }
}

class Bounded extends Transform {
  #bytes = 0;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= mostBytes) done(null, chunk);
    else done(executionFailed('a staged file is larger than 16 GiB when it is decompressed'));
  }
}
