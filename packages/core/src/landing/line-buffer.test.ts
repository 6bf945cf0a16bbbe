import { expect, test } from 'vitest';
import { LineBuffer } from './line-buffer.js';

function text(lines: LineBuffer): string {
  return Buffer.from(lines.bytes()).toString();
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

test('a line in two parts comes out as one, also where it is no ASCII', () => {
  const lines = new LineBuffer();
  const end = Buffer.from(',"\u20ac"}\n');
  const starts = [
    '{"a"',
    '{"\u00e4"',
    `{"${'x'.repeat(70_000)}"`,
    `{"${'\u20ac'.repeat(70_000)}"`,
    '',
  ];
  for (const start of starts) lines.pushParts(start, /^[ -~]*$/.test(start), end);
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
