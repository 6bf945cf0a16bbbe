import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portablePattern } from './portable-pattern.js';

describe('a pattern for both languages', () => {
  test.each([
    ['[A-Z]{3}', '[A-Z]{3}', ['ABC'], ['ABCD', 'xABC', 'ABC\n']],
    ['a|b', 'a|b', ['a', 'b'], ['ab', 'xb']],
    ['^a$|^b$', '^a$|^b$', ['a', 'b'], ['a\nb']],
    ['(?:a.c)+', '(a.c)+', ['abc', 'a\rc', 'a😀ca\u2028c'], ['a\nc']],
    ['\\s\\S', '\\s\\S', [' x', ' \u00a0'], ['\u00a0x', '\u2003x', '  ']],
    ['[\\s,]*', '[\\s,]*', ['', ', \t'], ['\u00a0']],
    ['\\d+\\.\\w\\/\\-x', '\\d+\\.\\w/-x', ['1.a/-x'], ['1xa/-x', '١.a/-x']],
    ['[^\\]\\/_\\_]', '[^\\]/__]', ['a', '\n'], [']', '/', '_']],
    ['', '', [''], ['a']],
    ["it's \\\\", "it's \\\\", ["it's \\"], ["it's "]],
  ] as const)('%s', (pattern, snowflake, matched, unmatched) => {
    const portable = portablePattern(pattern);
    if ('fault' in portable) throw new Error(portable.fault);
    expect(portable.snowflake).toBe(snowflake);
    for (const text of matched) expect(portable.javascript.test(text), text).toBe(true);
    for (const text of unmatched) expect(portable.javascript.test(text), text).toBe(false);
  });

  test.each([
    '(?=a)',
    '(?!a)b',
    '(?<n>a)',
    '(a)\\1',
    'a+?',
    'a*+',
    '*a',
    '(*a)',
    'a|*',
    '\\p{L}',
    '\\u0041',
    'a{1,2}{3}',
    'a{',
    'a]',
    '[]a]',
    '[a',
    '(a',
    'a)',
    '[[:alpha:]]',
    '[z-a]',
    'a{1000}',
    '\\',
    '^*',
    '\\b+',
  ])('%s is refused', (pattern) => {
    expect(portablePattern(pattern)).toEqual({ fault: expect.any(String) });
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (pattern) => {
        const portable = portablePattern(pattern);
        expect('fault' in portable || portable.javascript instanceof RegExp).toBe(true);
      }),
    );
  });
});
