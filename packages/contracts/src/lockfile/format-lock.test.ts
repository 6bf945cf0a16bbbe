import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consumes } from '../consumers/consumes.js';
import { anyLock } from './fixtures/any-lock.js';
import { orders, shorter } from './fixtures/orders.js';
import { formatLock } from './format-lock.js';
import { lockContracts } from './lock-contracts.js';
import { parseLock } from './parse-lock.js';

describe('the text of a lock', () => {
  test('has one line per column, sorted members, no defaults and a final newline', () => {
    const lock = lockContracts([orders('1.0.0')], {
      consumers: [consumes(orders('1.0.0'), ['id'], { by: 'finance' })],
    });
    expect(formatLock(lock)).toMatchSnapshot();
  });

  test('changes on one line when one column changes', () => {
    const before = formatLock(lockContracts([shorter('1.0.0')])).split('\n');
    const after = formatLock(lockContracts([shorter('1.0.0', 'VARIANT')])).split('\n');
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
  });

  test('is read back as the lock that it was written from', () => {
    const first = lockContracts([orders('1.0.0', 'full_transitive')]);
    const lock = lockContracts([orders('1.1.0', 'full_transitive')], { previous: first });
    const text = formatLock(lock);
    expect(parseLock(text, 'lock.json')).toEqual(lock);
    expect(formatLock(parseLock(text, 'lock.json'))).toBe(text);
  });

  test('is the same for any lock after it was read', () => {
    fc.assert(
      fc.property(anyLock, (lock) => {
        const text = formatLock(lock);
        const read = parseLock(text, 'lock.json');
        expect(read).toEqual(lock);
        expect(formatLock(read)).toBe(text);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
