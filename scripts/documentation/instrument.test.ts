import { describe, expect, test } from 'vitest';
import { instrument } from './instrument.js';

function promisesOf(...lines: readonly string[]): (readonly string[])[] {
  return instrument(lines.join('\n')).logs.map(({ expected }) => expected);
}

describe('instrument', () => {
  test('numbers the calls of console.log and moves no line', () => {
    const { code } = instrument(
      'console.log(1);\nlet a = 2;\nif (a) console.log(a, console.log);\n',
    );
    expect(code).toBe('dasBlockLog(0)(1);\nlet a = 2;\nif (a) dasBlockLog(1)(a, console.log);\n');
  });

  test('reads the comment lines that follow a call', () => {
    expect(promisesOf('console.log(a);', '// => one', '// => two', '// three')).toEqual([
      ['one', 'two'],
    ]);
  });

  test('reads a comment on the line of the call, and those below it', () => {
    expect(promisesOf('console.log(a); // => one', '// => two')).toEqual([['one', 'two']]);
  });

  test('reads the comments after the brackets that close around a call', () => {
    expect(
      promisesOf('for (const a of b) {', '  console.log(a);', '}', '// => 1', '// => 2'),
    ).toEqual([['1', '2']]);
  });

  test('gives the comments to the last call before them', () => {
    expect(promisesOf('console.log(a); console.log(b);', '// => b')).toEqual([[], ['b']]);
  });

  test('reads the end of a call that spans lines', () => {
    expect(promisesOf('console.log(', '  a,', ');', '// => a')).toEqual([['a']]);
  });

  test('promises nothing for a call without a comment', () => {
    expect(promisesOf('console.log(a);', 'b();')).toEqual([[]]);
  });

  test('keeps an empty line that is promised', () => {
    expect(promisesOf('console.log(a);', '// => one', '// =>', '// => three')).toEqual([
      ['one', '', 'three'],
    ]);
  });

  test('names the comments that no call stands before', () => {
    expect(instrument('a();\n// => 1\nconsole.log(b);\nc();\n// => 2\n').stray).toEqual([2, 5]);
  });
});
