/**
 * Writes Kafka's primitive types. What is written has the shape that kafkajs expects of an encoder,
 * so that its connections can send it.
 *
 * @see https://kafka.apache.org/protocol#protocol_types
 */
export class ByteWriter {
  readonly #parts: Buffer[] = [];

  /** All that was written. kafkajs reads it under this name, and under `buf`. */
  get buffer(): Buffer {
    return Buffer.concat(this.#parts);
  }

  get buf(): Buffer {
    return this.buffer;
  }

  size(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  int8(value: number): this {
    const part = Buffer.alloc(1);
    part.writeInt8(value);
    return this.bytes(part);
  }

  int32(value: number): this {
    const part = Buffer.alloc(4);
    part.writeInt32BE(value);
    return this.bytes(part);
  }

  int64(value: number): this {
    const part = Buffer.alloc(8);
    part.writeBigInt64BE(BigInt(value));
    return this.bytes(part);
  }

  unsignedVarint(value: number): this {
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
    return this.bytes(Buffer.from(bytes));
  }

  string(value: string): this {
    const text = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeInt16BE(text.length);
    return this.bytes(length).bytes(text);
  }

  compactString(value: string): this {
    const text = Buffer.from(value);
    return this.unsignedVarint(text.length + 1).bytes(text);
  }

  array<T>(items: readonly T[], each: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) each(item);
    return this;
  }

  compactArray<T>(items: readonly T[], each: (item: T) => void): this {
    this.unsignedVarint(items.length + 1);
    for (const item of items) each(item);
    return this;
  }

  /** No optional fields, as a structure of a flexible version ends. */
  noTags(): this {
    return this.unsignedVarint(0);
  }

  bytes(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}
