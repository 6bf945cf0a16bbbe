import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, follow, gate, numbersIn, readOnce, until, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What a source does when it is read slowly, or not at all for a while. */
export const pressureCases: SourceCaseSet<
  | 'pressure/bounded-batches'
  | 'pressure/waits-for-room'
  | 'pressure/outlives-its-session'
  | 'pressure/stops-while-it-waits'
> = {
  'pressure/bounded-batches': {
    title: 'gives no batch that is larger than it promises',
    run: async (origin, traits) => {
      const count = traits.largestBatch.records + 100;
      await fill(origin, traits, count);
      const consumer = await readOnce(origin);
      const largest = Math.max(...consumer.batches.map(({ records }) => records.length));
      assert.ok(largest <= traits.largestBatch.records, `a batch has ${largest} records`);
      const total = consumer.batches.reduce((sum, { records }) => sum + records.length, 0);
      assert.equal(total, count * traits.partitions);
    },
  },
  'pressure/waits-for-room': {
    title: 'gives nothing more of a partition while a batch of it waits, and all of it afterwards',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const { opened, open } = gate();
      // More than one batch.
      const count = traits.largestBatch.records + 100;
      await fill(origin, traits, count);
      // The consumer itself rejects a second batch of a partition while one is pending.
      const following = await follow(origin, ledger, { onDeliver: () => opened });
      try {
        await until(() => following.consumer.pending.size > 0, 'delivers', traits, [following]);
        await wait(500);
        assert.deepEqual(ledger.landed, []);
        open();
        const all = count * traits.partitions;
        await until(() => ledger.landed.length >= all, 'reads everything', traits, [following]);
      } finally {
        open();
        await following.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(count * traits.partitions));
    },
  },
  'pressure/outlives-its-session': {
    title: 'keeps its partitions while it waits for longer than its session lasts',
    needs: 'session',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const { opened, open } = gate();
      await fill(origin, traits, 50);
      const following = await follow(origin, ledger, { onDeliver: () => opened });
      try {
        await until(() => following.consumer.pending.size > 0, 'delivers', traits, [following]);
        const assigned = following.consumer.assigned.length;
        await Promise.race([wait((traits.session ?? 0) * 1.5), following.done]);
        open();
        const all = 50 * traits.partitions;
        await until(() => ledger.landed.length >= all, 'reads everything', traits, [following]);
        assert.equal(following.consumer.assigned.length, assigned);
      } finally {
        open();
        await following.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(50 * traits.partitions));
    },
  },
  'pressure/stops-while-it-waits': {
    title: 'ends when it is told to stop while a batch waits, as soon as there is room',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const { opened, open } = gate();
      await fill(origin, traits, 300);
      const following = await follow(origin, ledger, { onDeliver: () => opened });
      await until(() => following.consumer.pending.size > 0, 'delivers', traits, [following]);
      const stopped = following.stop();
      await wait(100);
      open();
      await stopped;
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(300 * traits.partitions));
    },
  },
};
