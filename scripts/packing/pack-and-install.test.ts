import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOfMarkdown, type CodeBlock } from '../documentation/code-block.js';
import { outcomeFindings } from '../documentation/outcome-findings.js';
import { prepareBlock } from '../documentation/prepare-block.js';
import { runModules } from '../documentation/run-modules.js';
import { packageOrder } from '../workspace/package-order.mjs';
import { runNpm } from '../workspace/run-npm.mjs';
import { repositoryRoot } from '../workspace/workspace-packages.mjs';
import { packPackages } from './pack-packages.mjs';

/** The first example of the README: the one that a stranger copies. */
function exampleOfReadme(): CodeBlock {
  const text = readFileSync(`${repositoryRoot}/README.md`, 'utf8');
  const example = blocksOfMarkdown('README.md', text).find(({ use }) => use === 'run');
  if (example === undefined) throw new Error('README.md has no ts block that runs');
  return example;
}

describe('the packages, packed and installed into an empty project', () => {
  // Outside of the workspace, so that nothing resolves by accident.
  const project = mkdtempSync(join(tmpdir(), 'das-stranger-'));

  beforeAll(async () => {
    const packed = await packPackages(packageOrder, project);
    writeFileSync(`${project}/package.json`, '{ "name": "stranger", "private": true }\n');
    const tarballs = packed.map(({ tarball }) => tarball);
    await runNpm(
      ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs, 'zod@4'],
      project,
    );
  }, 300_000);

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  test('stand beside each other in the versions that were packed', () => {
    const installed = readdirSync(`${project}/node_modules/@das`).map((name) => `@das/${name}`);
    expect(installed.sort()).toEqual([...packageOrder].sort());
  });

  test('bring one zod for all', async () => {
    const tree = await runNpm(['ls', 'zod', '--all', '--parseable'], project);
    expect(tree.trim().split('\n')).toHaveLength(1);
  });

  test.each(packageOrder)('%s can be imported', async (name) => {
    const module = `${project}/import-${name.replace(/\W/g, '-')}.mjs`;
    writeFileSync(module, `await import('${name}');\n`);
    const outcomes = await runModules([module], { workers: 1, timeout: 20_000 });
    expect(outcomes.get(module)?.failure).toBeUndefined();
  });

  test('run the first example of the README', async () => {
    const prepared = prepareBlock(exampleOfReadme(), `${project}/example`);
    const outcomes = await runModules([prepared.module], { workers: 1, timeout: 20_000 });
    expect(outcomeFindings(prepared, outcomes.get(prepared.module))).toEqual([]);
  });

  test('bring the das command', async () => {
    const help = await runNpm(['exec', '--no', '--', 'das', '--help'], project);
    expect(help).toContain('Usage: das');
  });
});
