import { readdirSync, readFileSync } from 'node:fs';
import { repositoryRoot } from '../workspace/workspace-packages.mjs';
import { blocksOfMarkdown, blocksOfSource, type CodeBlock } from './code-block.js';

/** A text file of the repository. */
export interface RepositoryFile {
  /** Its path relative to the repository. */
  readonly path: string;
  readonly text: string;
}

const notOurs = new Set(['node_modules', 'dist', '.git', '.das']);

function findFiles(folder: string, isWanted: (path: string) => boolean): RepositoryFile[] {
  return readdirSync(`${repositoryRoot}/${folder}`, { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return findFiles(path, isWanted);
      if (!entry.isFile() || !isWanted(path)) return [];
      return [{ path, text: readFileSync(`${repositoryRoot}/${path}`, 'utf8') }];
    });
}

/** Every Markdown file of the repository. */
export function markdownFiles(): RepositoryFile[] {
  return findFiles('.', (path) => path.endsWith('.md'));
}

/** Every TypeScript block in Markdown and in the doc comments of the packages' sources. */
export function documentedBlocks(): CodeBlock[] {
  const sources = findFiles(
    'packages',
    (path) => path.includes('/src/') && path.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(path),
  );
  return [
    ...markdownFiles().flatMap(({ path, text }) => blocksOfMarkdown(path, text)),
    ...sources.flatMap(({ path, text }) => blocksOfSource(path, text)),
  ];
}
