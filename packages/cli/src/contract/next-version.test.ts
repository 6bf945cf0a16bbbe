import type { ContractComparison } from '@das/contracts';
import { expect, test } from 'vitest';
import { nextVersion } from './next-version.js';

function comparison(more: Partial<ContractComparison>): ContractComparison {
  return {
    contract: 'commerce.orders',
    kind: 'changed',
    before: '1.2.3',
    after: '1.2.3',
    mode: 'full',
    changes: [],
    requiredBump: 'major',
    actualBump: 'none',
    severity: 'error',
    ...more,
  };
}

test.each([
  ['patch', '1.2.4'],
  ['minor', '1.3.0'],
  ['major', '2.0.0'],
] as const)('a %s bump of 1.2.3 is %s', (requiredBump, expected) => {
  expect(nextVersion(comparison({ requiredBump }))).toBe(expected);
});

test('a version that was raised far enough needs no more', () => {
  for (const actualBump of ['minor', 'major'] as const) {
    expect(nextVersion(comparison({ requiredBump: 'minor', actualBump }))).toBeUndefined();
  }
});

test('a contract that is new or gone has no next version', () => {
  expect(nextVersion(comparison({ kind: 'added', before: undefined }))).toBeUndefined();
  expect(nextVersion(comparison({ kind: 'removed', after: undefined }))).toBeUndefined();
});
