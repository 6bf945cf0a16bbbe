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
    const [, url, folder] = /^([a-z0-9]+:\/\/[^=]+)=(.+)$/.exec(text) ?? [];
    if (url === undefined || folder === undefined || url in locations) {
      throw new CliError('DAS_USAGE', 'an external location is not a URL, = and a folder', {
        place: 'das local serve --external-location',
        next: 'write it as s3://bucket/path/=folder, each URL once',
      });
    }
    locations[url] = resolve(cwd, folder);
  }
  return locations;
}
