import { expect, test } from 'vitest';
import { ContractError } from './contract-error.js';
import { DasError } from './das-error.js';

test('an error is one line with code, message, place and next step', () => {
  const error = new ContractError('DAS_CONTRACT_INVALID_KEY', 'it failed', {
    place: 'here',
    next: 'do this',
  });
  expect(error.toLine()).toBe('DAS_CONTRACT_INVALID_KEY: it failed (at here). Next: do this.');
  expect(new DasError('DAS_X', 'it failed').toLine()).toBe('DAS_X: it failed.');
});

test('an error of another copy of the package is recognised, and nothing else is', () => {
  const error = new ContractError('DAS_CONTRACT_INVALID_KEY', 'it failed');
  const other = Object.assign(new Error('it failed'), { [Symbol.for('@das/error')]: true });
  expect(
    [error, other, new Error('x'), null, 'x'].map((value) => DasError.isInstance(value)),
  ).toEqual([true, true, false, false, false]);
});

test('the cause is kept, and retrying is not promised', () => {
  const cause = new Error('below');
  const error = new DasError('DAS_X', 'it failed', { cause });
  expect([error.cause, error.isRetryable, error.name]).toEqual([cause, false, 'DasError']);
});
