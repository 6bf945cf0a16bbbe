/** @import { Manifest } from '../workspace/workspace-packages.mjs' */

/**
 * What is wrong with the manifest of a package that is to be published, one sentence each.
 *
 * @param {Manifest} manifest
 * @param {readonly string[]} order All published packages, lowest first.
 * @returns {string[]}
 */
export function manifestFindings(manifest, order) {
  return [
    ...directionFindings(manifest, order),
    ...exportFindings(manifest.exports),
    ...(manifest.type === 'module' ? [] : ['"type" is not "module"']),
    ...(manifest.sideEffects === false ? [] : ['"sideEffects" is not false']),
    ...(manifest.engines?.node === undefined ? ['"engines" does not name a Node version'] : []),
    ...(manifest.license === 'Apache-2.0' ? [] : ['"license" is not Apache-2.0']),
  ];
}

/**
 * @param {Manifest} manifest
 * @param {readonly string[]} order
 * @returns {string[]}
 */
function directionFindings(manifest, order) {
  const own = order.indexOf(manifest.name);
  if (own === -1) return ['the package is not in the order of packages (package-order.mjs)'];
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  })
    .filter((name) => name.startsWith('@das/'))
    .flatMap((name) => {
      const position = order.indexOf(name);
      if (position === -1)
        return [`it depends on ${name}, which is not a package of this repository`];
      return position < own ? [] : [`it depends on ${name}, which does not stand before it`];
    });
}

/**
 * @param {unknown} exports
 * @returns {string[]}
 */
function exportFindings(exports) {
  if (typeof exports !== 'object' || exports === null) return ['"exports" is not an object'];
  if (!('.' in exports)) return ['"exports" has no "."'];
  return Object.entries(exports).flatMap(([subpath, target]) => {
    if (subpath === './package.json') return [];
    if (typeof target !== 'object' || target === null) {
      return [`the export "${subpath}" has no conditions`];
    }
    return Object.keys(target)[0] === 'types' ? [] : [`the export "${subpath}" has no types first`];
  });
}
