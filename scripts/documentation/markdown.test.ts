import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest, repositoryRoot } from '../workspace/workspace-packages.mjs';
import { headingAnchors, relativeLinks } from './markdown-links.js';
import { npmScriptCalls } from './npm-scripts.js';
import { markdownFiles } from './repository-files.js';

function brokenLinks(path: string, text: string): string[] {
  return relativeLinks(text).flatMap((link) => {
    const target = link.path === '' ? path : join(dirname(path), link.path);
    const place = `${path}:${link.line}: ${link.path}${link.anchor && `#${link.anchor}`}`;
    if (!existsSync(join(repositoryRoot, target))) return [`${place} does not exist`];
    if (link.anchor === '' || !target.endsWith('.md')) return [];
    const anchors = headingAnchors(readFileSync(join(repositoryRoot, target), 'utf8'));
    return anchors.has(link.anchor) ? [] : [`${place} is not a heading`];
  });
}

function unknownScripts(path: string, text: string): string[] {
  return npmScriptCalls(text).flatMap(({ name, workspace = '.', line }) => {
    const folder = join(repositoryRoot, workspace);
    const scripts = existsSync(`${folder}/package.json`) ? readManifest(folder).scripts : undefined;
    return scripts?.[name] === undefined ? [`${path}:${line}: no script "${name}" exists`] : [];
  });
}

describe('the Markdown of the repository', () => {
  const files = markdownFiles();

  test.each(files)('$path links only to what exists', ({ path, text }) => {
    expect(brokenLinks(path, text)).toEqual([]);
  });

  test.each(files)('$path names only npm scripts that exist', ({ path, text }) => {
    expect(unknownScripts(path, text)).toEqual([]);
  });
});

describe('relativeLinks', () => {
  test('finds links, images and reference definitions that stay in the repository', () => {
    const text =
      '[a](docs/a.md#top) ![b](<b.png>)\n[c]: ../c.md\n[d](https://example.com) [e](#here)\n';
    expect(relativeLinks(text)).toEqual([
      { path: 'docs/a.md', anchor: 'top', line: 1 },
      { path: 'b.png', anchor: '', line: 1 },
      { path: '../c.md', anchor: '', line: 2 },
      { path: '', anchor: 'here', line: 3 },
    ]);
  });

  test('reads no link out of code', () => {
    expect(relativeLinks('```ts\nrow[0](none.md);\n```\n`[a](none.md)`\n')).toEqual([]);
  });
});

describe('headingAnchors', () => {
  test('follows the rules of GitHub', () => {
    const text = '# The `das` command\n## What is real, and what is not\n## Same\n## Same\n';
    expect([...headingAnchors(text)]).toEqual([
      'the-das-command',
      'what-is-real-and-what-is-not',
      'same',
      'same-1',
    ]);
  });
});

describe('npmScriptCalls', () => {
  test('reads the name and the workspace of a command', () => {
    const text = 'npm ci && npm run demo:health -- --input DIR\n`npm test -w services`\n';
    expect(npmScriptCalls(text)).toEqual([
      { name: 'demo:health', workspace: undefined, line: 1 },
      { name: 'test', workspace: 'services', line: 2 },
    ]);
  });
});
