import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apply } from '../deploy/apply.js';
import { domainNames } from '../domain/domain-names.js';
import { clinic, EvidenceInMemory } from '../fixtures/visits.js';
import type { ResultSet, Row, Warehouse } from '../warehouse/warehouse.js';
import { WarehouseLeases } from './warehouse-leases.js';

let warehouse: Warehouse;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-01-01T00:00:00Z');
  warehouse = await openLocalWarehouse({ clock: () => now });
  await apply({ domain: clinic, warehouse, evidence: new EvidenceInMemory() });
});
afterEach(() => warehouse.close());

const names = domainNames('BROOK_CLINIC');

/** @param onResult - told of each result, before whoever asked for it is */
function leasesOf(owner: string, onResult: (result: ResultSet) => void = () => {}) {
  return new WarehouseLeases({
    names,
    source: 'kinesis:visits',
    owner,
    duration: 40_000,
    openSession: async () => {
      const session = await warehouse.openSession({
        role: names.pipelineRole,
        warehouse: names.warehouse,
      });
      const execute = session.execute.bind(session);
      session.execute = async <R>(...parameters: Parameters<typeof execute>) => {
        const result = await execute<R>(...parameters);
        onResult({ ...result, rows: result.rows as readonly Row[] });
        return result;
      };
      return session;
    },
  });
}

const shards = ['s1', 's2', 's3', 's4', 's5'];

describe('leases in the warehouse', () => {
  test('give one process everything, and a second one its share once the first has let go of it', async () => {
    await using first = leasesOf('a');
    await using second = leasesOf('b');
    expect([...(await first.renew(shards))]).toEqual(shards);
    expect(await second.renew(shards)).toEqual(new Set());

    const kept = await first.renew(shards);
    expect(kept.size).toBe(3);
    // It reads on until it has let go: nobody takes what it may still be landing.
    expect(await second.renew(shards)).toEqual(new Set());
    await first.release(shards.filter((each) => !kept.has(each)));
    const other = await second.renew(shards);
    expect(other.size).toBe(2);
    expect(new Set([...kept, ...other])).toEqual(new Set(shards));
  });

  test('of a process that died are free when they expire, by the clock of the warehouse', async () => {
    const dead = leasesOf('a');
    await dead.renew(shards);
    await using heir = leasesOf('b');
    now = new Date(now.getTime() + 39_000);
    expect(await heir.renew(shards)).toEqual(new Set());
    now = new Date(now.getTime() + 2_000);
    expect(await heir.renew(shards)).toEqual(new Set(shards));
    await dead[Symbol.asyncDispose]();
    expect(await heir.renew(shards)).toEqual(new Set(shards));
  });

  test('are given up with the partitions that are no longer named, and on disposal', async () => {
    await using other = leasesOf('b');
    {
      await using leases = leasesOf('a');
      await leases.renew(shards);
      expect(await leases.renew(['s1', 's2'])).toEqual(new Set(['s1', 's2']));
      // Two processes, five partitions, three of them free: the second one's share is two.
      expect((await other.renew(shards)).size).toBe(2);
    }
    expect(await other.renew(shards)).toEqual(new Set(shards));
  });

  test('that are released in the middle of a renewal stay free for others', async () => {
    let released: Promise<void> | undefined;
    await using first = leasesOf('a', (result) => {
      const isRead = result.rows.some((row) => 'IS_LIVE' in row);
      if (isRead && isShared) released ??= first.release(['s4', 's5']);
    });
    await using second = leasesOf('b');
    let isShared = false;
    await first.renew(shards);
    await second.renew(shards);
    isShared = true;
    expect(await first.renew(shards)).toEqual(new Set(['s1', 's2', 's3']));
    await released;
    expect(released).toBeDefined();
    expect(await second.renew(shards)).toEqual(new Set(['s4', 's5']));
  });

  test('that cannot be given up at the end are left to expire, without an error', async () => {
    const lost = new WarehouseLeases({
      names,
      source: 'kinesis:visits',
      owner: 'a',
      openSession: () => Promise.reject(new Error('the warehouse is gone')),
    });
    await expect(lost.renew(shards)).rejects.toThrow('the warehouse is gone');
    await lost[Symbol.asyncDispose]();
  });

  test('are never held by two, though many renew at the same time', async () => {
    const owners = ['a', 'b', 'c', 'd'].map((owner) => leasesOf(owner));
    try {
      for (let round = 0; round < 6; round += 1) {
        const held = await Promise.all(
          owners.map(async (leases) => {
            const mine = await leases.renew(shards);
            await leases.release(shards.filter((each) => !mine.has(each)));
            return [...mine];
          }),
        );
        expect(held.flat().length).toBe(new Set(held.flat()).size);
      }
      const last = await Promise.all(owners.map((leases) => leases.renew(shards)));
      expect(last.map((each) => each.size).toSorted()).toEqual([1, 1, 1, 2]);
    } finally {
      for (const each of owners) await each[Symbol.asyncDispose]();
    }
  });
});
