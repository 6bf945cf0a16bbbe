import { isUtf8 } from 'node:buffer';
import type { SourceRecord } from '@das/core';
import {
  type Decode,
  type FileFormat,
  keptOfLongRecord,
  longestRecord,
  type RecordChunk,
  type StartAt,
} from './format.js';

const newline = 0x0a;

/**
 * Newline-delimited JSON: one document a line, the line number as offset. Empty lines are skipped.
 *
 * @see https://github.com/ndjson/ndjson-spec
 */
export const ndjson: FileFormat = Object.freeze({
  name: 'ndjson',
  isSeekable: true,
  identifyingLines: 1,
  check: () => {},
  read: readLines,
});

async function* readLines(
  content: AsyncIterable<Uint8Array>,
  start: StartAt,
  decode: Decode,
): AsyncGenerator<RecordChunk> {
  const lines = new LineAssembler();
  let { offset, byte } = start;
  const chunkOf = (bytes: Uint8Array, isTooLong: boolean): RecordChunk => {
    const records: SourceRecord[] = [];
    if (isTooLong) {
      records.push({ offset, raw: bytes, fault: 'record_too_large' });
      offset += 1;
    } else {
      offset = addLines(records, bytes, offset, decode);
    }
    return { records, nextOffset: offset, nextByte: byte };
  };
  for await (const chunk of content) {
    for (const { bytes, length, isTooLong } of lines.add(chunk)) {
      byte += length;
      yield chunkOf(bytes, isTooLong);
    }
  }
  const { bytes, length, isTooLong } = lines.rest();
  if (length === 0) return;
  byte += length;
  yield chunkOf(bytes, isTooLong);
}

/** Adds one record for each line that is not empty; gives the offset after the last line. */
function addLines(
  records: SourceRecord[],
  bytes: Uint8Array,
  firstOffset: number,
  decode: Decode,
): number {
  let offset = firstOffset;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const add = (raw: string | Uint8Array) => {
    if (raw.length > 0) records.push({ offset, raw, ...decode(raw) });
    offset += 1;
  };
  if (isUtf8(buffer)) {
    const lines = buffer.toString('utf8').split('\n');
    // What follows the last newline is empty, or the file's last line.
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) add(line.endsWith('\r') ? line.slice(0, -1) : line);
    return offset;
  }
  for (let from = 0; from < buffer.length; ) {
    const at = buffer.indexOf(newline, from);
    const end = at === -1 ? buffer.length : at;
    const line = buffer.subarray(from, end);
    add(isUtf8(line) ? line.toString('utf8') : line);
    from = end + 1;
  }
  return offset;
}

interface Lines {
  readonly bytes: Uint8Array;
  /** How many bytes of the content these are: more than are kept when a line is too long. */
  readonly length: number;
  readonly isTooLong: boolean;
}

/** Cuts chunks at their last newline and carries the rest over, without letting it grow for ever. */
class LineAssembler {
  #carried: Uint8Array[] = [];
  #length = 0;
  #isTooLong = false;

  *add(chunk: Uint8Array): Generator<Lines> {
    let rest = chunk;
    if (this.#isTooLong) {
      const end = rest.indexOf(newline);
      if (end === -1) {
        this.#length += rest.length;
        return;
      }
      this.#length += end + 1;
      yield this.rest();
      rest = rest.subarray(end + 1);
    }
    const last = rest.lastIndexOf(newline);
    if (last !== -1) {
      this.#carry(rest.subarray(0, last + 1));
      yield this.rest();
    }
    this.#carry(rest.subarray(last + 1));
    if (this.#length > longestRecord) this.#giveUp();
  }

  /** What is carried, and starts anew. */
  rest(): Lines {
    const [only] = this.#carried;
    const bytes =
      this.#carried.length === 1 && only !== undefined ? only : Buffer.concat(this.#carried);
    const lines = { bytes, length: this.#length, isTooLong: this.#isTooLong };
    this.#carried = [];
    this.#length = 0;
    this.#isTooLong = false;
    return lines;
  }

  #carry(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#carried.push(bytes);
    this.#length += bytes.length;
  }

  /** From here on only the line's length and its first bytes are kept. */
  #giveUp(): void {
    this.#carried = [Buffer.concat(this.#carried).subarray(0, keptOfLongRecord)];
    this.#isTooLong = true;
  }
}
