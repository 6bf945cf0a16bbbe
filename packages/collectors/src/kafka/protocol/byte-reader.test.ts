import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, MalformedBytesError } from './byte-reader.js';

/** What reading gave, and where it ended. */
type Outcome = { readonly value: number; readonly position: number } | 'malformed';

/** A variable-length integer by its definition, without a look at how long most of them are. */
function byDefinition(bytes: Buffer, start: number, end: number, mostBytes: number): Outcome {
  let value = 0;
  for (let index = 0; index < mostBytes && start + index < end; index += 1) {
    const byte = bytes[start + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, position: start + index + 1 };
  }
  return 'malformed';
}

function signed(outcome: Outcome): Outcome {
  if (outcome === 'malformed') return outcome;
  const { value, position } = outcome;
  return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, position };
}

function outcomeOf(reader: ByteReader, read: () => number): Outcome {
  try {
    return { value: read(), position: reader.position };
  } catch (error) {
    if (error instanceof MalformedBytesError) return 'malformed';
    throw error;
  }
}

// Such that integers of each length, and too long ones, are common.
const byte = fc.oneof(fc.nat({ max: 0x7f }), fc.integer({ min: 0x80, max: 0xff }));
const bytes = fc.array(byte, { maxLength: 14 }).map((each) => Buffer.from(each));

test('a variable-length integer is that of its definition, and so is where it ends', () => {
  const places = fc.nat({ max: 14 });
  fc.assert(
    fc.property(bytes, places, places, (all, one, other) => {
      const end = Math.min(Math.max(one, other), all.length);
      const start = Math.min(one, other, end);
      const reader = () => new ByteReader(all, start, end);
      const unsigned = reader();
      const short = byDefinition(all, start, end, 5);
      expect(outcomeOf(unsigned, () => unsigned.unsignedVarint())).toEqual(short);
      const varint = reader();
      expect(outcomeOf(varint, () => varint.varint())).toEqual(signed(short));
      const varlong = reader();
      const long = signed(byDefinition(all, start, end, 10));
      expect(outcomeOf(varlong, () => varlong.varlong())).toEqual(long);
    }),
    { numRuns: 5000 },
  );
});

test('nothing is read a second time by a length that is negative', () => {
  const reader = new ByteReader(Buffer.alloc(8), 4);
  expect(() => reader.skip(-1)).toThrow(MalformedBytesError);
  expect(() => reader.bytes(-1)).toThrow(MalformedBytesError);
  expect(reader.position).toBe(4);
});
