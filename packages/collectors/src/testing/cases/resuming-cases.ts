import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { MemoryConsumer } from '../memory-consumer.js';
import { MemoryLedger } from '../memory-ledger.js';
import { fill, numbersIn, readOnce, upTo } from '../run-source.js';
import type { SourceCaseSet } from '../source-case.js';
import type { SourceOrigin } from '../source-origin.js';

/** Reads until this many batches have landed, then fails as a process that dies. */
async function readSome(
  origin: SourceOrigin,
  ledger: MemoryLedger,
  batches: number,
): Promise<'ended' | 'died'> {
  const death = new Error('this consumer dies');
  let left = batches;
  const source = await origin.open({ follow: false });
  const consumer = new MemoryConsumer(ledger, {
    source,
    onDeliver: () => {
      left -= 1;
      if (left < 0) throw death;
    },
  });
  try {
    await source.consume(consumer, new AbortController().signal);
    return 'ended';
  } catch (error) {
    if (error !== death) throw error;
    return 'died';
  }
}

/** What a run does that goes on where another one ended. */
export const resumingCases: SourceCaseSet<
  | 'resuming/nothing-twice'
  | 'resuming/after-a-death'
  | 'resuming/random-stops'
  | 'resuming/after-poison'
> = {
  'resuming/nothing-twice': {
    title: 'gives nothing again to a second run, and only what is new to a third',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      await fill(origin, traits, 30);
      await readOnce(origin, ledger);
      const second = await readOnce(origin, ledger);
      assert.deepEqual(
        second.batches.flatMap(({ records }) => records),
        [],
      );
      await fill(origin, traits, 5, 30 * traits.partitions);
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(35 * traits.partitions));
    },
  },
  'resuming/after-a-death': {
    title: 'goes on after the last batch that landed when a run died',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      await fill(origin, traits, 400);
      await readSome(origin, ledger, 1);
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(400 * traits.partitions));
    },
  },
  'resuming/random-stops': {
    title: 'loses nothing and gives nothing twice, however often runs die while records are added',
    run: async (origin, traits) => {
      const ledger = new MemoryLedger();
      const rounds = 6;
      for (let round = 0; round < rounds; round += 1) {
        await fill(origin, traits, 100, round * 100 * traits.partitions);
        await readSome(origin, ledger, randomInt(4));
      }
      await readOnce(origin, ledger);
      assert.deepEqual(numbersIn(ledger), upTo(rounds * 100 * traits.partitions));
    },
  },
  'resuming/after-poison': {
    title: 'does not give a record again that could not be decoded',
    run: async (origin) => {
      const ledger = new MemoryLedger();
      await origin.append(0, ['{', '{']);
      await readOnce(origin, ledger);
      await origin.append(0, ['{"n":0}']);
      await readOnce(origin, ledger);
      assert.deepEqual(
        ledger.landed.map(({ record }) => record.fault),
        ['invalid_json', 'invalid_json', undefined],
      );
    },
  },
};
