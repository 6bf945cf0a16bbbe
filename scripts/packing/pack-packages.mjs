import { runNpm } from '../workspace/run-npm.mjs';
import { repositoryRoot } from '../workspace/workspace-packages.mjs';

/**
 * @typedef {object} PackedPackage
 * @property {string} name
 * @property {string} tarball The absolute path of the tarball.
 * @property {readonly string[]} files The paths in the tarball, relative to the package.
 */

/**
 * Packs packages with `npm pack`, exactly as publishing would.
 *
 * @param {readonly string[]} names Names of workspace packages.
 * @param {string} destination An existing folder, absolute.
 * @returns {Promise<PackedPackage[]>}
 */
export async function packPackages(names, destination) {
  const workspaces = names.map((name) => `--workspace=${name}`);
  const report = await runNpm(
    ['pack', '--json', '--pack-destination', destination, ...workspaces],
    repositoryRoot,
  );
  /** @type {{ name: string; filename: string; files: { path: string }[] }[]} */
  const packed = JSON.parse(report);
  return packed.map(({ name, filename, files }) => ({
    name,
    tarball: `${destination}/${filename}`,
    files: files.map((file) => file.path),
  }));
}
