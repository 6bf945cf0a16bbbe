import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapText } from './wrap-text.js';

test('a text is broken at its spaces', () => {
  expect(wrapText('readers of the column lose it', 14)).toEqual([
    'readers of the',
    'column lose it',
  ]);
  expect(wrapText('', 10)).toEqual([]);
});

test('a word that is wider than a line is not cut', () => {
  expect(wrapText('a commerce.orders/columns/region b', 10)).toEqual([
    'a',
    'commerce.orders/columns/region',
    'b',
  ]);
});

test('wide characters count twice', () => {
  expect(wrapText('注文 注文', 5)).toEqual(['注文', '注文']);
});

test('no word is lost, whatever the width', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 1, max: 40 }), (words, width) => {
      const lines = wrapText(words.join(' '), width);
      expect(lines.flatMap((line) => line.split(' '))).toEqual(words);
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});
