import type { Bump } from './contract-change.js';
import { type Finding, finding } from './finding.js';
import { bumpOf, requiredBumpOf } from './judge.js';
import { bumpBetween, compareVersions, isSmaller } from './version.js';

/** Whether the version was raised as far as what was found asks for. */
export function checkVersion(
  before: string,
  after: string,
  findings: readonly Finding[],
): readonly Finding[] {
  const required = requiredBumpOf(findings);
  const order = compareVersions(after, before);
  const path = ['version'];
  if (order < 0) {
    return [
      finding('version-not-raised', path, `The version went back from ${before} to ${after}.`),
    ];
  }
  if (order === 0) {
    if (required === 'none') return [];
    const reason = `The contract changed and the version is still ${after}; raise it to ${nextVersion(before, required)}.`;
    return [finding('version-not-raised', path, reason)];
  }
  const actual = bumpBetween(before, after);
  if (!isSmaller(actual, required)) return [];
  const causes = [
    ...new Set(findings.filter((found) => bumpOf(found) === required).map(({ rule }) => rule)),
  ];
  const reason = `From ${before} to ${after} is a ${actual} version, but ${causes.join(', ')} asks for a ${required} one; raise it to ${nextVersion(before, required)}.`;
  return [finding('version-bump-too-small', path, reason)];
}

function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
