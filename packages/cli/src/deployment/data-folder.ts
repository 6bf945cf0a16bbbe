import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../errors/cli-error.js';

/** Where a domain's local data is. */
export interface DataFolder {
  readonly path: string;
  readonly warehouse: string;
  /** The files of the warehouse's internal stages. */
  readonly stages: string;
  /** The evidence log. */
  readonly evidence: string;
  /** The log's private key, PKCS#8 in PEM. */
  readonly privateKey: string;
  /** The log's public key, one line `name+id+base64`. */
  readonly publicKey: string;
}

/** The layout of a data folder. Pure: nothing is made. */
export function dataFolder(path: string): DataFolder {
  return {
    path,
    warehouse: join(path, 'warehouse.duckdb'),
    stages: join(path, 'stages'),
    evidence: join(path, 'evidence'),
    privateKey: join(path, 'keys', 'evidence.pem'),
    publicKey: join(path, 'keys', 'evidence.pub'),
  };
}

/** The data folder that was named, or the one beside the configuration. */
export function dataFolderOf(named: string | undefined, configurationFile: string): DataFolder {
  return dataFolder(named ?? join(dirname(configurationFile), '.das'));
}

/**
 * Makes the folder, for its owner alone: it holds data in clear and a private key.
 *
 * @throws {@link CliError} `DAS_DATA_NOT_WRITABLE`
 */
export async function makeDataFolder({ path }: DataFolder): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new CliError(
      'DAS_DATA_NOT_WRITABLE',
      `the data folder cannot be made (${codeOf(error)})`,
      {
        place: path,
        next: 'choose a folder that this user may write to, with --data',
        cause: error,
      },
    );
  });
}

/** Whether there is something at a path. */
export async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    (error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return false;
      throw new CliError('DAS_FILE_UNREADABLE', `it cannot be read (${codeOf(error)})`, {
        place: path,
        next: 'check that this user may read it',
        cause: error,
      });
    },
  );
}

/** The code of a failure of the file system, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
