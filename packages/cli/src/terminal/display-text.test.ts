import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, escapeControls, truncate } from './display-text.js';

test('control characters are spelled out, so that a value cannot drive the terminal', () => {
  expect(escapeControls('a\nb\t\u001b[31mred\u0007')).toBe('a\\nb\\t\\u001b[31mred\\u0007');
  expect(escapeControls('user\u202egnp.exe')).toBe('user\\u202egnp.exe');
});

test('what is escaped holds no control character, whatever went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(text)).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test('East Asian characters and emoji take two columns, accents none', () => {
  expect(displayWidth('abc')).toBe(3);
  expect(displayWidth('日本')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('🎉')).toBe(2);
});

test('a text is cut only when it is too wide, and then never wider than asked', () => {
  expect(truncate('abcdef', 6)).toBe('abcdef');
  expect(truncate('abcdefg', 6)).toBe('abcde…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
      expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
    }),
  );
});
