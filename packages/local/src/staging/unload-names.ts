import { randomUUID } from 'node:crypto';
import type { FileFormat } from './file-format.js';
import type { UnloadStatement } from './read-unload.js';

/** Names the files of one unload. */
export class UnloadNames {
  readonly #statement: UnloadStatement;
  readonly #format: FileFormat;
  readonly #queryId: string;
  #count = 0;

  constructor(statement: UnloadStatement, format: FileFormat, queryId: string = randomUUID()) {
    this.#statement = statement;
    this.#format = format;
    this.#queryId = queryId;
  }

  /** The path of the next file, in the folder of a partition if there is one. */
  next(partition: string | undefined): string {
    const { stage, single, includeQueryId } = this.#statement;
    const slash = stage.path.lastIndexOf('/') + 1;
    const folder = stage.path.slice(0, slash);
    const given = stage.path.slice(slash);
    if (single) return `${folder}${given === '' ? 'data' : given}`;
    const inside = partition === undefined ? '' : `${partition}/`;
    const prefix = given === '' ? 'data_' : given.endsWith('_') ? given : `${given}_`;
    const id = includeQueryId ? `${this.#queryId}_` : '';
    this.#count += 1;
    return `${folder}${inside}${prefix}${id}0_0_${this.#count - 1}${this.#extension}`;
  }

  get #extension(): string {
    const format = this.#format;
    if (format.type === 'PARQUET') return format.isSnappy ? '.snappy.parquet' : '.parquet';
    const plain = format.fileExtension || format.type.toLowerCase();
    return `.${plain.replace(/^\./, '')}${compressedExtension[format.compression] ?? ''}`;
  }
}

const compressedExtension: Readonly<Record<string, string>> = {
  AUTO: '.gz',
  GZIP: '.gz',
  BROTLI: '.br',
  ZSTD: '.zst',
  DEFLATE: '.deflate',
  RAW_DEFLATE: '.raw_deflate',
};
