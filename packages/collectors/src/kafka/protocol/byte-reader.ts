/** Says that bytes are not what the protocol says they are. Never leaves this package. */
export class MalformedBytesError extends Error {
  override readonly name = 'MalformedBytesError';
}

/**
 * Reads Kafka's primitive types, in their order, out of bytes that it does not copy.
 *
 * @see https://kafka.apache.org/protocol#protocol_types
 */
export class ByteReader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Buffer, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get position(): number {
    return this.#at;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  /** A 64-bit integer as a number. Offsets and times are far below 2^53; an id may lose digits. */
  int64(): number {
    const high = this.int32();
    return high * 2 ** 32 + this.uint32();
  }

  /** A 64-bit integer of which each bit counts, such as the id of a producer. */
  int64Exact(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8));
  }

  /** An unsigned integer of seven bits a byte: at most five bytes. */
  unsignedVarint(): number {
    return this.#shortVarint() ?? this.#longVarint(5);
  }

  /** A signed integer in zigzag encoding. */
  varint(): number {
    return unzigzag(this.unsignedVarint());
  }

  /** A signed 64-bit integer in zigzag encoding. */
  varlong(): number {
    return unzigzag(this.#shortVarint() ?? this.#longVarint(10));
  }

  bytes(length: number): Buffer {
    if (length < 0) throw new MalformedBytesError('a length is negative');
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  string(): string {
    return this.bytes(this.int16()).toString('utf8');
  }

  nullableString(): string | undefined {
    const length = this.int16();
    return length < 0 ? undefined : this.bytes(length).toString('utf8');
  }

  compactString(): string {
    return this.bytes(this.unsignedVarint() - 1).toString('utf8');
  }

  compactNullableString(): string | undefined {
    const length = this.unsignedVarint();
    return length === 0 ? undefined : this.bytes(length - 1).toString('utf8');
  }

  /** An array whose length stands before it; an array that is null is read as empty. */
  array<T>(each: (reader: ByteReader) => T): T[] {
    return this.#items(this.int32(), each);
  }

  compactArray<T>(each: (reader: ByteReader) => T): T[] {
    return this.#items(this.unsignedVarint() - 1, each);
  }

  /** The optional fields that end a structure of a flexible version: `read` is offered each. */
  tagged(read: (tag: number, field: ByteReader) => void = () => {}): void {
    for (let count = this.unsignedVarint(); count > 0; count -= 1) {
      const tag = this.unsignedVarint();
      const size = this.unsignedVarint();
      const start = this.#take(size);
      read(tag, new ByteReader(this.#bytes, start, start + size));
    }
  }

  skip(length: number): void {
    if (length < 0) throw new MalformedBytesError('a length is negative');
    this.#take(length);
  }

  #items<T>(count: number, each: (reader: ByteReader) => T): T[] {
    // Each item takes a byte at least, so a broken count cannot ask for more than there is.
    if (count > this.left) throw new MalformedBytesError('an array is longer than the bytes');
    const items: T[] = [];
    for (let index = 0; index < count; index += 1) items.push(each(this));
    return items;
  }

  /** One or two bytes, as most of them are: without the loop they take a fraction of the time. */
  #shortVarint(): number | undefined {
    const at = this.#at;
    if (at + 1 >= this.#end) return undefined;
    const first = this.#bytes[at];
    const second = this.#bytes[at + 1];
    if (first === undefined || second === undefined) return undefined;
    if (first < 0x80) {
      this.#at = at + 1;
      return first;
    }
    if (second >= 0x80) return undefined;
    this.#at = at + 2;
    return (first & 0x7f) | (second << 7);
  }

  #longVarint(mostBytes: number): number {
    let value = 0;
    let weight = 1;
    for (let count = 0; count < mostBytes; count += 1) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 0x80;
    }
    throw new MalformedBytesError('a variable-length integer does not end');
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#end) throw new MalformedBytesError('the bytes end too early');
    this.#at = start + length;
    return start;
  }
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
