import type { JsonValue } from '@das/core';
import { invalidEvent } from './invalid-event.js';
import { refuseSensitiveText } from './refuse-sensitive-text.js';

const maximumDepth = 32;

/**
 * A copy of a value that is certainly JSON and in which no personal data is detected.
 *
 * Each property is read once and only the copy is written, so that what is signed is what was
 * looked at. Keys keep their order.
 */
function checkedValue(value: unknown, place: string, depth = 0): JsonValue {
  if (depth > maximumDepth) {
    throw invalidEvent(
      `the details are nested deeper than ${maximumDepth} levels`,
      place,
      'record a flat object of identifiers, digests and counts',
    );
  }
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    refuseSensitiveText(value, place);
    return value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => checkedValue(item, `${place}[${index}]`, depth + 1));
  }
  if (isPlainObject(value)) return checkedObject(value, place, depth);
  throw invalidEvent(
    'the details hold a value that JSON does not have',
    place,
    'use strings, finite numbers, booleans, null, arrays and plain objects only',
  );
}

/** As {@link checkedValue}, of an object. */
export function checkedObject(
  value: object,
  place: string,
  depth = 0,
): { readonly [key: string]: JsonValue } {
  const entries = Object.entries(value).map(([key, item], position): [string, JsonValue] => {
    // Where the key itself may be the secret, only its position can be told.
    refuseSensitiveText(key, `${place}, the name of property ${position + 1}`);
    return [key, checkedValue(item, pathTo(place, key), depth + 1)];
  });
  return Object.fromEntries(entries);
}

function pathTo(place: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${place}.${key}` : `${place}[${JSON.stringify(key)}]`;
}

/** Whether a value is an object literal: a Date or a Map would be written as something else. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
