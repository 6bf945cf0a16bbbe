import { describe, expect, test } from 'vitest';
import { blocksOfMarkdown, blocksOfSource, placeInFile } from './code-block.js';

describe('blocksOfMarkdown', () => {
  test('finds each TypeScript fence with the line of its first line of code', () => {
    const text = [
      '# Title',
      '```ts',
      'first();',
      '```',
      '```sh',
      'npm test',
      '```',
      '```ts',
      'second();',
      '```',
    ];
    const blocks = blocksOfMarkdown('README.md', text.join('\n'));
    expect(blocks).toEqual([
      { file: 'README.md', line: 3, use: 'run', code: 'first();\n' },
      { file: 'README.md', line: 9, use: 'run', code: 'second();\n' },
    ]);
  });

  test('reads from the fence what is asked of the block', () => {
    const text = '```ts config\na;\n```\n```ts fragment\nb;\n```\n';
    expect(blocksOfMarkdown('a.md', text).map(({ use }) => use)).toEqual(['types', 'syntax']);
  });

  test('does not take a fence inside a longer fence for a block', () => {
    const text = '````md\n```ts\ninner();\n```\n````\n';
    expect(blocksOfMarkdown('a.md', text)).toEqual([]);
  });

  test('removes the indentation of a fence in a list', () => {
    const text = '- item\n\n  ```ts\n  if (a) {\n    b();\n  }\n  ```\n';
    expect(blocksOfMarkdown('a.md', text)[0]?.code).toBe('if (a) {\n  b();\n}\n');
  });

  test.each(['ts fragmnet', 'ts run', 'typescript'])('refuses a fence that says "%s"', (info) => {
    expect(() => blocksOfMarkdown('a.md', `text\n\`\`\`${info}\na;\n\`\`\`\n`)).toThrow('a.md:2');
  });

  test('refuses a fence that is never closed', () => {
    expect(() => blocksOfMarkdown('a.md', 'text\n\n```ts\na;\n')).toThrow('a.md:3');
  });
});

describe('blocksOfSource', () => {
  const source = [
    "const notADoc = '```ts';",
    '/**',
    ' * Adds.',
    ' *',
    ' * @example',
    ' * ```ts',
    ' * if (true) {',
    ' *   add();',
    ' * }',
    ' * ```',
    ' */',
    'export function add(): void {}',
  ].join('\n');

  test('finds the fences in doc comments without their asterisks', () => {
    expect(blocksOfSource('add.ts', source)).toEqual([
      { file: 'add.ts', line: 7, use: 'run', code: 'if (true) {\n  add();\n}\n' },
    ]);
  });

  test('places a line of a block in the file that holds it', () => {
    const [block] = blocksOfSource('add.ts', source);
    expect(block && placeInFile(block, 2)).toBe('add.ts:8');
  });
});
