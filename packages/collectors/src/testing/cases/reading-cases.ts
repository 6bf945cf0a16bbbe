import assert from 'node:assert/strict';
import { MemoryConsumer } from '../memory-consumer.js';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, numbered, numbersIn, readOnce, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';

/** What a single run over what is there gives. */
export const readingCases: SourceCaseSet<
  | 'reading/everything-once'
  | 'reading/in-order'
  | 'reading/keeps-what-was-read'
  | 'reading/nothing'
  | 'reading/undecodable-moves-on'
  | 'reading/lag-counts-down'
> = {
  'reading/everything-once': {
    title: 'gives each record once and ends at what was there',
    run: async (origin, traits) => {
      await fill(origin, traits, 250);
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(250 * traits.partitions));
    },
  },
  'reading/in-order': {
    title: 'gives the records of a partition in their order, with offsets that only grow',
    run: async (origin, traits) => {
      await fill(origin, traits, 250);
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      for (const partition of ledger.entries.keys()) {
        const records = ledger.landed.filter((each) => each.partition === partition);
        const numbers = records.map(({ record }) => (record.event as { n: number }).n);
        assert.deepEqual(
          numbers,
          numbers.toSorted((one, other) => one - other),
        );
        const offsets = records.map(({ record }) => record.offset);
        assert.equal(new Set(offsets).size, offsets.length);
      }
    },
  },
  'reading/keeps-what-was-read': {
    title: 'gives what was read beside what it was decoded to',
    run: async (origin) => {
      await origin.append(0, numbered(7, 1));
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      const [landed] = ledger.landed;
      assert.equal(Buffer.from(landed?.record.raw ?? '').toString(), '{"n":7}');
      assert.deepEqual(landed?.record.event, { n: 7 });
    },
  },
  'reading/nothing': {
    title: 'ends at once where there is nothing',
    run: async (origin) => {
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      assert.deepEqual(ledger.landed, []);
    },
  },
  'reading/undecodable-moves-on': {
    title: 'gives a record that cannot be decoded with a fault, and goes on',
    run: async (origin) => {
      await origin.append(0, [...numbered(0, 2), '{"n":', ...numbered(2, 2)]);
      const ledger = new MemoryLedger();
      await readOnce(origin, ledger);
      const faults = ledger.landed.map(({ record }) => record.fault);
      assert.deepEqual(faults, [undefined, undefined, 'invalid_json', undefined, undefined]);
      const [, , poison] = ledger.landed;
      assert.equal(Buffer.from(poison?.record.raw ?? '').toString(), '{"n":');
    },
  },
  'reading/lag-counts-down': {
    title: 'has no lag at the end, where it says anything of lag',
    run: async (origin, traits) => {
      await fill(origin, traits, 50);
      const source = await origin.open({ follow: false });
      const consumer = new MemoryConsumer(new MemoryLedger(), { source });
      await source.consume(consumer, new AbortController().signal);
      for (const [partition, { records = 0, bytes = 0 }] of source.lag?.() ?? []) {
        assert.deepEqual({ partition, records, bytes }, { partition, records: 0, bytes: 0 });
      }
    },
  },
};
