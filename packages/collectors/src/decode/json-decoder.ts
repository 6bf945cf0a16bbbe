import type { DecodedRecord } from '@das/core';
import { longestRecord } from '../format/format.js';
import type { Decoder } from './decoder.js';
import { withExactIntegers } from './exact-json.js';
import { hasPrototypeKey, isPlain, isTooDeep } from './json-shape.js';
import { registeredValueOf } from './wire-format.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes JSON, with or without the header of a schema registry: no JSON begins with its zero byte.
 *
 * An integer that a double cannot hold comes as a bigint, so that no digit is lost. Refused are invalid
 * UTF-8 (`invalid_utf8`), what is no JSON (`invalid_json`), nesting beyond 500 levels (`too_deep`), a
 * key `__proto__` (`prototype_key`) and more than 16 MB (`record_too_large`).
 *
 * @example
 * ```ts
 * import { jsonDecoder } from '@das/collectors';
 *
 * const json = jsonDecoder();
 * console.log(json.decode('{"id": 9007199254740993}').event);
 * // => { id: 9007199254740993n }
 * console.log(json.decode('{"id":').fault);
 * // => invalid_json
 * ```
 */
export function jsonDecoder(): Decoder {
  return { name: 'json', decode };
}

function decode(raw: string | Uint8Array): DecodedRecord {
  if (raw.length > longestRecord) return { fault: 'record_too_large' };
  const text = textOf(raw);
  if (text === undefined) return { fault: 'invalid_utf8' };
  if (isTooDeep(text)) return { fault: 'too_deep' };
  try {
    const event: unknown = JSON.parse(text);
    if (isPlain(event)) return { event };
    if (hasPrototypeKey(event)) return { fault: 'prototype_key' };
    return { event: withExactIntegers(text, event) };
  } catch {
    // The error quotes the text, so only its kind is kept.
    return { fault: 'invalid_json' };
  }
}

function textOf(raw: string | Uint8Array): string | undefined {
  if (typeof raw === 'string') return raw.startsWith('\ufeff') ? raw.slice(1) : raw;
  try {
    return utf8.decode(registeredValueOf(raw)?.payload ?? raw);
  } catch {
    return undefined;
  }
}
