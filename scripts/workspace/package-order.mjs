/**
 * The published packages, from the one that imports nothing to the one that imports all:
 * a package may depend only on packages that stand before it.
 *
 * @type {readonly string[]}
 */
export const packageOrder = [
  '@das/contracts',
  '@das/privacy',
  '@das/core',
  '@das/local',
  '@das/governance',
  '@das/collectors',
  '@das/evidence',
  '@das/cli',
];
