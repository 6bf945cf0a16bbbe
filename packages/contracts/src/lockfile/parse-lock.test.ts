import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DasError } from '../errors/das-error.js';
import { orders } from './fixtures/orders.js';
import { formatLock } from './format-lock.js';
import { lockContracts } from './lock-contracts.js';
import type { LockError } from './lock-error.js';
import { parseLock } from './parse-lock.js';

function errorOf(text: string): LockError {
  try {
    parseLock(text, 'lock.json');
  } catch (error) {
    expect(DasError.isInstance(error)).toBe(true);
    return error as LockError;
  }
  throw new Error('it was read');
}

describe('reading a lock that somebody else touched', () => {
  const text = formatLock(lockContracts([orders('1.0.0')]));

  test.each([
    [
      'marks of a merge',
      `<<<<<<< HEAD\n${text}=======\n`,
      'DAS_LOCK_MERGE_CONFLICT',
      'lock.json:1',
    ],
    ['a lost bracket', text.replace('[', ''), 'DAS_LOCK_NOT_JSON', /^lock\.json/],
    ['nothing', '', 'DAS_LOCK_NOT_JSON', 'lock.json'],
    ['a list', '[]', 'DAS_LOCK_INVALID', 'lock.json#'],
    [
      'a version to come',
      text.replace('"lockfileVersion": 1', '"lockfileVersion": 2'),
      'DAS_LOCK_UNKNOWN_VERSION',
      'lock.json#/lockfileVersion',
    ],
    [
      'an unknown classification',
      text.replace('"pii"', '"none"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/columns/2/classification',
    ],
    [
      'an unknown member',
      text.replace('"owner"', '"owned"'),
      'DAS_LOCK_INVALID',
      /^lock\.json#\/contracts\/shop\.orders\/document\/owne/,
    ],
    [
      'a column twice',
      text.replace('"name": "region"', '"name": "id"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/columns/1',
    ],
    [
      'a version that is none',
      text.replace('"version": "1.0.0"', '"version": "1.0"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/shop.orders/document/version',
    ],
    [
      'a name that is none',
      text.replace('"shop.orders"', '"orders"'),
      'DAS_LOCK_INVALID',
      'lock.json#/contracts/orders',
    ],
  ])('%s is an error with a code, a place and a next step', (_, broken, code, place) => {
    expect(broken).not.toBe(text);
    const error = errorOf(broken);
    expect(error.code).toBe(code);
    if (typeof place === 'string') expect(error.place).toBe(place);
    else expect(error.place).toMatch(place);
    expect(error.next).toBeTruthy();
    expect(error.next?.endsWith('.')).toBe(false);
  });

  test('an earlier version of another contract is refused', () => {
    const first = lockContracts([orders('1.0.0', 'full_transitive')]);
    const second = lockContracts([orders('1.1.0', 'full_transitive')], { previous: first });
    const known = formatLock(second);
    const broken = known.replace(/("earlier": \[\s*\{)/, '$1 "name": "people",');
    expect(errorOf(broken).place).toBe('lock.json#/contracts/shop.orders');
  });

  test('all faults are told', () => {
    const broken = text.replace('"pii"', '"none"').replace('"version": "1.0.0"', '"version": "x"');
    expect(errorOf(broken).faults).toHaveLength(2);
  });

  test('whatever stands in the file, it is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, more) => {
        const changed = `${text.slice(0, at)}${more}${text.slice(at + 1)}`;
        try {
          expect(parseLock(changed, 'lock.json').lockfileVersion).toBe(1);
        } catch (error) {
          expect((error as DasError).code).toMatch(/^DAS_LOCK_/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
