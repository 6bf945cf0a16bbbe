import assert from 'node:assert/strict';
import { MemoryConsumer } from '../memory-consumer.js';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, follow, numbersIn, readOnce, until, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What a run does that waits for more. */
export const followingCases: SourceCaseSet<
  'following/sees-what-comes-later' | 'following/ends-on-abort' | 'following/aborted-before'
> = {
  'following/sees-what-comes-later': {
    title: 'waits at the end and gives what is added there',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      await fill(origin, traits, 20);
      const following = await follow(origin, ledger);
      try {
        const all = 20 * traits.partitions;
        await until(() => ledger.landed.length >= all, 'reads what is there', traits, [following]);
        await fill(origin, traits, 20, all);
        const more = () => ledger.landed.length >= 2 * all;
        await until(more, 'reads what was added', traits, [following]);
      } finally {
        await following.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(40 * traits.partitions));
    },
  },
  'following/ends-on-abort': {
    title: 'ends without an error when it is told to stop, and the next run goes on there',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const following = await follow(origin, ledger);
      await following.stop();
      await fill(origin, traits, 10);
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(10 * traits.partitions));
    },
  },
  'following/aborted-before': {
    title: 'gives nothing when it was told to stop before it began',
    run: async (origin, traits) => {
      await fill(origin, traits, 10);
      const source = await origin.open({ follow: true });
      const ledger = new MemoryLedger();
      const consumer = new MemoryConsumer(ledger, { source });
      await source.consume(consumer, AbortSignal.abort());
      assert.deepEqual(ledger.landed, []);
    },
  },
};
