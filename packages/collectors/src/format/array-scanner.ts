import { keptOfLongRecord, longestRecord } from './format.js';

/** An element of an array, as it is written, or what is amiss with the array itself. */
export interface Element {
  readonly bytes: Uint8Array;
  readonly fault?: 'record_too_large' | 'content_after_array' | 'array_not_closed';
  /** The byte of the content at which the next element may begin, or the array's end stands. */
  readonly nextByte: number;
}

const [quote, backslash, comma, opening, closing, openingBrace, closingBrace] =
  Buffer.from('"\\,[]{}');
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Cuts the bytes of one JSON array into its elements without parsing them, so that an element that
 * is no JSON spoils no other. Brackets are only counted: which one closes which is the decoder's to see.
 */
export class ArrayScanner {
  #state: 'before' | 'inside' | 'after';
  /** Whether an end of the array may stand here, as behind `[`. */
  #mayEnd = true;
  #byte: number;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isTooLong = false;

  /** @param byte - where reading starts: 0, or what an earlier element gave as its `nextByte` */
  constructor(byte: number) {
    this.#byte = byte;
    this.#state = byte === 0 ? 'before' : 'inside';
  }

  *add(chunk: Uint8Array): Generator<Element> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#state === 'before') {
        // A byte order mark and space may stand before the array; what else may not, `check` has seen.
        if (byte === opening) this.#state = 'inside';
        from = at + 1;
      } else if (this.#state === 'inside' && this.#ends(byte)) {
        this.#keep(chunk.subarray(from, at));
        from = at + 1;
        yield* this.#element(byte === closing, this.#byte + at);
      }
    }
    if (this.#state === 'inside' || (this.#state === 'after' && from < chunk.length)) {
      this.#keep(chunk.subarray(from));
    }
    this.#byte += chunk.length;
  }

  /** What is left at the content's end: nothing, where the array was closed and nothing follows it. */
  *rest(): Generator<Element> {
    const bytes = trimmed(Buffer.concat(this.#parts));
    const nextByte = this.#byte;
    if (this.#state === 'before') return;
    if (this.#state === 'after') {
      const kept = bytes.subarray(0, keptOfLongRecord);
      if (bytes.length > 0) yield { bytes: kept, fault: 'content_after_array', nextByte };
      return;
    }
    if (bytes.length > 0) {
      yield this.#isTooLong ? { bytes, fault: 'record_too_large', nextByte } : { bytes, nextByte };
    }
    yield { bytes: new Uint8Array(), fault: 'array_not_closed', nextByte };
  }

  /** Whether this byte ends the element, or the array. */
  #ends(byte: number): boolean {
    if (this.#isInText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) this.#isInText = false;
      return false;
    }
    if (byte === quote) this.#isInText = true;
    else if (byte === opening || byte === openingBrace) this.#depth += 1;
    else if (this.#depth > 0 && (byte === closing || byte === closingBrace)) this.#depth -= 1;
    else return this.#depth === 0 && (byte === comma || byte === closing);
    return false;
  }

  *#element(isLast: boolean, at: number): Generator<Element> {
    const bytes = trimmed(Buffer.concat(this.#parts));
    const isNothing = bytes.length === 0 && isLast && this.#mayEnd;
    // The end of the array is read again when reading goes on there, and says that it was reached.
    const nextByte = isLast ? at : at + 1;
    const isTooLong = this.#isTooLong;
    this.#parts = [];
    this.#length = 0;
    this.#isTooLong = false;
    this.#mayEnd = false;
    if (isLast) this.#state = 'after';
    if (isNothing) return;
    yield isTooLong ? { bytes, fault: 'record_too_large', nextByte } : { bytes, nextByte };
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#isTooLong) return;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    if (this.#length <= longestRecord) return;
    this.#parts = [Buffer.concat(this.#parts).subarray(0, keptOfLongRecord)];
    this.#isTooLong = true;
  }
}

function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start] ?? 0)) start += 1;
  while (end > start && isSpace(bytes[end - 1] ?? 0)) end -= 1;
  return bytes.subarray(start, end);
}
