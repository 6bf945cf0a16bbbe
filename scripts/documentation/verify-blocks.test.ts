import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../workspace/workspace-packages.mjs';
import type { CodeBlock, CodeBlockUse } from './code-block.js';
import { verifyBlocks } from './verify-blocks.js';

function blockOf(use: CodeBlockUse, ...lines: readonly string[]): CodeBlock {
  return { file: 'guide.md', line: 10, use, code: `${lines.join('\n')}\n` };
}

const samples = {
  right: blockOf(
    'run',
    "import { readFileSync, writeFileSync } from 'node:fs';",
    'const text: string = await Promise.resolve("two\\nlines");',
    "writeFileSync('file.txt', text);",
    "console.log(readFileSync('file.txt', 'utf8'));",
    '// => two',
    '// => lines',
  ),
  imports: blockOf(
    'run',
    "import { defineContract } from '@das/contracts';",
    'console.log(typeof defineContract); // => function',
  ),
  wrong: blockOf('run', 'console.log(1 + 1);', '// => 3'),
  silent: blockOf('run', 'if (Date.now() < 0) {', '  console.log(1);', '}', '// => 1'),
  stray: blockOf('run', 'export const a = 1;', '// => 1'),
  throwing: blockOf(
    'run',
    'interface Unused {',
    '  readonly a: number;',
    '}',
    "throw new Error('broken');",
  ),
  ending: blockOf('run', "import process from 'node:process';", 'process.exit(7);'),
  rejecting: blockOf(
    'run',
    "void Promise.reject(new Error('nobody waits'));",
    'await new Promise((resolve) => setTimeout(resolve, 500));',
  ),
  hanging: blockOf('run', 'await new Promise(() => setInterval(() => undefined, 1000));'),
  mistyped: blockOf('types', 'export const a = 1;', "export const b: number = 'text';"),
  unrunnable: blockOf('types', "throw new Error('never run');"),
  fragment: blockOf('syntax', 'unknownName({ a: 1 });'),
  malformed: blockOf('syntax', 'const = 1;'),
} satisfies Readonly<Record<string, CodeBlock>>;

describe('verifyBlocks', () => {
  let findings: ReadonlyMap<CodeBlock, readonly string[]> = new Map();

  beforeAll(async () => {
    findings = await verifyBlocks(Object.values(samples), { root: repositoryRoot, timeout: 3_000 });
  });

  test('finds nothing wrong with a block that prints what it says', () => {
    expect(findings.get(samples.right)).toEqual([]);
  });

  test('runs blocks against the built packages', () => {
    expect(findings.get(samples.imports)).toEqual([]);
  });

  test('finds a line that is printed otherwise', () => {
    expect(findings.get(samples.wrong)).toEqual([
      'guide.md:10: it prints\n2\nand says that it prints\n3',
    ]);
  });

  test('finds a line that is promised and never printed', () => {
    expect(findings.get(samples.silent)).toHaveLength(1);
  });

  test('finds a promise that no console.log makes', () => {
    expect(findings.get(samples.stray)).toEqual([
      'guide.md:11: no console.log stands before this "// =>"',
    ]);
  });

  test('places an error that a block throws on the line that threw it', () => {
    expect(findings.get(samples.throwing)?.[0]).toMatch(/^guide\.md:13: Error: broken/);
  });

  test('finds a block that ends the process, and runs the others', () => {
    expect(findings.get(samples.ending)?.[0]).toContain('ended the process with code 7');
  });

  test('finds an error that nobody waits for', () => {
    expect(findings.get(samples.rejecting)?.[0]).toContain('nobody waits');
  });

  test('stops a block that does not come to its end', () => {
    expect(findings.get(samples.hanging)?.[0]).toContain('it still ran after 3000 ms');
  });

  test('compiles a block, and does not run one that is only to be compiled', () => {
    expect(findings.get(samples.mistyped)?.[0]).toMatch(/^guide\.md:11: .*not assignable/);
    expect(findings.get(samples.unrunnable)).toEqual([]);
  });

  test('only parses a fragment', () => {
    expect(findings.get(samples.fragment)).toEqual([]);
    expect(findings.get(samples.malformed)?.[0]).toMatch(/^guide\.md:10: /);
  });
});
