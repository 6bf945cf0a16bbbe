import { describe, expect, test } from 'vitest';
import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { Acceptance, ContractChange } from '../evolution/contract-change.js';
import { column, contract, id, past } from '../evolution/fixtures/contract-documents.js';
import type { ContractColumn } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';
import { compareLocks } from './compare-locks.js';
import type { ContractLock } from './contract-lock.js';
import { lockContracts } from './lock-contracts.js';

const at = new Date('2027-01-01T00:00:00Z');

function changesOf(before: ContractLock, after: ContractLock): readonly ContractChange[] {
  return compareLocks(before, after, { at }).comparisons.flatMap(({ changes }) => changes);
}

function briefly(changes: readonly ContractChange[]): readonly string[] {
  return changes.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);
}

function withColumn(more: Partial<ContractColumn>, version = '2.0.0'): ContractDocument {
  return contract({ version, columns: [id, column('x', more)] });
}

describe('acceptances', () => {
  const accepted = (rule: Acceptance['rule'], path: string): Acceptance => ({
    contract: 'shop.orders',
    version: '2.0.0',
    rule,
    path,
    by: 'owner@example.com',
    reason: 'it was phi by mistake',
  });
  const acceptances = [
    accepted('classification-lowered', '/columns/x/classification'),
    accepted('version-not-raised', '/version'),
  ];

  test('count for the step that brought them, and not for the next one of the same version', () => {
    const first = lockContracts([withColumn({ classification: 'phi' }, '1.0.0')]);
    const second = lockContracts([withColumn({ classification: 'pii' })], {
      previous: first,
      acceptances,
    });
    expect(compareLocks(first, second, { at }).severity).toBe('warning');
    const third = lockContracts([withColumn({ classification: 'public' })], { previous: second });
    expect(third.acceptances).toEqual(second.acceptances);
    const changes = changesOf(second, third);
    expect(briefly(changes)).toEqual([
      'error classification-lowered /columns/x/classification',
      'error version-not-raised /version',
    ]);
    expect(changes[0]?.reason).toContain('owner@example.com accepted an earlier change');
    const again = lockContracts([withColumn({ classification: 'public' })], {
      previous: second,
      acceptances: acceptances.map((each) => ({ ...each, reason: 'it is published anyway' })),
    });
    expect(compareLocks(second, again, { at }).severity).toBe('warning');
  });

  test('that were given for a version to come are not carried on', () => {
    const first = {
      ...lockContracts([withColumn({ classification: 'phi' }, '1.0.0')]),
      acceptances,
    };
    const second = lockContracts([withColumn({ classification: 'pii' })], { previous: first });
    expect(second.acceptances).toEqual([]);
    expect(compareLocks(first, second, { at }).severity).toBe('error');
    const kept = { ...second, acceptances };
    expect(compareLocks(first, kept, { at }).severity).toBe('error');
  });
});

describe('pins', () => {
  const pin: ConsumerPin = {
    consumer: 'finance',
    contract: 'shop.orders',
    version: '1.0.0',
    columns: ['id', 'x'],
    exhaustive: [],
  };
  const moved = { ...pin, columns: ['id'] };
  const first = lockContracts([withColumn({ deprecated: past }, '1.0.0')], { consumers: [pin] });

  test('that go together with what they protect are told', () => {
    const gone = contract({ version: '2.0.0' });
    const second = lockContracts([gone], { previous: first, consumers: [moved] });
    expect(briefly(changesOf(first, second))).toEqual([
      'warning column-removed-after-deprecation /columns/x',
      'warning pin-dropped /consumers/finance/x',
    ]);
    const removed = lockContracts([], { previous: first, consumers: [] });
    expect(briefly(changesOf(first, removed))).toEqual([
      'error contract-removed ',
      'warning pin-dropped /consumers/finance/id',
      'warning pin-dropped /consumers/finance/x',
    ]);
  });

  test('that go by themselves are a note, and those that stay are not told', () => {
    const { document } = first.contracts['shop.orders'] ?? { document: contract() };
    const second = lockContracts([document], { previous: first, consumers: [moved] });
    expect(briefly(changesOf(first, second))).toEqual(['note pin-dropped /consumers/finance/x']);
    expect(changesOf(second, lockContracts([document], { previous: second }))).toEqual([]);
  });

  test('that no longer handle each value are told', () => {
    const strict = { ...first, consumers: [{ ...pin, exhaustive: ['x'] }] };
    expect(briefly(changesOf(strict, first))).toEqual(['note pin-dropped /consumers/finance/x']);
  });
});

describe('a lock that was written by hand', () => {
  const transitive = (version: string, ...columns: ContractColumn[]) =>
    contract({ version, compatibility: 'full_transitive', columns: [id, ...columns] });
  const x = column('x', { classification: 'phi', deprecated: past });
  const first = lockContracts([transitive('1.0.0', x)]);
  const second = lockContracts([transitive('2.0.0')], { previous: first });
  const third = lockContracts([transitive('2.1.0')], { previous: second });

  function edited(lock: ContractLock, edit: Partial<ContractLock['contracts'][string]>) {
    const known = lock.contracts['shop.orders'];
    if (known === undefined) throw new Error('there is no such contract');
    return { ...lock, contracts: { 'shop.orders': { ...known, ...edit } } };
  }

  test('has a history as long as nobody takes it away', () => {
    expect(changesOf(first, second).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(briefly(changesOf(second, third))).toEqual([]);
  });

  test('without a tombstone or with another one is an error', () => {
    expect(briefly(changesOf(second, edited(third, { tombstones: [] })))).toEqual([
      'error history-removed /tombstones/x',
    ]);
    const tombstones = [
      { column: 'x', type: 'VARCHAR', classification: 'public', removedIn: '2.0.0' },
    ] as const;
    expect(briefly(changesOf(second, edited(third, { tombstones })))).toEqual([
      'error history-removed /tombstones/x',
    ]);
    expect(briefly(changesOf(first, edited(second, { tombstones: [] })))).toContain(
      'error history-removed /tombstones/x',
    );
  });

  test('without an earlier version, or with another one, is an error', () => {
    const lost = ['error history-removed /earlier/1.0.0', 'error history-removed /earlier/2.0.0'];
    expect(briefly(changesOf(second, edited(third, { earlier: [] })))).toEqual(lost);
    const earlier = [transitive('1.0.0'), transitive('2.0.0')];
    expect(briefly(changesOf(second, edited(third, { earlier })))).toEqual([
      'error history-removed /earlier/1.0.0',
    ]);
  });

  test('without a removed contract is an error, also when nothing else is there', () => {
    const removed = lockContracts([], { previous: third });
    expect(changesOf(removed, lockContracts([], { previous: removed }))).toEqual([]);
    const lost = ['error history-removed /tombstones/id', 'error history-removed /tombstones/x'];
    expect(briefly(changesOf(removed, lockContracts([])))).toEqual(lost.sort());
    expect(briefly(changesOf(third, lockContracts([])))).toEqual(expect.arrayContaining(lost));
  });
});
