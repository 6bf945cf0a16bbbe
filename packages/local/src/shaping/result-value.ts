import type { Value } from '@das/core';
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
} from '@duckdb/node-api';
import { type DataType, isSemiStructured } from '../datatype/data-type.js';

/** Turns a value of DuckDB into what the Snowflake driver for Node gives for the column's type. */
export function resultValue(value: unknown, type: DataType): Value {
  if (value === null || value === undefined) return null;
  if (isSemiStructured(type) && typeof value === 'string') return JSON.parse(value) as Value;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return value;
    case 'bigint':
      return exact(value);
    default:
      return fromObject(value);
  }
}

function fromObject(value: unknown): Value {
  if (value instanceof DuckDBDecimalValue) {
    return value.scale === 0 ? exact(value.value) : value.toDouble();
  }
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return new Date(Number(value.micros / 1000n));
  }
  if (value instanceof DuckDBDateValue) return new Date(value.days * 86_400_000);
  if (value instanceof DuckDBTimeValue) return timeText(value.micros);
  if (value instanceof DuckDBBlobValue) return Uint8Array.from(value.bytes);
  if (value instanceof DuckDBUUIDValue) return value.toString();
  throw new TypeError('a value of DuckDB has no Snowflake form');
}

/** A NUMBER is a `bigint` only where a `number` would round it. */
function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function timeText(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n);
  const part = (amount: number): string => String(amount).padStart(2, '0');
  return `${part(Math.floor(seconds / 3600))}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}`;
}
