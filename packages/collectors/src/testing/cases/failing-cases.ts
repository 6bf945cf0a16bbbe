import assert from 'node:assert/strict';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, numbersIn, readOnce, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What a source does when its consumer fails. */
export const failingCases: SourceCaseSet<
  'failing/delivery' | 'failing/claim' | 'failing/acknowledgement'
> = {
  'failing/delivery': {
    title: 'ends with the error of a delivery, and gives nothing after it',
    run: async (origin, traits) => {
      const failure = new Error('the warehouse is gone');
      await fill(origin, traits, 300);
      const ledger = new MemoryLedger();
      let deliveries = 0;
      let afterwards = 0;
      let isOver = false;
      const reading = readOnce(origin, ledger, {
        onDeliver: () => {
          if (isOver) afterwards += 1;
          deliveries += 1;
          throw failure;
        },
      });
      await assert.rejects(reading, (error) => error === failure);
      isOver = true;
      assert.ok(deliveries >= 1 && deliveries <= traits.partitions);
      await readOnce(origin, ledger);
      assert.equal(afterwards, 0);
      assert.deepEqual(numbersIn(ledger), upTo(300 * traits.partitions));
    },
  },
  'failing/claim': {
    title: 'ends with the error of a claim, and gives nothing',
    run: async (origin, traits) => {
      const failure = new Error('the warehouse refuses the claim');
      await fill(origin, traits, 10);
      const ledger = new MemoryLedger();
      const reading = readOnce(origin, ledger, {
        onAssign: () => {
          throw failure;
        },
      });
      await assert.rejects(reading, (error) => error === failure);
      assert.deepEqual(ledger.landed, []);
    },
  },
  'failing/acknowledgement': {
    title: 'takes an acknowledgement of anything at any time',
    run: async (origin, traits) => {
      const source = await origin.open({ follow: false });
      await source.acknowledge(new Map([['no such partition', 7]]));
      await fill(origin, traits, 10);
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      await source.acknowledge(new Map([...ledger.entries.keys()].map((each) => [each, 10])));
      assert.deepEqual(numbersIn(ledger), upTo(10 * traits.partitions));
    },
  },
};
