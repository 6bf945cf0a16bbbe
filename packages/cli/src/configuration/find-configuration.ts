import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../errors/cli-error.js';

/** The names that a configuration may have, in the order of preference. */
const fileNames = ['das.config.ts', 'das.config.js', 'das.config.mjs'] as const;

/**
 * Finds the configuration: the file that was named, or the nearest one from a folder upward.
 *
 * @throws {@link CliError} `DAS_CONFIG_NOT_FOUND`
 */
export async function findConfiguration(named: string | undefined, cwd: string): Promise<string> {
  if (named !== undefined) {
    if (await isFile(named)) return named;
    throw new CliError('DAS_CONFIG_NOT_FOUND', 'there is no such configuration file', {
      place: named,
      next: 'correct the path after --config',
    });
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of fileNames) {
      const path = join(folder, name);
      if (await isFile(path)) return path;
    }
    if (folder === dirname(folder)) break;
  }
  throw new CliError('DAS_CONFIG_NOT_FOUND', `there is no ${fileNames[0]} here or above`, {
    place: cwd,
    next: 'go to the folder of the domain, or name the file with --config',
  });
}

async function isFile(path: string): Promise<boolean> {
  // A path that cannot be looked at is not there for this user.
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
