import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineBuffer } from './line-buffer.js';

function text(lines: LineBuffer): string {
  return Buffer.from(lines.all()).toString();
}

test('lines come out as they went in, however long they are', () => {
  const lines = new LineBuffer();
  const given = [
    'a\n',
    '\u20ac\ud83d\ude00\n',
    `${'\u20ac'.repeat(70_000)}\n`,
    `${'x'.repeat(200_000)}\n`,
    'z\n',
  ];
  for (const line of given) lines.push(line);
  expect(text(lines)).toBe(given.join(''));
  expect(lines.length).toBe(5);
  expect(lines.size).toBe(Buffer.byteLength(given.join('')));
});

test('a line in parts comes out as one, also where it is no ASCII', () => {
  const lines = new LineBuffer();
  const end = Buffer.from(',"\u20ac"}\n');
  const starts = [
    '{"a"',
    '{"\u00e4"',
    `{"${'x'.repeat(70_000)}"`,
    `{"${'\u20ac'.repeat(70_000)}"`,
    '',
  ];
  for (const start of starts) {
    lines.text(start);
    lines.bytes(end);
    lines.endLine();
  }
  expect(text(lines)).toBe(starts.map((start) => `${start},"\u20ac"}\n`).join(''));
  expect(lines.length).toBe(starts.length);
});

test('nothing of what was taken away comes back', () => {
  const lines = new LineBuffer();
  lines.push('first and long\n');
  lines.clear();
  expect([lines.length, lines.size, text(lines)]).toEqual([0, 0, '']);
  lines.push('x\n');
  expect(text(lines)).toBe('x\n');
});

test('what is taken away again leaves what was there before', () => {
  const lines = new LineBuffer();
  lines.push('kept\n');
  const { size, length } = lines;
  lines.push('\u20ac, not kept\n');
  lines.rewind(size, length);
  lines.push('z\n');
  expect([lines.length, text(lines)]).toEqual([2, 'kept\nz\n']);
});

test('texts, numbers and moments are written as JSON.stringify writes them', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
    fc.string({ unit, maxLength: 300 }),
  );
  const numbers = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.integer({ min: -1000, max: 100_000_000_100 }).map((cents) => cents / 100),
    fc.nat({ max: 1_000_000_000 }).map((thousandths) => thousandths / 1000),
    fc.constantFrom(-0, 1e9),
  );
  const times = fc.oneof(
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
    fc.integer({ min: Date.UTC(0, 0, 1) - 1e12, max: Date.UTC(10_000, 0, 2) }),
    fc.integer({ min: -200_000_000, max: 200_000_000 }),
    fc.constantFrom(Number.NaN, Date.UTC(9999, 11, 31, 23, 59, 59, 999), Date.UTC(10_000, 0)),
    fc.constantFrom(-62_167_219_200_000, -62_167_219_200_001),
  );
  const part = fc.oneof(
    texts.map((value) => ({ value, add: (lines: LineBuffer) => lines.json(value) })),
    numbers.map((value) => ({ value, add: (lines: LineBuffer) => lines.number(value) })),
    times.map((time) => ({
      value: new Date(time),
      add: (lines: LineBuffer) => lines.moment(time),
    })),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const lines = new LineBuffer();
      for (const { add } of parts) add(lines);
      expect(text(lines)).toBe(parts.map(({ value }) => JSON.stringify(value)).join(''));
    }),
    { numRuns: 3000 },
  );
});
