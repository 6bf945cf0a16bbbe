import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {Readonly<Record<string, string>>} Dependencies
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} [license]
 * @property {string} [type]
 * @property {unknown} [exports]
 * @property {unknown} [sideEffects]
 * @property {Dependencies} [engines]
 * @property {Dependencies} [scripts]
 * @property {Dependencies} [dependencies]
 * @property {Dependencies} [peerDependencies]
 * @property {Dependencies} [optionalDependencies]
 * @typedef {object} WorkspacePackage
 * @property {string} folder The absolute path of the package, without a slash at its end.
 * @property {Manifest} manifest
 */

/** The absolute path of the repository, without a slash at its end. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/**
 * Reads the manifest of a folder.
 *
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
}

/**
 * The packages below `packages/`, which are the ones that are published.
 *
 * @returns {WorkspacePackage[]}
 */
export function workspacePackages() {
  return readdirSync(`${repositoryRoot}/packages`)
    .map((name) => `${repositoryRoot}/packages/${name}`)
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}
