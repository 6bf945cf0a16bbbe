import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineBuffer } from './line-buffer.js';
import { type RowWriter, rowWriterOf } from './row-writer.js';

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, new Date(Number.NaN), () => 1, new Map(), /x/),
  fc.date({ noInvalidDate: false }),
  fc.date({ min: new Date(-1), max: new Date(1) }),
  fc.jsonValue(),
  fc.bigInt(),
  fc.record({ inner: fc.bigInt(), at: fc.date() }),
);

/** The object whose members were written. */
function objectOf(write: RowWriter, row: Readonly<Record<string, unknown>>): string {
  const lines = new LineBuffer();
  write(row, lines);
  const members = Buffer.from(lines.all()).toString();
  expect(members === '' || members.startsWith(',')).toBe(true);
  return `{${members.slice(1)}}`;
}

test('a row is written as JSON.stringify writes it, with bigints as texts', () => {
  const write = rowWriterOf(['known', 'quo"te', '__proto__']);
  const name = fc.oneof(
    fc.constantFrom('known', 'quo"te', '__proto__', 'toJSON2', '7'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (entries) => {
      const row = Object.fromEntries(entries.filter(([key]) => key !== 'toJSON'));
      expect(objectOf(write, row)).toBe(
        JSON.stringify(row, (_key, each) => (typeof each === 'bigint' ? each.toString() : each)),
      );
    }),
    { numRuns: 2000 },
  );
});

test('a date of a kind of its own is written as that kind writes itself', () => {
  class Day extends Date {
    override toJSON(): string {
      return this.toISOString().slice(0, 10);
    }
  }
  expect(objectOf(rowWriterOf([]), { day: new Day(0) })).toBe('{"day":"1970-01-01"}');
});

test('a field is written under the key that is asked for', () => {
  const write = rowWriterOf(['a', '\u00e4'], (name) => name.toUpperCase());
  expect(objectOf(write, { a: 1, b: 2, '\u00e4': 3 })).toBe('{"A":1,"B":2,"\u00c4":3}');
});
