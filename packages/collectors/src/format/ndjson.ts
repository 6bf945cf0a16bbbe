import { isUtf8 } from 'node:buffer';
import type { SourceRecord } from '@das/core';
import {
  type Decoding,
  keptOfLongRecord,
  longestRecord,
  mostRecordsOfChunk,
  type ReadOptions,
  type RecordChunk,
  type StreamedFormat,
} from './format.js';

const newline = 0x0a;

/**
 * Newline-delimited JSON: one document a line, the line number as offset. Empty lines are skipped.
 *
 * @see https://github.com/ndjson/ndjson-spec
 */
export const ndjson: StreamedFormat = Object.freeze({
  name: 'ndjson',
  access: 'streamed',
  isSeekable: true,
  isAppendable: true,
  identifyingLines: 1,
  check: () => {},
  read: readLines,
});

async function* readLines(
  content: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<RecordChunk> {
  const assembler = new LineAssembler();
  const place = { ...options.start };
  for await (const chunk of content) {
    for (const lines of assembler.add(chunk)) yield* chunksOf(lines, place, options);
  }
  const last = assembler.rest();
  // Where more is to come, a line without its end is not yet a line.
  if (last.length > 0 && options.isGrowing !== true) yield* chunksOf(last, place, options);
}

async function* chunksOf(
  { bytes, length, isTooLong }: Lines,
  place: { offset: number; byte: number },
  decoding: Decoding,
): AsyncGenerator<RecordChunk> {
  if (isTooLong) {
    const record = { offset: place.offset, raw: bytes, fault: 'record_too_large' };
    place.offset += 1;
    place.byte += length;
    yield { records: [record], nextOffset: place.offset, nextByte: place.byte };
    return;
  }
  for (const part of partsOf(bytes)) {
    const raw = linesOf(part);
    await decoding.prepareToDecode?.(raw.filter((each) => each.length > 0));
    const records: SourceRecord[] = [];
    for (const each of raw) {
      if (each.length > 0) {
        records.push({ offset: place.offset, raw: each, ...decoding.decode(each) });
      }
      place.offset += 1;
    }
    place.byte += part.length;
    yield { records, nextOffset: place.offset, nextByte: place.byte };
  }
}

/** Cuts whole lines into parts of at most {@link mostRecordsOfChunk} of them. */
function* partsOf(bytes: Uint8Array): Generator<Buffer> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // No line has fewer bytes than its end.
  if (buffer.length <= mostRecordsOfChunk) {
    yield buffer;
    return;
  }
  let start = 0;
  let end = 0;
  for (let lines = 1; end < buffer.length; lines += 1) {
    const at = buffer.indexOf(newline, end);
    end = at === -1 ? buffer.length : at + 1;
    if (lines % mostRecordsOfChunk !== 0) continue;
    yield buffer.subarray(start, end);
    start = end;
  }
  if (start < end) yield buffer.subarray(start, end);
}

/** The lines of a part, as text where they are UTF-8; an empty one is an empty text. */
function linesOf(part: Buffer): readonly (string | Uint8Array)[] {
  if (isUtf8(part)) {
    const lines = part.toString('utf8').split('\n');
    // What follows the last newline is empty, or the file's last line.
    if (lines.at(-1) === '') lines.pop();
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }
  const lines: (string | Uint8Array)[] = [];
  for (let from = 0; from < part.length; ) {
    const at = part.indexOf(newline, from);
    const end = at === -1 ? part.length : at;
    const line = part.subarray(from, end);
    if (isUtf8(line)) {
      const text = line.toString('utf8');
      lines.push(text.endsWith('\r') ? text.slice(0, -1) : text);
    } else {
      lines.push(line);
    }
    from = end + 1;
  }
  return lines;
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
