import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
} from '@duckdb/node-api';
import type { DataType } from '../../datatype/data-type.js';

/** A value of a JSON rowset: text, or null. */
export type WireValue = string | null;

/** No offset from UTC: the offset of a TIMESTAMP_TZ is written in minutes, and 1440 stands for none. */
const noOffset = ' 1440';

/**
 * How the values of a type are written in a JSON rowset, as Snowflake's open drivers read them:
 * numbers in full, dates as days and times as seconds since the epoch, bytes in hexadecimal, semi-structured
 * values as JSON text.
 *
 * @throws TypeError at a value that has no such form.
 */
export function encoderFor(type: DataType): (value: unknown) => WireValue {
  const encode = encoders[type.kind] ?? text;
  return (value) => (value === null || value === undefined ? null : encode(value));
}

const encoders: Readonly<Partial<Record<DataType['kind'], (value: unknown) => string>>> = {
  NUMBER: text,
  FLOAT: (value) => (typeof value === 'number' ? floatText(value) : text(value)),
  BOOLEAN: (value) => (value === true ? '1' : '0'),
  DATE: (value) => {
    if (value instanceof DuckDBDateValue) return String(value.days);
    if (value instanceof Date) return String(Math.floor(value.getTime() / 86_400_000));
    throw noForm();
  },
  TIME: (value) => {
    if (value instanceof DuckDBTimeValue) return seconds(value.micros);
    throw noForm();
  },
  TIMESTAMP_NTZ: instant,
  TIMESTAMP_LTZ: instant,
  TIMESTAMP_TZ: (value) => instant(value) + noOffset,
  BINARY: (value) => {
    if (value instanceof DuckDBBlobValue) return hexadecimal(value.bytes);
    if (value instanceof Uint8Array) return hexadecimal(value);
    throw noForm();
  },
  VARIANT: json,
  OBJECT: json,
  ARRAY: json,
};

function text(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value instanceof DuckDBDecimalValue) return value.toString();
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return hexadecimal(value);
      if (value !== null && typeof value === 'object' && 'hugeint' in value) return String(value);
      throw noForm();
  }
}

/** The special values as `TO_VARCHAR` writes them. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function instant(value: unknown): string {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return seconds(value.micros);
  }
  if (value instanceof Date) return seconds(BigInt(value.getTime()) * 1000n);
  throw noForm();
}

/** Seconds with nine digits: the scale that every time and timestamp of the engine declares. */
function seconds(micros: bigint): string {
  const isNegative = micros < 0n;
  const amount = isNegative ? -micros : micros;
  const fraction = String(amount % 1_000_000n).padStart(6, '0');
  return `${isNegative ? '-' : ''}${amount / 1_000_000n}.${fraction}000`;
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('hex')
    .toUpperCase();
}

function json(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function noForm(): TypeError {
  return new TypeError('a value of the engine has no form on the wire');
}
