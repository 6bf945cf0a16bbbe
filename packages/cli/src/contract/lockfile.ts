import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ContractLock, parseLock } from '@das/contracts';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';

/** The name of the lockfile. It is beside the configuration. */
export const lockfileName = 'das.contracts.lock.json';

/** A lockfile that was read. */
export interface Lockfile {
  readonly text: string;
  readonly lock: ContractLock;
}

/** Where the lockfile of a configuration is. */
export function lockfileOf(configurationFile: string): string {
  return join(dirname(configurationFile), lockfileName);
}

/**
 * Reads a lockfile; `undefined` when there is none.
 *
 * @throws {@link CliError} `DAS_FILE_UNREADABLE`, and the errors of `parseLock` as they are
 */
export async function readLockfile(file: string): Promise<Lockfile | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new CliError('DAS_FILE_UNREADABLE', `the lockfile cannot be read (${codeOf(error)})`, {
      place: file,
      next: 'check that it is a file that this user may read',
      cause: error,
    });
  });
  return text === undefined ? undefined : { text, lock: parseLock(text, file) };
}
