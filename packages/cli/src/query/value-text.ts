import type { Value } from '@das/core';

/** A value as a JSON document holds it: dates in ISO 8601, binary in hex, large integers as text. */
export function jsonValue(value: Value | undefined, type: string): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return dateText(value, type, 'T');
  if (value instanceof Uint8Array) return hex(value);
  // JSON has no NaN and no infinity; Snowflake writes them as text too.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

/** A value as a cell of a table shows it. */
export function cellText(value: Value | undefined, type: string): string {
  if (value === undefined || value === null) return 'NULL';
  if (value instanceof Date) return dateText(value, type, ' ');
  if (value instanceof Uint8Array) return hex(value);
  if (typeof value === 'object') {
    return JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}` : each));
  }
  return String(value);
}

/** A timestamp without a time zone has none to show. */
function dateText(date: Date, type: string, separator: 'T' | ' '): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  if (/^DATE\b/.test(type)) return day;
  const hasZone = /^TIMESTAMP_(LTZ|TZ)/.test(type);
  return `${day}${separator}${hasZone ? time : time.replace('Z', '')}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
