import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c } from './crc32c.js';

/** The checksum by its definition, bit by bit. */
function bitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0x82f63b78 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

test('the checksum is that of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index)))).toBe(0x46dd794e);
});

test('the checksum is that of its definition, whatever part of whatever bytes is asked for', () => {
  const cut = fc.nat({ max: 40 });
  const bytes = fc.uint8Array({ minLength: 120, maxLength: 300 });
  fc.assert(
    fc.property(bytes, cut, cut, cut, (all, skipped, start, left) => {
      const view = all.subarray(skipped);
      const end = view.length - left;
      expect(crc32c(view, start, end)).toBe(bitByBit(view.subarray(start, end)));
    }),
    { numRuns: 1000 },
  );
});

test('the checksum of few bytes, or of none, is that of its definition', () => {
  for (let length = 0; length < 40; length += 1) {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => 255 - 7 * index));
    expect(crc32c(bytes)).toBe(bitByBit(bytes));
  }
});
