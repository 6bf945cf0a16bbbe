import { expect, test } from 'vitest';
import type { ConsumerPin } from '../consumers/consumer-pin.js';
import { compareLocks } from '../lockfile/compare-locks.js';
import { lockContracts } from '../lockfile/lock-contracts.js';
import type { ContractDocument } from '../model/contract-document.js';
import { compareContracts } from './compare-contracts.js';
import { only } from './fixtures/change-cases.js';
import { at, column, contract, future, past, pin } from './fixtures/contract-documents.js';

test('a change of the mode is judged under the stricter of both', () => {
  const loose = compareContracts(
    contract({ compatibility: 'full' }),
    contract({ compatibility: 'none', version: '2.0.0', columns: [column('y')] }),
  );
  expect(loose.mode).toBe('full');
  expect(only(loose.changes, 'column-removed').severity).toBe('error');
  expect(only(loose.changes, 'compatibility-loosened')).toMatchObject({
    reader: 'warning',
    writer: 'warning',
    severity: 'warning',
  });
  const tight = compareContracts(
    contract({ compatibility: 'backward' }),
    contract({ compatibility: 'forward_transitive', version: '2.0.0' }),
  );
  expect(tight.mode).toBe('full_transitive');
  expect(only(tight.changes, 'compatibility-loosened')).toMatchObject({
    reader: 'safe',
    writer: 'warning',
  });
  const stricter = compareContracts(
    contract({ compatibility: 'none' }),
    contract({ compatibility: 'full', version: '2.0.0' }),
  );
  expect(only(stricter.changes, 'compatibility-tightened').severity).toBe('note');
});

test('a contract that is removed is judged by its status, its day and its readers', () => {
  const removal = (more: Partial<ContractDocument>, consumers: readonly ConsumerPin[] = []) => {
    const before = lockContracts([contract(more)], { consumers });
    return compareLocks(before, lockContracts([], { previous: before }), { at }).comparisons[0];
  };
  const seen = [
    removal({}),
    removal({ compatibility: 'none' }),
    removal({ deprecated: future }),
    removal({ deprecated: past }),
    removal({ status: 'retired' }),
    removal({ deprecated: past }, [pin]),
  ].map((each) => [each?.kind, each?.changes[0]?.rule, each?.severity]);
  expect(seen).toEqual([
    ['removed', 'contract-removed', 'error'],
    ['removed', 'contract-removed', 'warning'],
    ['removed', 'contract-removed-too-early', 'error'],
    ['removed', 'contract-removed-after-deprecation', 'warning'],
    ['removed', 'contract-removed-after-deprecation', 'warning'],
    ['removed', 'contract-removed-while-read', 'error'],
  ]);
});
