import { dirname } from 'node:path';
import type { Domain } from '@das/core';
import { createJiti } from 'jiti';
import { CliError } from '../errors/cli-error.js';
import { configurationFailure } from './configuration-failure.js';
import { findConfiguration } from './find-configuration.js';

/** A configuration, loaded. */
export interface Configuration {
  readonly domain: Domain;
  readonly file: string;
  /** The folder that relative paths of collectors start from. */
  readonly baseDirectory: string;
}

/**
 * Loads the domain that a configuration file exports. TypeScript is stripped, not checked.
 *
 * @throws {@link CliError} `DAS_CONFIG_NOT_FOUND`, `DAS_CONFIG_UNREADABLE`, `DAS_CONFIG_FAILED`,
 * `DAS_CONFIG_INVALID`, and the DAS errors of the definitions in it, as they are
 */
export async function loadConfiguration(
  named: string | undefined,
  cwd: string,
): Promise<Configuration> {
  const file = await findConfiguration(named, cwd);
  const jiti = createJiti(file, { interopDefault: true, moduleCache: true, fsCache: false });
  const domain = await jiti.import(file, { default: true }).catch((error: unknown) => {
    throw configurationFailure(error, file);
  });
  if (!isDomain(domain)) {
    throw new CliError('DAS_CONFIG_INVALID', 'the default export is not a domain', {
      place: file,
      next: 'write: export default defineDomain({ ... })',
    });
  }
  return { domain, file, baseDirectory: dirname(file) };
}

/** By shape: the configuration may have loaded another copy of `@das/core`. */
function isDomain(value: unknown): value is Domain {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value) || value.kind !== 'domain') return false;
  const lists = ['contracts', 'collectors', 'promotions', 'access'];
  const fields = value as Readonly<Record<string, unknown>>;
  return typeof fields.database === 'string' && lists.every((name) => Array.isArray(fields[name]));
}
