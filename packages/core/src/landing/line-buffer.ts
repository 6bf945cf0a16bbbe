const firstSize = 64 * 1024;

/**
 * How fast it grows: to grow copies all there is, which memory that is not used yet costs far less than.
 * The size of a large flush is reached in few steps, and little more is taken than it needs.
 */
const growth = { factor: 8, most: 64 * 1024 * 1024 };

/** A UTF-16 code unit takes three bytes of UTF-8 at the most. */
const mostBytesOfUnit = 3;

/**
 * Lines on their way to a file, as the bytes that are written. A hundred thousand texts that live
 * until a flush is full cost more to collect as garbage than all else that is done with them.
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
    this.#reserve(line.length * mostBytesOfUnit);
    this.#size += this.#bytes.write(line, this.#size);
    this.#length += 1;
  }

  /**
   * Adds a line whose end is the same in many.
   *
   * @param isAscii - whether the start is nothing but ASCII; what is not must not be said to be
   */
  pushParts(start: string, isAscii: boolean, end: Uint8Array): void {
    this.#reserve((isAscii ? start.length : start.length * mostBytesOfUnit) + end.length);
    this.#size += isAscii
      ? this.#bytes.write(start, this.#size, 'latin1')
      : this.#bytes.write(start, this.#size);
    this.#bytes.set(end, this.#size);
    this.#size += end.length;
    this.#length += 1;
  }

  /** All lines one after the other; what is added later may change these bytes. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  /** Takes all lines away and keeps the memory, for the lines of another file. */
  clear(): void {
    this.#size = 0;
    this.#length = 0;
  }

  #reserve(more: number): void {
    const needed = this.#size + more;
    if (needed <= this.#bytes.length) return;
    const { length } = this.#bytes;
    const wanted = Math.min(length * growth.factor, length + growth.most);
    const larger = Buffer.allocUnsafeSlow(Math.max(firstSize, needed, wanted));
    larger.set(this.bytes());
    this.#bytes = larger;
  }
}
