import { describe, expect, test } from 'vitest';
import { jsonDecoder } from './json-decoder.js';

const json = jsonDecoder();

describe('JSON', () => {
  test('is decoded from bytes, from text, and behind the header of a registry', () => {
    const header = Buffer.from([0, 0, 0, 0, 7]);
    const text = '{"a":[1,"ä"]}';
    for (const raw of [text, Buffer.from(text), Buffer.concat([header, Buffer.from(text)])]) {
      expect(json.decode(raw)).toEqual({ event: { a: [1, 'ä'] } });
    }
  });

  test('may begin with a byte order mark', () => {
    expect(json.decode('\ufeff{}')).toEqual({ event: {} });
    expect(json.decode(Buffer.from('\ufeff{}'))).toEqual({ event: {} });
  });

  test('keeps each digit of an integer', () => {
    const text =
      '{"small":-9007199254740991,"large":9007199254740993,"list":[-123456789012345678901234567890]}';
    expect(json.decode(text).event).toEqual({
      small: -9007199254740991,
      large: 9007199254740993n,
      list: [-123456789012345678901234567890n],
    });
  });

  test('leaves digits in texts and keys, fractions and exponents as they are', () => {
    const text =
      '{"9007199254740993":"a \\" 9007199254740993","b":0.12345678901234567,"c":12345678901234567e2}';
    expect(json.decode(text).event).toEqual(JSON.parse(text));
  });

  test('is not made valid by the digits in it', () => {
    expect(json.decode('{"a":09007199254740993}')).toEqual({ fault: 'invalid_json' });
    expect(json.decode('{9007199254740993:1}')).toEqual({ fault: 'invalid_json' });
  });

  test.each([
    ['', 'invalid_json'],
    ['{"a":NaN}', 'invalid_json'],
    ['{"a":1}{"a":2}', 'invalid_json'],
    [Buffer.from([0x22, 0xff, 0x22]), 'invalid_utf8'],
    [Buffer.from([0xed, 0xa0, 0x80]), 'invalid_utf8'],
    ['['.repeat(501) + ']'.repeat(501), 'too_deep'],
    ['{"a":'.repeat(100_000), 'too_deep'],
    ['{"__proto__":1}', 'prototype_key'],
    ['[{"a":{"\\u005f\\u005fproto__":{}}}]', 'prototype_key'],
    [`"${'x'.repeat(16 * 1024 * 1024)}"`, 'record_too_large'],
  ])('is refused when it is poison (%#)', (raw, fault) => {
    expect(json.decode(raw)).toEqual({ fault });
  });

  test('may nest as deep as is allowed, with brackets in its texts', () => {
    expect(json.decode('['.repeat(500) + ']'.repeat(500)).fault).toBeUndefined();
    expect(json.decode(`["${'['.repeat(2_000)}\\""]`).fault).toBeUndefined();
  });

  test('may speak of prototypes in its texts, however long it is', () => {
    expect(json.decode('{"a":"__proto__"}')).toEqual({ event: { a: '__proto__' } });
    const long = Array.from({ length: 200_000 }, () => 0);
    const event = { a: '__proto__', long };
    expect(json.decode(JSON.stringify(event))).toEqual({ event });
  });

  test('is refused for a key __proto__ also when it has integers that a double cannot hold', () => {
    const text = '[{"__proto__":{"a":1}},9007199254740993]';
    expect(json.decode(text)).toEqual({ fault: 'prototype_key' });
    expect(json.decode('[9007199254740993,{"__proto__":1}]')).toEqual({ fault: 'prototype_key' });
  });
});
