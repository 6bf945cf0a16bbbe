import type { ContractChange, ContractComparison } from '@das/contracts';
import { expect, test } from 'vitest';
import { nextStep } from './next-step.js';

const removed: ContractChange = {
  rule: 'column-removed',
  path: '/columns/region',
  column: 'region',
  reader: 'breaking',
  writer: 'safe',
  isSecurity: false,
  bump: 'major',
  reason: 'Column region was removed without warning.',
  severity: 'error',
  consumers: [],
  acceptance: undefined,
};
const notRaised: ContractChange = { ...removed, rule: 'version-not-raised', path: '/version' };

function comparison(
  changes: readonly ContractChange[],
  actualBump: ContractComparison['actualBump'],
): ContractComparison {
  return {
    contract: 'shop.orders',
    kind: 'changed',
    before: '1.0.0',
    after: actualBump === 'major' ? '2.0.0' : '1.0.0',
    mode: 'full',
    changes,
    requiredBump: 'major',
    actualBump,
    severity: 'error',
  };
}

test('where the version is all that is wrong, it is raised', () => {
  expect(nextStep([comparison([notRaised], 'none')])).toBe('raise shop.orders to 2.0.0');
});

test('nobody is told to raise a version that is high enough', () => {
  expect(nextStep([comparison([removed], 'major')])).toBe(
    'undo each error, or accept it: das contract lock --accept <change> --by <who> --reason <text>',
  );
});

test('raising the version does not settle a change that breaks somebody', () => {
  expect(nextStep([comparison([removed, notRaised], 'none')])).toMatch(
    /^raise shop\.orders to 2\.0\.0, and undo each error, or accept it: /,
  );
});

test('a warning is not to be accepted, since nothing is done by it', () => {
  const warning = { ...removed, severity: 'warning' } as const;
  expect(nextStep([comparison([warning], 'major')])).toBe(
    'undo the changes that are warnings, or leave out --fail-on',
  );
});
