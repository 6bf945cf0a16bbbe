import type { SourceRecord } from '@das/core';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { CollectorsError } from '../errors/collectors-error.js';
import { loadPeer } from '../peer/load-peer.js';
import {
  keptOfLongRecord,
  longestRecord,
  type RangedContent,
  type RangedFormat,
  type ReadOptions,
  type RecordChunk,
} from './format.js';
import { boundedCompressors } from './parquet-compressors.js';
import {
  type Column,
  columnsOf,
  parquetParsers,
  plainValue,
  withoutDecimals,
} from './parquet-values.js';

/**
 * Apache Parquet, the row's number as offset. Row groups are read one at a time, each by ranged
 * reads of its columns. A row becomes a JSON object: decimals, timestamps and whole numbers that a
 * JavaScript number cannot hold are texts, without a loss; bytes are base64.
 *
 * @see https://parquet.apache.org/docs/file-format/
 */
export const parquet: RangedFormat = Object.freeze({
  name: 'parquet',
  access: 'ranged',
  identifyingLines: 0,
  read: readRows,
});

/** Whether these first bytes begin a Parquet file. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/** A row group is in memory as a whole: decoded, it takes several times that. */
const largestRowGroup = 1024 ** 3;
const rowsOfChunk = 5000;

async function* readRows(
  content: RangedContent,
  options: ReadOptions,
  place: string,
): AsyncGenerator<RecordChunk> {
  if (content.size === 0) return;
  const { parquetMetadataAsync, parquetRead, parquetSchema } = await loadPeer(
    'hyparquet',
    () => import('hyparquet'),
  );
  const file = bufferOf(content);
  const original = await about(place, () => parquetMetadataAsync(file));
  const columns = columnsOf(parquetSchema(original));
  const metadata = withoutDecimals(original);
  const compressors = await boundedCompressors();
  let first = 0;
  for (const { from, to } of rowGroups(metadata, place)) {
    first = Math.max(from, options.start.offset);
    if (first >= to) continue;
    const rows = await about(
      place,
      () =>
        new Promise<readonly (readonly unknown[])[]>((resolve, reject) => {
          parquetRead({
            file,
            metadata,
            compressors: compressors(largestRowGroup),
            parsers: parquetParsers,
            utf8: false,
            rowStart: first,
            rowEnd: to,
            columns: columns.map(({ name }) => name),
            onComplete: resolve,
          }).catch(reject);
        }),
    );
    if (rows.length !== to - first) throw broken(place, new Error('rows are missing'));
    for (let start = 0; start < rows.length; start += rowsOfChunk) {
      const part = rows.slice(start, start + rowsOfChunk);
      const records = part.map((row, index) => recordOf(first + start + index, row, columns));
      yield { records, nextOffset: first + start + part.length, nextByte: undefined };
    }
  }
}

function* rowGroups(
  metadata: FileMetaData,
  place: string,
): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0;
  for (const group of metadata.row_groups) {
    const to = from + Number(group.num_rows);
    if (Number(group.total_byte_size) > largestRowGroup) throw tooLarge(place);
    yield { from, to };
    from = to;
  }
}

function recordOf(
  offset: number,
  row: readonly unknown[],
  columns: readonly Column[],
): SourceRecord {
  const entries: [string, unknown][] = [];
  let isText = true;
  columns.forEach((column, index) => {
    const value = plainValue(row[index], column, () => {
      isText = false;
    });
    entries.push([column.name, value]);
  });
  const event: unknown = Object.fromEntries(entries);
  const raw = JSON.stringify(event);
  if (raw.length > longestRecord) {
    return { offset, raw: raw.slice(0, keptOfLongRecord), fault: 'record_too_large' };
  }
  return isText ? { offset, raw, event } : { offset, raw, fault: 'invalid_utf8' };
}

function bufferOf(content: RangedContent): AsyncBuffer {
  return {
    byteLength: content.size,
    slice: async (start, end = content.size) => {
      const bytes = new Uint8Array(Math.max(0, end - start));
      let at = 0;
      for await (const chunk of content.read(start, end)) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      if (at !== bytes.length) throw new RangeError('the content ended early');
      return bytes.buffer;
    },
  };
}

/** What the reader throws has no code, but may quote the content; what the content throws has one. */
async function about<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOwn =
      error instanceof CollectorsError || (error as { code?: unknown }).code !== undefined;
    throw isOwn ? error : broken(place, error);
  }
}

function broken(place: string, cause: unknown): CollectorsError {
  return new CollectorsError(
    'DAS_SOURCE_WRONG_FORMAT',
    'the content is not Parquet that can be read',
    {
      place,
      next: 'write it again, with Parquet types other than BSON and INTERVAL',
      cause,
    },
  );
}

function tooLarge(place: string): CollectorsError {
  return new CollectorsError('DAS_SOURCE_DECOMPRESSION_BOMB', 'a row group has more than 1 GB', {
    place,
    next: 'write it with smaller row groups, of 128 MB or so',
  });
}
