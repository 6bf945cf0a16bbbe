import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WarehouseError } from '../warehouse/warehouse-error.js';
import { backoffDelay, withRetry } from './backoff.js';

const fast = { baseDelay: 0, attempts: 3 };
const passing = new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', 'down', { isRetryable: true });

describe('a retry', () => {
  test('waits longer each time, never longer than the bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, random) => {
          const delay = backoffDelay(attempt, { baseDelay: 100, maximumDelay: 1000 }, () => random);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(1000, 100 * 2 ** (attempt - 1)));
        },
      ),
    );
  });

  test('ends with the last error after its attempts', async () => {
    let tries = 0;
    const work = async (): Promise<never> => {
      tries += 1;
      throw passing;
    };
    await expect(withRetry(work, fast)).rejects.toBe(passing);
    expect(tries).toBe(3);
  });

  test('gives what succeeds later', async () => {
    let tries = 0;
    const work = async (): Promise<string> => {
      tries += 1;
      if (tries < 3) throw passing;
      return 'done';
    };
    expect(await withRetry(work, fast)).toBe('done');
  });

  test('is not made for an error that does not promise anything, nor once the signal is aborted', async () => {
    for (const [error, signal] of [
      [new Error('other'), undefined],
      [new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', 'gone'), undefined],
      [passing, AbortSignal.abort()],
    ] as const) {
      let tries = 0;
      const work = async (): Promise<never> => {
        tries += 1;
        throw error;
      };
      await expect(withRetry(work, fast, signal)).rejects.toBe(error);
      expect(tries).toBe(1);
    }
  });
});
