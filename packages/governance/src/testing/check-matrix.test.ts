import type { AnyContract } from '@das/contracts';
import { expect, test } from 'vitest';
import { checkMatrix } from './check-matrix.js';
import { orders, rows, shop } from './fixtures/policy-shop.js';
import type { LooseMatrix } from './policy-matrix.js';

const columns = { email: 'masked', card: 'masked', total: 'null', born: 'masked' };
const right = {
  runner: { describe: () => {}, test: () => {}, beforeAll: () => {} },
  personas: { analyst: ['ANALYST'] },
  rows: [orders, ...rows],
  expect: { analyst: columns },
};

function refusalOf(more: object): unknown {
  const matrix = { ...right, ...more } as unknown as LooseMatrix;
  try {
    checkMatrix(shop(), matrix);
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a matrix that says all is accepted', () => {
  expect(refusalOf({})).toBeUndefined();
});

test.each([
  ['a protected column left out', { expect: { analyst: { ...columns, born: undefined } } }, 'born'],
  ['a misspelt column', { expect: { analyst: { ...columns, emial: 'masked' } } }, 'mean email'],
  ['a misspelt role', { personas: { analyst: ['ANALIST'] } }, 'mean ANALYST'],
  ['a persona without a role', { personas: { analyst: [] } }, 'primary role'],
  ['nobody', { personas: {}, expect: {} }, 'persona'],
  ['a persona of whom nothing is expected', { expect: {} }, 'analyst'],
  ['an expectation of nobody', { expect: { analyst: columns, analist: 'denied' } }, 'mean analyst'],
  ['no rows', { rows: [orders] }, 'row'],
  ['a row that is not there', { expect: { analyst: { ...columns, rows: [2] } } }, '0 to 1'],
  ['a row twice', { expect: { analyst: { ...columns, rows: [0, 0] } } }, 'once'],
  ['columns of no row', { expect: { analyst: { ...columns, rows: [] } } }, 'denied'],
  ['an unknown word', { expect: { analyst: { ...columns, email: 'hidden' } } }, "'clear'"],
  ['two wishes', { expect: { analyst: { ...columns, email: { equals: 1, each: [] } } } }, 'equals'],
  ['too few values', { expect: { analyst: { ...columns, email: { each: ['x'] } } } }, '2 values'],
  ['a tier without a table', { tier: 'SILVER' }, 'BRONZE, PLATINUM'],
])('%s is refused with what to do', (_what, more, next) => {
  expect(refusalOf(more)).toMatchObject({
    code: 'DAS_POLICY_TEST_INVALID',
    next: expect.stringContaining(next),
  });
});

test('a column that is classified later breaks the test', () => {
  const contract = { ...orders, columns: [...orders.columns] } as unknown as AnyContract;
  expect(refusalOf({ rows: [contract, ...rows] })).toMatchObject({
    message: expect.stringContaining('not of the domain'),
  });
});
