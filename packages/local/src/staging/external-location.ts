import { realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { StorageIntegrationObject } from '../catalogue/storage-integration-object.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import { checkStagePath } from './stage-reference.js';

const schemes = /^(?:s3|s3gov|s3china|gcs|azure):\/\/[A-Za-z0-9][A-Za-z0-9._-]*(?:\/|$)/;

/**
 * Checks the form of a location such as `s3://bucket/path/`.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_INVALID_STATEMENT`.
 */
export function checkLocation(url: string): void {
  const path = url.slice(url.indexOf('://') + 3).replace(/\/+$/, '');
  if (!schemes.test(url)) {
    throw invalidStatement('a location is s3://…, gcs://… or azure://…, with a bucket', 'URL');
  }
  checkStagePath(path);
}

/** Folders of this machine that stand for external locations, by URL prefix. */
export type ExternalLocations = ReadonlyMap<string, string>;

/** Reads the option `externalLocations`. */
export function readLocations(given: Readonly<Record<string, string>> = {}): ExternalLocations {
  const locations = new Map<string, string>();
  for (const [url, folder] of Object.entries(given)) {
    checkLocation(url);
    locations.set(withSlash(url), resolve(folder) + sep);
  }
  return locations;
}

export function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

/**
 * The folder that stands for a URL.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED` when no folder was named for it: the engine
 * never touches the network.
 */
export function folderOf(url: string, locations: ExternalLocations): string {
  const full = withSlash(url);
  const prefix = [...locations.keys()]
    .filter((each) => full.startsWith(each))
    .sort((a, b) => b.length - a.length)[0];
  const folder = prefix === undefined ? undefined : locations.get(prefix);
  if (prefix === undefined || folder === undefined) {
    throw unsupported(
      'an external location without a local folder: name one in the option externalLocations',
      url,
    );
  }
  const place = join(folder, full.slice(prefix.length));
  const root = existingPlace(folder);
  if (!`${existingPlace(place)}${sep}`.startsWith(root + sep)) {
    throw executionFailed('a link in the folder of the location leads out of it', {
      place: url,
      next: 'remove the link',
    });
  }
  return place;
}

/** Where a path leads, as far as it is there. */
function existingPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const above = dirname(path);
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!isMissing || above === path) throw error;
    return existingPlace(above);
  }
}

/** Requires that an integration allows a location, and is enabled. */
export function requireAllowed(integration: StorageIntegrationObject, url: string): void {
  const full = withSlash(url);
  const covers = (each: string): boolean => each === '*' || full.startsWith(withSlash(each));
  const isAllowed =
    integration.isEnabled && integration.allowed.some(covers) && !integration.blocked.some(covers);
  if (isAllowed) return;
  throw invalidStatement(
    `the location is not allowed by the integration ${integration.name}, or it is disabled`,
    url,
    3167,
  );
}

/** The integration of a stage, if it is there still. */
export function integrationOf(
  catalogue: Catalogue,
  name: string,
): StorageIntegrationObject | undefined {
  return catalogue.find('STORAGE INTEGRATION', 0, name);
}
