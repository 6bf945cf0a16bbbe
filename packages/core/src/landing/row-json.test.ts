import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoMoment } from './iso-moment.js';
import { rowJsonOf, type WrittenRow } from './row-json.js';

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

/** The object whose members these are. */
function objectOf({ members }: WrittenRow): string {
  expect(members === '' || members.endsWith(',')).toBe(true);
  return `{${members.slice(0, -1)}}`;
}

test('a row is written as JSON.stringify writes it, with bigints as texts', () => {
  const json = rowJsonOf(['known', 'quo"te', '__proto__']);
  const name = fc.oneof(
    fc.constantFrom('known', 'quo"te', '__proto__', 'toJSON2', '7'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (entries) => {
      const row = Object.fromEntries(entries.filter(([key]) => key !== 'toJSON'));
      const written = json(row);
      expect(objectOf(written)).toBe(
        JSON.stringify(row, (_key, each) => (typeof each === 'bigint' ? each.toString() : each)),
      );
      // Else its bytes would be others.
      const isAscii = Buffer.byteLength(written.members) === written.members.length;
      expect(written.isAscii).toBe(isAscii);
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
  expect(rowJsonOf([])({ day: new Day(0) }).members).toBe('"day":"1970-01-01",');
});

test('a field is written under the key that is asked for', () => {
  const json = rowJsonOf(['a', '\u00e4'], (name) => name.toUpperCase());
  expect(json({ a: 1, b: 2 })).toEqual({ members: '"A":1,"B":2,', isAscii: false });
  expect(rowJsonOf(['a'], (name) => name.toUpperCase())({ a: 1, b: 2 })).toEqual({
    members: '"A":1,"B":2,',
    isAscii: true,
  });
});

test('a moment is written as toISOString writes it, on either side of midnight and of 1970', () => {
  const time = fc.oneof(
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
    fc.integer({ min: -200_000_000, max: 200_000_000 }),
  );
  fc.assert(
    fc.property(time, (milliseconds) => {
      const date = new Date(milliseconds);
      expect(isoMoment(date)).toBe(date.toISOString());
    }),
    { numRuns: 2000 },
  );
  expect(isoMoment(new Date(Number.NaN))).toBeUndefined();
});
