import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../errors/cli-error.js';

/**
 * Reads the folders that stand for external locations, each as `s3://bucket/path/=folder`.
 *
 * @throws {@link CliError} `DAS_USAGE`
 */
export function readExternalLocations(
  texts: readonly string[],
  cwd: string,
): Readonly<Record<string, string>> {
  const locations: Record<string, string> = {};
  for (const text of texts) {
    const [, url, folder] = /^((?:s3|s3gov|s3china|gcs|azure):\/\/[^=]+)=(.+)$/.exec(text) ?? [];
    if (url === undefined || folder === undefined || url in locations) {
      throw new CliError(
        'DAS_USAGE',
        'an external location is not s3://…, gcs://… or azure://…, = and a folder',
        {
          place: 'das local serve --external-location',
          next: 'write it as s3://bucket/path/=folder, each URL once',
        },
      );
    }
    const path = resolve(cwd, folder);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw new CliError('DAS_USAGE', 'what stands for an external location is no folder', {
        place: `das local serve --external-location ${url}`,
        next: 'name a folder; one that is not there yet is made when something is written to it',
      });
    }
    locations[url] = path;
  }
  return locations;
}
