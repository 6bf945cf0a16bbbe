import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, follow, gate, isInOrder, numbersIn, until, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What several readers of one origin do. */
export const sharingCases: SourceCaseSet<
  | 'sharing/divides'
  | 'sharing/takes-over'
  | 'sharing/comes-and-goes'
  | 'sharing/lands-before-it-lets-go'
  | 'sharing/lets-go-while-paused'
> = {
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
  'sharing/comes-and-goes': {
    title: 'goes on where others have landed, in order, when partitions come back to a reader',
    needs: 'isShared',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const first = await follow(origin, ledger);
      let total = 0;
      const add = async () => {
        await fill(origin, traits, 20, total);
        total += 20 * traits.partitions;
      };
      const hasLanded = () => ledger.landed.length >= total;
      try {
        await add();
        await until(hasLanded, 'reads alone', traits, [first]);
        for (let round = 0; round < 2; round += 1) {
          const second = await follow(origin, ledger);
          try {
            const hasSome = () => second.consumer.held.length > 0;
            await add();
            await until(hasSome, 'the second one has its share', traits, [first, second]);
            await add();
            await until(hasLanded, 'both read', traits, [first, second]);
          } finally {
            await second.stop();
          }
          await add();
          await until(hasLanded, 'reads alone again', traits, [first]);
        }
      } finally {
        await first.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(total));
      assert.ok(isInOrder(ledger), 'in the order of each partition');
    },
  },
  'sharing/lands-before-it-lets-go': {
    title: 'gives a partition to another reader only when what it delivers of it has landed',
    needs: 'isShared',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const { opened, open } = gate();
      await fill(origin, traits, 50);
      const first = await follow(origin, ledger, { onDeliver: () => opened });
      try {
        await until(() => first.consumer.pending.size > 0, 'delivers', traits, [first]);
        const second = await follow(origin, ledger);
        try {
          // Whoever let another one claim what waits here cannot land it any more, and fails.
          await Promise.race([wait(1000), first.done, second.done]);
          open();
          const all = 50 * traits.partitions;
          await until(() => ledger.landed.length >= all, 'reads', traits, [first, second]);
        } finally {
          await second.stop();
        }
      } finally {
        open();
        await first.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(50 * traits.partitions));
    },
  },
  'sharing/lets-go-while-paused': {
    title: 'gives another reader its share while its own consumer is paused',
    needs: 'isShared',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const { opened, open } = gate();
      await fill(origin, traits, 50);
      const first = await follow(origin, ledger, {
        // A batch without records only says how far the source is: nobody holds it back.
        onLanded: async ({ records }, released) => {
          if (records.length > 0) await Promise.race([opened, untilAborted(released)]);
        },
      });
      try {
        await until(() => first.consumer.pending.size > 0, 'delivers', traits, [first]);
        const second = await follow(origin, ledger);
        try {
          const hasSome = () => second.consumer.held.length > 0;
          await until(hasSome, 'the second one has its share', traits, [first, second]);
          open();
          const all = 50 * traits.partitions;
          await until(() => ledger.landed.length >= all, 'reads', traits, [first, second]);
        } finally {
          await second.stop();
        }
      } finally {
        open();
        await first.stop();
      }
      assert.deepEqual(numbersIn(ledger), upTo(50 * traits.partitions));
    },
  },
};

async function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise((resolve) => {
    signal?.addEventListener('abort', resolve, { once: true });
  });
}
