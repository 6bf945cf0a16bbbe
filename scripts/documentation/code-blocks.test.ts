import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot, workspacePackages } from '../workspace/workspace-packages.mjs';
import { type CodeBlock, placeInFile } from './code-block.js';
import { documentedBlocks } from './repository-files.js';
import { verifyBlocks } from './verify-blocks.js';

const blocks = documentedBlocks();

const promise: Readonly<Record<CodeBlock['use'], string>> = {
  run: 'compiles, runs and prints what it says',
  types: 'compiles',
  syntax: 'is TypeScript',
};

describe('the code blocks of the documentation', () => {
  let findings: ReadonlyMap<CodeBlock, readonly string[]> = new Map();

  beforeAll(async () => {
    findings = await verifyBlocks(blocks, { root: repositoryRoot });
  }, 300_000);

  for (const block of blocks) {
    test(`${placeInFile(block, 1)} ${promise[block.use]}`, () => {
      expect(findings.get(block)).toEqual([]);
    });
  }
});

describe('the READMEs', () => {
  const readmes = [
    'README.md',
    ...workspacePackages().map(
      ({ folder }) => `${folder.slice(repositoryRoot.length + 1)}/README.md`,
    ),
  ];

  test.each(readmes)('%s has an example that is checked', (readme) => {
    const checked = blocks.filter(({ file, use }) => file === readme && use !== 'syntax');
    expect(checked.length).toBeGreaterThan(0);
  });
});
