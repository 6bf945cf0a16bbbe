import { relative, sep } from 'node:path';
import { DasError } from '@das/contracts';
import { openRepository } from './git-repository.js';

/**
 * What stands before the names of a folder's files in annotations: the way to it from the root of
 * the repository or, where there is none, from the working directory. Empty, or with a slash at its end.
 */
export async function projectPrefix(
  folder: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    return (await openRepository(folder, env)).prefix;
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    const way = relative(cwd, folder).split(sep).join('/');
    return way === '' ? '' : `${way}/`;
  }
}
