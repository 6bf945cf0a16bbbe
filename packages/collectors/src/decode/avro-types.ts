import type { Schema, types } from 'avsc';
import {
  bigEndian,
  dayText,
  decimalText,
  exactInteger,
  momentText,
  type SecondDigits,
  timeText,
} from './moments.js';

/** The library, as its import gives it. */
export type AvroLibrary = typeof import('avsc');

type TypeOptions = NonNullable<Parameters<AvroLibrary['Type']['forSchema']>[1]>;

/** The types of Avro as they are to be read: nothing loses a digit. */
export function avroTypes(avro: AvroLibrary): Partial<TypeOptions> {
  const long = avro.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => exactInteger(bytes.readBigInt64LE()),
    toBuffer: (value: number | bigint) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(BigInt(value));
      return bytes;
    },
    fromJSON: (value: number) => value,
    toJSON: (value: unknown) => value,
    isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
    compare: (one: number, other: number) => (one < other ? -1 : Number(one > other)),
  });
  return { registry: { long }, logicalTypes: logicalTypes(avro) };
}

type LogicalTypes = Record<string, new (schema: Schema, options?: unknown) => types.LogicalType>;

function logicalTypes(avro: AvroLibrary): LogicalTypes {
  /** A logical type that is only read: `convert` gets what is stored, and the schema. */
  const readAs = (convert: (stored: never, scale: number) => unknown): LogicalTypes[string] =>
    class extends avro.types.LogicalType {
      readonly #scale: number;

      constructor(schema: Schema, options?: unknown) {
        super(schema, options as TypeOptions);
        this.#scale = Number((schema as { readonly scale?: number }).scale ?? 0);
      }

      protected override _fromValue(stored: unknown): unknown {
        return convert(stored as never, this.#scale);
      }

      protected override _toValue(): never {
        throw new TypeError('values are only read');
      }
    };
  const moment = (digits: SecondDigits, zone: '' | 'Z') =>
    readAs((count: number | bigint) => `${momentText(BigInt(count), digits)}${zone}`);
  return {
    date: readAs(dayText),
    'time-millis': readAs((count: number) => timeText(BigInt(count), 3)),
    'time-micros': readAs((count: number | bigint) => timeText(BigInt(count), 6)),
    'timestamp-millis': readAs((count: number | bigint) => dateOf(Number(count))),
    'timestamp-micros': moment(6, 'Z'),
    'timestamp-nanos': moment(9, 'Z'),
    'local-timestamp-millis': moment(3, ''),
    'local-timestamp-micros': moment(6, ''),
    'local-timestamp-nanos': moment(9, ''),
    decimal: readAs((bytes: Buffer, scale) => decimalText(bigEndian(bytes), scale)),
  };
}

function dateOf(milliseconds: number): Date {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw new RangeError('no moment of a date');
  return date;
}
