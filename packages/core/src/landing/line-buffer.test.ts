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

test('nothing of what was taken away comes back', () => {
  const lines = new LineBuffer();
  lines.push('first and long\n');
  lines.clear();
  expect([lines.length, lines.size, text(lines)]).toEqual([0, 0, '']);
  lines.push('x\n');
  expect(text(lines)).toBe('x\n');
});
