import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failureCode } from './failure-code.js';

/**
 * Makes a folder and those above it, and answers with the folders that got a new name in them.
 *
 * `mkdir` with `recursive` never returns where a file system answers ENOENT for a folder that it
 * does not let anybody make, as /proc does; this one asks once more and gives up.
 */
export async function makeFolder(folder: string): Promise<readonly string[]> {
  const parent = dirname(folder);
  if (await isMade(folder)) return [parent];
  const changed = await makeFolder(parent);
  await mkdir(folder).catch(ignoreExisting);
  return [...changed, parent];
}

/** Tries to make one folder; `false` when the one above it is not there. */
async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (failureCode(error) === 'ENOENT' && dirname(folder) !== folder) return false;
    ignoreExisting(error);
  }
  return true;
}

/** Whether a file stands in the folder's place is left to whoever uses the folder: ENOTDIR. */
function ignoreExisting(error: unknown): void {
  if (failureCode(error) !== 'EEXIST') throw error;
}
