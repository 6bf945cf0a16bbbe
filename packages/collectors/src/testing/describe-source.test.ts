import { describe, expect, test } from 'vitest';
import { ArrayOrigin, arrayTraits, type Faults } from '../fixtures/array-origin.js';
import { describeSource } from './describe-source.js';
import { type SourceCaseId, sourceCases } from './source-cases.js';

describeSource('an array', {
  runner: { describe, test },
  traits: arrayTraits,
  create: async () => new ArrayOrigin(arrayTraits.partitions),
});

/** Each way to be wrong, and a case that notices. */
const sabotage: readonly (readonly [Faults, SourceCaseId])[] = [
  [{ forgets: 'position' }, 'resuming/after-a-death'],
  [{ forgets: 'order' }, 'reading/in-order'],
  [{ forgets: 'poison' }, 'reading/undecodable-moves-on'],
  [{ forgets: 'raw' }, 'reading/keeps-what-was-read'],
  [{ swallows: 'delivery' }, 'failing/delivery'],
  [{ swallows: 'claim' }, 'failing/claim'],
  [{ ignores: 'abort' }, 'following/aborted-before'],
  [{ ignores: 'room' }, 'pressure/waits-for-room'],
  [{ ignores: 'size' }, 'pressure/bounded-batches'],
  [{ ignores: 'leases' }, 'sharing/divides'],
  [{ ignores: 'landing' }, 'sharing/lands-before-it-lets-go'],
  [{ ignores: 'release' }, 'sharing/lets-go-while-paused'],
  [{ ignores: 'end' }, 'reading/nothing'],
  [{ forgets: 'others' }, 'sharing/comes-and-goes'],
  [{ ignores: 'additions' }, 'following/sees-what-comes-later'],
  [{ ignores: 'lag' }, 'reading/lag-counts-down'],
];

describe('the suite of sources', () => {
  for (const [faults, id] of sabotage) {
    test(`notices a source that ${Object.entries(faults).join(' ').replace(',', ' ')}`, async () => {
      await using origin = new ArrayOrigin(arrayTraits.partitions, faults);
      // With the patience that the array without faults is given above.
      const over = sourceCases[id].run(origin, arrayTraits);
      // A source that never ends is noticed by the runner's own limit; here it must not hang the test.
      const hangs = new Promise((_, reject) => {
        setTimeout(() => reject(new Error('the case does not end')), 8000).unref();
      });
      await expect(Promise.race([over, hangs])).rejects.toThrow();
    });
  }

  test('leaves out what the traits do not promise', () => {
    const names: string[] = [];
    describeSource('a lonely source', {
      runner: { describe: (_, define) => define(), test: (name) => names.push(name) },
      traits: { partitions: 1, largestBatch: { records: 1 }, isShared: false },
      create: async () => new ArrayOrigin(1),
    });
    expect(names.filter((name) => name.startsWith('sharing/'))).toEqual([]);
    expect(names.some((name) => name.startsWith('reading/everything-once'))).toBe(true);
  });
});
