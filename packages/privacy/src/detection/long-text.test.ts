import { expect, test } from 'vitest';
import { detect } from './detect.js';

const length = 100_000;

/**
 * Texts made to hurt a scanner that looks back or ahead without a bound. On one that does, each of
 * them takes minutes, and the test ends by its own limit; no time is measured here.
 */
const hostile: readonly (readonly [name: string, unit: string])[] = [
  ['one run of digits', '1'],
  ['digits parted by spaces', '1 '],
  ['digits parted by dashes', '415-'],
  ['digits parted by dots', '1.'],
  ['almost addresses', '1.1.1.'],
  ['almost cards', '4111 '],
  ['almost telephone numbers', '(415) 555-'],
  ['pluses and digits', '+1'],
  ['at signs', '@'],
  ['almost emails', 'a@'],
  ['almost emails with dots', 'a@b.'],
  ['one endless local part', 'a.'],
  ['colons', ':'],
  ['groups with colons', '1:'],
  ['compressed groups', '1::'],
  ['labels with colons', 'word:'],
  ['separators alone', '-. ()'],
  ['words that give context', 'ssn card phone 123456789 '],
  ['almost extensions', '415-555-2671 ext'],
  ['URLs', 'https://u:p@h.co/'],
];

test.each(hostile)('%s, 100,000 characters long, is read to its end', (_name, unit) => {
  const filler = unit.repeat(Math.ceil(length / unit.length));
  const text = `${filler}\nada@example.com\n${filler}\n4111 1111 1111 1111`;
  const values = detect(text).map(({ start, end }) => text.slice(start, end));
  expect(values).toContain('ada@example.com');
  expect(values).toContain('4111 1111 1111 1111');
});

test('as many findings as there are values are returned', () => {
  const count = 50_000;
  expect(detect('a@b.co 4111111111111111\n'.repeat(count))).toHaveLength(count * 2);
});

test('one endless token of either side of an at sign is no email, and hides none', () => {
  const endless = 'a'.repeat(length);
  expect(detect(`${endless}@${endless}`)).toEqual([]);
  expect(detect(`${endless}@example.com`)).toHaveLength(1);
});
