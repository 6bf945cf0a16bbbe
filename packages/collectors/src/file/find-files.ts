import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { CollectorsError } from '../errors/collectors-error.js';
import type { SourceFile } from './file-content.js';

/**
 * Finds the files that a pattern names, sorted: a file, a folder (all files in it, not below), or a
 * glob. What is there under a name that would do for a glob is that file. A glob may match nothing; a
 * file or folder must exist.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_NOT_FOUND`
 */
export async function findFiles(
  patterns: readonly string[],
  baseDirectory: string,
): Promise<readonly SourceFile[]> {
  const found = new Map<string, SourceFile>();
  for (const pattern of patterns) {
    for (const path of await expand(pattern, baseDirectory)) {
      const partition = relative(baseDirectory, path).split(sep).join('/');
      found.set(path, { path, partition });
    }
  }
  return [...found.values()].sort((a, b) => (a.partition < b.partition ? -1 : 1));
}

async function expand(pattern: string, baseDirectory: string): Promise<readonly string[]> {
  if (isDynamicPattern(pattern) && !(await isThere(resolve(baseDirectory, pattern)))) {
    const fixed = pattern.split('/').findIndex((part) => isDynamicPattern(part));
    await kindOf(pattern.split('/').slice(0, fixed).join('/') || '.', baseDirectory);
    return await glob(pattern, { cwd: baseDirectory, absolute: true, dot: false });
  }
  const kind = await kindOf(pattern, baseDirectory);
  const path = resolve(baseDirectory, pattern);
  return kind === 'file' ? [path] : await glob('*', { cwd: path, absolute: true, dot: false });
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function kindOf(path: string, baseDirectory: string): Promise<'file' | 'folder'> {
  const full = resolve(baseDirectory, path);
  const stats = await stat(full).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new CollectorsError('DAS_SOURCE_UNREADABLE', `the path cannot be read (${error.code})`, {
      place: path,
      next: 'check that this user may read it',
      cause: error,
    });
  });
  if (stats?.isDirectory()) return 'folder';
  if (stats?.isFile()) return 'file';
  if (stats !== undefined) {
    // A pipe or a device would be waited for, perhaps for ever, and has no offsets to resume at.
    throw new CollectorsError('DAS_SOURCE_UNREADABLE', 'it is neither a file nor a folder', {
      place: path,
      next: 'write what it gives to a file and collect that',
    });
  }
  throw new CollectorsError('DAS_SOURCE_NOT_FOUND', 'there is no such file or folder', {
    place: path,
    next: `create it, or correct the path, which is taken relative to the configuration file`,
  });
}
