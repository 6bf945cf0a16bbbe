import assert from 'node:assert/strict';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, follow, numbersIn, until, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What several readers of one origin do. */
export const sharingCases: SourceCaseSet<'sharing/divides' | 'sharing/takes-over'> = {
  'sharing/divides': {
    title: 'divides the partitions among two readers, and each record is read by one of them',
    needs: 'isShared',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      await fill(origin, traits, 50);
      const first = await follow(origin, ledger);
      const second = await follow(origin, ledger);
      const both = [first, second];
      try {
        const isDivided = () =>
          both.every(({ consumer }) => consumer.held.length > 0) &&
          first.consumer.held.every((each) => !second.consumer.held.includes(each)) &&
          first.consumer.held.length + second.consumer.held.length === traits.partitions;
        await until(isDivided, 'both readers have partitions', traits, both);
        await fill(origin, traits, 50, 50 * traits.partitions);
        const all = 100 * traits.partitions;
        await until(() => ledger.landed.length >= all, 'reads everything', traits, both);
      } finally {
        await Promise.all(both.map((each) => each.stop()));
      }
      assert.deepEqual(numbersIn(ledger), upTo(100 * traits.partitions));
    },
  },
  'sharing/takes-over': {
    title: 'takes over the partitions of a reader that stopped, where that one ended',
    needs: 'isShared',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      await fill(origin, traits, 50);
      const first = await follow(origin, ledger);
      const second = await follow(origin, ledger);
      try {
        const all = 50 * traits.partitions;
        await until(() => ledger.landed.length >= all, 'reads', traits, [first, second]);
        await first.stop();
        const hasAll = () => second.consumer.held.length === traits.partitions;
        await until(hasAll, 'takes the partitions over', traits, [second]);
        await fill(origin, traits, 50, all);
        await until(() => ledger.landed.length >= 2 * all, 'reads on', traits, [second]);
      } finally {
        await first.stop();
        await second.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(100 * traits.partitions));
    },
  },
};
