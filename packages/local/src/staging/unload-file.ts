import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { PassThrough, type Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { unsupported } from '../warehouse/errors.js';

/** A text file of an unload while it is written, beside its place. */
export class UnloadFile {
  readonly file: string;
  readonly #stream: Transform;
  readonly #done: Promise<void>;
  /** Bytes before compression. */
  bytes = 0;
  rows = 0;

  constructor(file: string, compression: string) {
    this.file = file;
    this.#stream = deflater(compression);
    const target = createWriteStream(file);
    this.#stream.on('error', (error) => target.destroy(error));
    this.#stream.pipe(target);
    this.#done = finished(target);
    // Whoever waits for the end is told; nobody else needs to be.
    this.#done.catch(() => undefined);
  }

  async write(text: string, rows: number): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    this.bytes += bytes.length;
    this.rows += rows;
    if (this.#stream.write(bytes)) return;
    await Promise.race([
      new Promise<void>((resolve) => this.#stream.once('drain', () => resolve())),
      this.#done,
    ]);
  }

  /** Ends the file and gives its size. */
  async end(): Promise<number> {
    this.#stream.end();
    await this.#done;
    return (await stat(this.file)).size;
  }

  async discard(): Promise<void> {
    this.#stream.destroy();
    await rm(this.file, { force: true });
  }
}

function deflater(compression: string): Transform {
  switch (compression) {
    case 'AUTO':
    case 'GZIP':
      return zlib.createGzip();
    case 'BROTLI':
      return zlib.createBrotliCompress();
    case 'DEFLATE':
      return zlib.createDeflate();
    case 'RAW_DEFLATE':
      return zlib.createDeflateRaw();
    case 'NONE':
      return new PassThrough();
    default: {
      const create = (zlib as { createZstdCompress?: () => Transform }).createZstdCompress;
      if (create === undefined) throw unsupported('COMPRESSION = ZSTD on this version of Node');
      return create();
    }
  }
}
