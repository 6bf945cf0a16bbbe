import { expect, test } from 'vitest';
import { sawOf } from './seen-values.js';

const stored = ['Ada@example.test', 'Bob@example.test'];
const each = (change: (text: string) => string) => stored.map(change);

test.each([
  ['itself', each((text) => text)],
  ['what holds it', each((text) => `x-${text}!`)],
  ['it in capitals', each((text) => text.toUpperCase())],
  ['it turned round', each((text) => [...text].reverse().join(''))],
  ['it as Base64', each((text) => Buffer.from(text).toString('base64'))],
  ['it as hexadecimal digits', each((text) => Buffer.from(text).toString('hex').toUpperCase())],
])('a value is seen in %s', (_, read) => {
  expect(sawOf(read, stored)).toBe('clear');
});

test('a value is not seen in a mask', () => {
  expect(sawOf(['***', 'A***'], stored)).toBe('masked');
  expect(sawOf(['***', stored[1] ?? ''], stored)).toBe('both');
});
