import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { invalidConfiguration, SnowflakeError } from '../errors/snowflake-error.js';

/**
 * Reads a file that holds secrets. On POSIX it must belong to the user of the process (or root), and
 * nobody else may write it; with `ownerOnly`, nobody else may read it either.
 *
 * @see https://docs.snowflake.com/en/developer-guide/node-js/nodejs-driver-authenticate
 */
export function readSecretFile(path: string, options: { readonly ownerOnly: boolean }): string {
  let text: string;
  let mode: number;
  let owner: number;
  try {
    const stat = statSync(path);
    mode = stat.mode;
    owner = stat.uid;
    text = readFileSync(path, 'utf8');
  } catch {
    throw invalidConfiguration('the file cannot be read', path, 'check the path and its owner');
  }
  if (process.platform === 'win32') return text;
  const refused = options.ownerOnly ? 0o066 : 0o022;
  const isForeign = owner !== userInfo().uid && owner !== 0;
  if ((mode & refused) !== 0 || isForeign) {
    throw new SnowflakeError(
      'DAS_SNOWFLAKE_CONFIGURATION_EXPOSED',
      isForeign
        ? 'the file with secrets belongs to another user'
        : 'the file with secrets is open to other users',
      { place: path, next: `make it yours alone: chown it, and chmod 0600 ${path}` },
    );
  }
  return text;
}
