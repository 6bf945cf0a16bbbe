import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import type { Acceptance } from '../evolution/contract-change.js';
import type { AnyContract } from '../model/contract.js';
import { compareLocks } from './compare-locks.js';
import type { ContractLock } from './contract-lock.js';
import { orders, type Semver, shorter, without } from './fixtures/orders.js';
import { lockContracts } from './lock-contracts.js';
import { LockError } from './lock-error.js';

describe('making a lock', () => {
  test('two contracts of one name are refused', () => {
    expect(() => lockContracts([orders('1.0.0'), orders('1.1.0')])).toThrow(LockError);
  });

  test('removed columns become tombstones that later locks carry on', () => {
    const first = lockContracts([orders('1.0.0')]);
    const second = lockContracts([without('2.0.0')], { previous: first });
    const third = lockContracts([without('2.1.0')], { previous: second });
    const graves = third.contracts['shop.orders']?.tombstones;
    expect(graves?.map(({ column, removedIn }) => [column, removedIn])).toEqual([
      ['address', '2.0.0'],
      ['placed_at', '2.0.0'],
      ['region', '2.0.0'],
    ]);
    const back = lockContracts([shorter('3.0.0')], { previous: third });
    const { comparisons } = compareLocks(third, back);
    expect(comparisons[0]?.changes.map((change) => change.rule)).toContain('tombstone-reused');
    expect(back.contracts['shop.orders']?.tombstones.map(({ column }) => column)).not.toContain(
      'address',
    );
  });

  test('a contract that is gone is kept by its columns, and checked when it comes back', () => {
    const first = lockContracts([orders('1.0.0')]);
    const gone = lockContracts([], { previous: first });
    expect(gone.retired['shop.orders']?.tombstones).toHaveLength(4);
    expect(compareLocks(first, gone).severity).toBe('error');
    const still = lockContracts([], { previous: gone });
    expect(still.retired).toEqual(gone.retired);
    const back = lockContracts([shorter('1.0.0')], { previous: still });
    const rules = compareLocks(still, back).comparisons[0]?.changes.map((change) => change.rule);
    expect(rules).toEqual(['tombstone-reused', 'version-not-raised', 'tombstone-returned']);
    expect(back.retired).toEqual({});
  });

  test('earlier versions are kept for transitive modes alone, and protected', () => {
    const first = lockContracts([orders('1.0.0', 'full_transitive')]);
    const second = lockContracts([orders('1.1.0', 'full_transitive')], { previous: first });
    const again = lockContracts([orders('1.1.0', 'full_transitive')], { previous: second });
    const versions = (lock: ContractLock) =>
      lock.contracts['shop.orders']?.earlier.map(({ version }) => version);
    expect([versions(first), versions(second), versions(again)]).toEqual([
      [],
      ['1.0.0'],
      ['1.0.0'],
    ]);
    expect(versions(lockContracts([orders('1.2.0')], { previous: again }))).toEqual([]);
    const change = compareLocks(again, lockContracts([without('2.0.0')], { previous: again }));
    const removed = change.comparisons[0]?.changes.find(({ rule: id }) => id === 'column-removed');
    expect(removed?.reason).toContain('It breaks version 1.0.0 already.');
  });

  test('what only an earlier version forbids is found under a transitive mode, once', () => {
    const typed = (version: Semver, more: Record<string, z.ZodType>) =>
      defineContract({
        domain: 'shop',
        name: 'orders',
        version,
        owner: 'data-shop',
        schema: z.object({ id: z.uuid(), ...more }),
        columns: {
          id: 'internal',
          ...Object.fromEntries(Object.keys(more).map((key) => [key, 'internal' as const])),
        },
        compatibility: 'forward_transitive',
      }) as unknown as AnyContract;
    const one = lockContracts([typed('1.0.0', { note: z.string().optional() })]);
    const two = lockContracts([typed('2.0.0', {})], { previous: one });
    const three = lockContracts([typed('2.1.0', { note: z.number().optional() })], {
      previous: two,
    });
    const changes = compareLocks(
      {
        ...two,
        contracts: Object.fromEntries(
          Object.entries(two.contracts).map(([id, each]) => [id, { ...each, tombstones: [] }]),
        ),
      },
      three,
    ).comparisons[0]?.changes;
    const found = changes?.filter(({ reason }) => reason.includes('version 1.0.0 already'));
    expect(found?.map(({ rule: id, severity }) => [id, severity])).toEqual([
      ['type-changed', 'error'],
    ]);
  });

  test('an acceptance turns its error into a warning, and is dropped with the next version', () => {
    const first = lockContracts([orders('1.0.0')]);
    const accepted: Acceptance = {
      contract: 'shop.orders',
      version: '2.0.0',
      rule: 'column-removed',
      path: '/columns/region',
      by: 'owner@example.com',
      reason: 'nobody reads it',
    };
    const second = lockContracts([without('2.0.0')], { previous: first, acceptances: [accepted] });
    const changes = compareLocks(first, second).comparisons[0]?.changes ?? [];
    const removed = changes.filter(({ rule: id }) => id === 'column-removed');
    expect(
      removed.map(({ column, severity, acceptance: by }) => [column, severity, by?.by]),
    ).toEqual([
      ['address', 'error', undefined],
      ['placed_at', 'error', undefined],
      ['region', 'warning', 'owner@example.com'],
    ]);
    expect(second.acceptances).toEqual([accepted]);
    expect(lockContracts([without('2.0.0')], { previous: second }).acceptances).toEqual([accepted]);
    expect(lockContracts([without('2.0.1')], { previous: second }).acceptances).toEqual([]);
  });

  test('the same contracts make the same lock, and nothing is found between the two', () => {
    const first = lockContracts([orders('1.0.0')]);
    const second = lockContracts([orders('1.0.0')], { previous: first });
    expect(second).toEqual(first);
    expect(compareLocks(first, second)).toMatchObject({
      severity: undefined,
      comparisons: [{ kind: 'unchanged', changes: [] }],
    });
  });
});
