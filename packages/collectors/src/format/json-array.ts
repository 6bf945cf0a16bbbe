import { isUtf8 } from 'node:buffer';
import type { SourceRecord } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import { ArrayScanner, type Element } from './array-scanner.js';
import {
  mostRecordsOfChunk,
  type ReadOptions,
  type RecordChunk,
  type StreamedFormat,
} from './format.js';

/**
 * One JSON array (RFC 8259) whose elements are the records, an element's index as offset. Elements
 * are cut out one by one, so that the array is never in memory as a whole, and one that is no JSON
 * is a record with a fault. So is what stands behind the array, or an array that is not closed.
 */
export const jsonArray: StreamedFormat = Object.freeze({
  name: 'json-array',
  access: 'streamed',
  isSeekable: true,
  isAppendable: false,
  identifyingLines: 0,
  check: checkArray,
  read: readElements,
});

const startOfArray = /^\ufeff?[ \t\r\n]*(\[|$)/;

/** Whether these first bytes begin an array. */
export function isArray(head: Uint8Array): boolean {
  return startOfArray.exec(textOf(head.subarray(0, 1024)))?.[1] === '[';
}

function checkArray(head: Uint8Array, place: string): void {
  if (startOfArray.test(textOf(head.subarray(0, 1024)))) return;
  throw new CollectorsError('DAS_SOURCE_WRONG_FORMAT', 'the content does not begin an array', {
    place,
    next: "name its format, such as `format = 'ndjson'`, or write the records into an array",
  });
}

async function* readElements(
  content: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<RecordChunk> {
  const scanner = new ArrayScanner(options.start.byte);
  let { offset } = options.start;
  const recordsOf = async (elements: readonly Element[]): Promise<RecordChunk> => {
    const raw = elements.map(({ bytes }) => (isUtf8(bytes) ? textOf(bytes) : bytes));
    await options.prepareToDecode?.(raw);
    const records = elements.map(({ fault }, index): SourceRecord => {
      const each = raw[index] ?? '';
      const decoded = fault === undefined ? options.decode(each) : { fault };
      return { offset: offset + index, raw: each, ...decoded };
    });
    offset += elements.length;
    return { records, nextOffset: offset, nextByte: elements.at(-1)?.nextByte };
  };
  for await (const chunk of content) {
    let elements: Element[] = [];
    for (const element of scanner.add(chunk)) {
      elements.push(element);
      if (elements.length < mostRecordsOfChunk) continue;
      yield await recordsOf(elements);
      elements = [];
    }
    if (elements.length > 0) yield await recordsOf(elements);
  }
  const rest = [...scanner.rest()];
  if (rest.length > 0) yield await recordsOf(rest);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
