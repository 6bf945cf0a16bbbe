/**
 * @typedef {object} LockedPackage The parts of an entry of package-lock.json that are read or made here.
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [devOptional]
 * @property {boolean} [optional]
 * @property {readonly string[]} [os]
 * @property {readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 * @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages Entries by path.
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];
const libraries = new Map([
  ['gnu', 'glibc'],
  ['gnueabihf', 'glibc'],
  ['musl', 'musl'],
  ['musleabihf', 'musl'],
]);

/**
 * The entries that a lockfile lacks for the platforms of others. A package with native code names one
 * optional package for each platform; npm writes no entry for one that it could not read from the
 * registry, and then refuses the lockfile in `npm ci`.
 *
 * @param {LockedPackages} packages
 * @returns {LockedPackages}
 */
export function missingPlatforms(packages) {
  return Object.fromEntries(
    Object.entries(packages).flatMap(([path, parent]) =>
      Object.entries(parent.optionalDependencies ?? {})
        .filter(([name]) => !isLocked(packages, path, name))
        .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, parent)]),
    ),
  );
}

/**
 * @param {LockedPackages} packages
 * @param {string} path
 * @param {string} name
 */
function isLocked(packages, path, name) {
  return `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages;
}

/**
 * @param {string} name
 * @param {string} version
 * @param {LockedPackage} parent
 * @returns {LockedPackage}
 */
function entryOf(name, version, parent) {
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`${name}: the lockfile cannot be completed, "${version}" is not one version`);
  }
  const words = name.replace(/^.*\//, '').split('-');
  const system = words.filter((word) => systems.includes(word));
  const processor = words.filter((word) => processors.includes(word));
  const library = words.flatMap((word) => libraries.get(word) ?? []);
  return {
    version,
    ...(processor.length > 0 && { cpu: processor }),
    ...(parent.dev && { dev: true }),
    ...(parent.devOptional && { devOptional: true }),
    ...(system.includes('linux') && library.length > 0 && { libc: library }),
    optional: true,
    ...(system.length > 0 && { os: system }),
  };
}
