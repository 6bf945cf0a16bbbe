import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pseudonymKeyVariable } from '../collectors/pseudonym.js';

/**
 * Makes sure that there is a key for pseudonyms: the one of the environment, or a new random one,
 * which is kept in a file that its owner alone may read.
 *
 * @returns where the key comes from
 */
export async function ensurePseudonymKey(folder: string): Promise<string> {
  if (process.env[pseudonymKeyVariable] !== undefined) return pseudonymKeyVariable;
  const file = join(folder, 'keys', 'pseudonym.key');
  const key = randomBytes(32).toString('hex');
  await mkdir(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  await writeFile(file, `${key}\n`, { flag: 'wx', mode: 0o600 });
  process.env[pseudonymKeyVariable] = key;
  return file;
}
