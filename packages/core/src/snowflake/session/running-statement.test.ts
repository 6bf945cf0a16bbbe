import { describe, expect, test } from 'vitest';
import type { DriverConnection, DriverResult } from '../driver/snowflake-driver.js';
import { runStatement } from './running-statement.js';

const result: DriverResult = {
  queryId: undefined,
  columns: [],
  rowsUpdated: undefined,
  rows: async function* () {},
};

/** A connection on which a statement ends only as `onCancel` says. */
function connection(onCancel: (reject: (error: unknown) => void, resolve: () => void) => void) {
  const line: DriverConnection = {
    run: () => {
      let settle: [(error: unknown) => void, () => void] = [() => undefined, () => undefined];
      const done = new Promise<DriverResult>((resolve, reject) => {
        settle = [reject, () => resolve(result)];
      });
      return { done, cancel: async () => onCancel(...settle) };
    },
    isValid: async () => true,
    close: async () => undefined,
  };
  return line;
}

const run = (line: DriverConnection, kind: 'read' | 'write') => {
  const signal = AbortSignal.timeout(10);
  return runStatement(line, { text: 'X', binds: [] }, { kind, place: 'X' }, signal, 30);
};

describe('a statement that is cancelled', () => {
  test('leaves the session usable when Snowflake confirms it', async () => {
    const confirms = connection((reject) => reject({ code: '000604', sqlState: '57014' }));
    for (const kind of ['read', 'write'] as const) {
      expect(await run(confirms, kind)).toMatchObject({
        error: { code: 'DAS_WAREHOUSE_CANCELLED' },
        isBroken: false,
      });
    }
  });

  test('has its result when it was done before', async () => {
    const tooLate = connection((_, resolve) => resolve());
    expect(await run(tooLate, 'write')).toEqual({ result, isBroken: false });
  });

  test('ends the session when Snowflake is silent, with an unknown outcome for a write', async () => {
    const silent = connection(() => undefined);
    expect(await run(silent, 'read')).toMatchObject({
      error: { code: 'DAS_WAREHOUSE_CANCELLED' },
      isBroken: true,
    });
    expect(await run(silent, 'write')).toMatchObject({
      error: { code: 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN' },
      isBroken: true,
    });
  });

  test('ends the session when the cancellation itself fails', async () => {
    const failing = connection(() => {
      throw new Error('no route');
    });
    expect(await run(failing, 'read')).toMatchObject({ isBroken: true });
  });
});
