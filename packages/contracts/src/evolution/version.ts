import type { Bump } from './contract-change.js';

const bumps: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** Whether the first bump is less than the second. */
export function isSmaller(first: Bump, second: Bump): boolean {
  return bumps.indexOf(first) < bumps.indexOf(second);
}

/** The greatest of several bumps. */
export function greatest(all: readonly Bump[]): Bump {
  return all.reduce<Bump>((most, bump) => (isSmaller(most, bump) ? bump : most), 'none');
}

function partsOf(version: string): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

/** Orders two semantic versions: below 0 when the first is the earlier. */
export function compareVersions(first: string, second: string): number {
  const [one, other] = [partsOf(first), partsOf(second)];
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** The part that was raised between two versions: `none` if it stayed or went back. 0.x is no exception. */
export function bumpBetween(before: string, after: string): Bump {
  if (compareVersions(after, before) <= 0) return 'none';
  const [one, other] = [partsOf(before), partsOf(after)];
  if (other[0] > one[0]) return 'major';
  return other[1] > one[1] ? 'minor' : 'patch';
}
