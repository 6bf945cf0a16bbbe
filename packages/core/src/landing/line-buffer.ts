import { momentLength, writeMoment } from './iso-moment.js';

const firstSize = 64 * 1024;

/**
 * How fast it grows: to grow copies all there is, which memory that is not used yet costs far less than.
 * The size of a large flush is reached in few steps, and little more is taken than it needs.
 */
const growth = { factor: 8, most: 64 * 1024 * 1024 };

/** A UTF-16 code unit takes three bytes of UTF-8 at the most. */
const mostBytesOfUnit = 3;

/** Up to so many units, a text is quicker to write one by one than to be handed over as a whole. */
const shortText = 128;

/** Up to so many bytes, the same holds for bytes. */
const shortPart = 64;

const quote = 0x22;
const zero = 0x30;
const point = 0x2e;

/** From here on, an integer may not fit into 32 bits. */
const longestInteger = 1e9;

/** Whether JSON holds a character as it is, and UTF-8 in one byte. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0x7f && code !== 0x22 && code !== 0x5c;
}

/**
 * Lines of JSON on their way to a file, as the bytes that are written. A hundred thousand texts that
 * live until a flush is full cost more to collect as garbage than all else that is done with them,
 * and so do the parts of which a line is put together: they are written where they stay.
 */
export class LineBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #size = 0;
  #length = 0;

  /** How many lines there are. */
  get length(): number {
    return this.#length;
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /** Adds a line, which ends with a line feed and has no other. */
  push(line: string): void {
    this.text(line);
    this.#length += 1;
  }

  /** Adds bytes as they are: part of a line. */
  bytes(part: Uint8Array): void {
    const { length } = part;
    this.#reserve(length);
    const bytes = this.#bytes;
    const at = this.#size;
    if (length > shortPart) bytes.set(part, at);
    else for (let index = 0; index < length; index += 1) bytes[at + index] = part[index] as number;
    this.#size = at + length;
  }

  /** Adds a text as it is: part of a line. */
  text(part: string): void {
    this.#reserve(part.length * mostBytesOfUnit);
    this.#size += this.#bytes.write(part, this.#size);
  }

  /** Adds a text as JSON holds it, between quotes. */
  json(value: string): void {
    const { length } = value;
    if (length > shortText) {
      this.text(JSON.stringify(value));
      return;
    }
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    const at = this.#size + 1;
    bytes[at - 1] = quote;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (!isPlain(code)) {
        this.text(JSON.stringify(value));
        return;
      }
      bytes[at + index] = code;
    }
    bytes[at + length] = quote;
    this.#size = at + length + 1;
  }

  /** Adds a number as JSON holds it. */
  number(value: number): void {
    if (value >= 0 && value < longestInteger) {
      const whole = Math.floor(value);
      if (whole === value) {
        this.#digits(whole);
        return;
      }
      const cents = Math.round(value * 100);
      // No other text of so few digits is nearest to this number.
      if (cents / 100 === value) {
        this.#digits(whole);
        this.#fraction(cents - whole * 100);
        return;
      }
    }
    this.text(Number.isFinite(value) ? String(value) : 'null');
  }

  /** Adds a moment as JSON holds it, in milliseconds since 1970; an invalid one is null. */
  moment(time: number): void {
    this.#reserve(momentLength + 2);
    const at = this.#size;
    if (!writeMoment(this.#bytes, at + 1, time)) {
      this.text(JSON.stringify(new Date(time)));
      return;
    }
    this.#bytes[at] = quote;
    this.#bytes[at + 1 + momentLength] = quote;
    this.#size = at + 2 + momentLength;
  }

  /** Ends a line that was added in parts, of which the last ends with a line feed. */
  endLine(): void {
    this.#length += 1;
  }

  /** All lines one after the other; what is added later may change these bytes. */
  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Takes away what was added since there were so many bytes and lines. */
  rewind(size: number, length: number): void {
    this.#size = size;
    this.#length = length;
  }

  /** Takes all lines away and keeps the memory, for the lines of another file. */
  clear(): void {
    this.rewind(0, 0);
  }

  #digits(value: number): void {
    let count = 1;
    for (let bound = 10; value >= bound; bound *= 10) count += 1;
    this.#reserve(count);
    const bytes = this.#bytes;
    const start = this.#size;
    let rest = value | 0;
    for (let at = start + count - 1; at >= start; at -= 1) {
      const next = (rest / 10) | 0;
      bytes[at] = zero + rest - next * 10;
      rest = next;
    }
    this.#size = start + count;
  }

  /** Adds a point, and hundredths without a zero at their end. */
  #fraction(hundredths: number): void {
    this.#reserve(3);
    const bytes = this.#bytes;
    const at = this.#size;
    const tens = (hundredths / 10) | 0;
    const ones = hundredths - tens * 10;
    bytes[at] = point;
    bytes[at + 1] = zero + tens;
    bytes[at + 2] = zero + ones;
    this.#size = at + (ones === 0 ? 2 : 3);
  }

  #reserve(more: number): void {
    const needed = this.#size + more;
    if (needed <= this.#bytes.length) return;
    const { length } = this.#bytes;
    const wanted = Math.min(length * growth.factor, length + growth.most);
    const larger = Buffer.allocUnsafeSlow(Math.max(firstSize, needed, wanted));
    larger.set(this.all());
    this.#bytes = larger;
  }
}
