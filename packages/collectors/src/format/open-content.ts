import { type CsvOptions, csv } from './csv.js';
import { type Compression, compressionOf, decompressed } from './decompress.js';
import type { FileFormat, RangedContent, ReadOptions, RecordChunk } from './format.js';
import { isArray, jsonArray } from './json-array.js';
import { ndjson } from './ndjson.js';
import { isParquet, parquet } from './parquet.js';

/** How a collector names a format. `undefined` stands for what the name and the first bytes say. */
export type FormatOption = FileFormat['name'] | CsvOptions | undefined;

/** What content is taken for. */
export interface ContentExpectation {
  /** The file's name, or the object's key. */
  readonly name: string;
  /** What messages call it. */
  readonly place: string;
  /** Default: by name and first bytes. */
  readonly format?: FileFormat | undefined;
  /** Columns that a CSV header must have when no format is given. */
  readonly columns?: readonly string[] | undefined;
}

/** Content that was looked at. */
export interface OpenedContent {
  readonly format: FileFormat;
  readonly compression: Compression;
  /** The first bytes, decompressed. */
  readonly head: Uint8Array;
  /** Whether reading may go on at a byte. */
  readonly isSeekable: boolean;
  /** The records from `start` on. A chunk has a byte only where reading may go on there. */
  read(options: ReadOptions): AsyncIterable<RecordChunk>;
}

/** How many bytes are looked at before content is read. */
export const headSize: number = 64 * 1024;

/** The format that a collector names. */
export function namedFormat(
  option: FormatOption,
  columns: readonly string[],
): FileFormat | undefined {
  switch (option) {
    case undefined:
      return undefined;
    case 'ndjson':
      return ndjson;
    case 'json-array':
      return jsonArray;
    case 'parquet':
      return parquet;
    case 'csv':
      return csv({ columns });
    default:
      return csv({ columns, ...option });
  }
}

/**
 * Looks at content's first bytes: compression and Parquet are recognised by them, CSV by the name, a
 * JSON array by both (`.json` that begins with a bracket). All else is NDJSON.
 *
 * @throws {@link CollectorsError} where the content cannot be of its format
 */
export async function openContent(
  given: RangedContent,
  expectation: ContentExpectation,
): Promise<OpenedContent> {
  const { place } = expectation;
  const stored = await collect(given.read(0, Math.min(given.size, headSize)));
  // What was read once need not be fetched again.
  const content = given.size <= stored.length ? inMemory(stored) : given;
  const compression = compressionOf(stored);
  const head =
    compression === 'none' ? stored : await inflatedHead(stored, content, compression, place);
  const format = expectation.format ?? recognised(expectation, head);
  if (format.access === 'ranged') {
    return {
      format,
      compression,
      head,
      isSeekable: false,
      read: (options) => format.read(content, options, place),
    };
  }
  format.check(head, place);
  // Compressed content cannot be entered in the middle; what has landed is skipped instead.
  const isSeekable = compression === 'none' && format.isSeekable;
  return {
    format,
    compression,
    head,
    isSeekable,
    read: (options) => {
      const start = isSeekable && options.start.byte > 0 ? options.start : { offset: 0, byte: 0 };
      const bytes = decompressed(content.read(start.byte), compression, place);
      const chunks = format.read(bytes, { ...options, start });
      return newChunks(chunks, options.start.offset, isSeekable);
    },
  };
}

function recognised({ name, columns }: ContentExpectation, head: Uint8Array): FileFormat {
  if (isParquet(head)) return parquet;
  const plainName = name.replace(/\.(gz|zst|zstd)$/i, '');
  if (/\.csv$/i.test(plainName)) return csv({ columns: columns ?? [] });
  return /\.json$/i.test(plainName) && isArray(head) ? jsonArray : ndjson;
}

async function* newChunks(
  chunks: AsyncIterable<RecordChunk>,
  from: number,
  isSeekable: boolean,
): AsyncGenerator<RecordChunk> {
  for await (const { records, nextOffset, nextByte } of chunks) {
    const isNew = records[0] === undefined || records[0].offset >= from;
    yield {
      records: isNew ? records : records.filter(({ offset }) => offset >= from),
      nextOffset,
      nextByte: isSeekable ? nextByte : undefined,
    };
  }
}

async function inflatedHead(
  stored: Uint8Array,
  content: RangedContent,
  compression: Compression,
  place: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of decompressed(inMemory(stored).read(0), compression, place)) {
      parts.push(part);
      length += part.length;
      if (length >= headSize) break;
    }
  } catch (error) {
    // The start of longer content ends too early, which says nothing of the rest.
    if (content.size <= stored.length) throw error;
  }
  return Buffer.concat(parts).subarray(0, headSize);
}

function inMemory(bytes: Uint8Array): RangedContent {
  return {
    size: bytes.length,
    read: async function* (from, to) {
      if (from < bytes.length) yield bytes.subarray(from, to);
    },
  };
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
