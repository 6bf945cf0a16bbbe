import { randomDomains } from '@das/core/testing';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DriftWorld } from '../fixtures/drift-world.js';
import { manualChanges } from '../fixtures/manual-changes.js';

let world: DriftWorld;
beforeAll(async () => {
  const { start } = randomDomains([2, 7, 1, 8, 2, 8, 1, 8, 2, 8]);
  world = await DriftWorld.deploy(await openLocalWarehouse(), start);
});
afterAll(() => world.warehouse.close());

test('what was deployed and not touched has no finding', async () => {
  expect(await world.told()).toEqual([]);
});

describe('a manual change is named with its place and its danger, and no more once it is undone', () => {
  test.each(Object.entries(manualChanges))('%s', async (_, { change, undo = [], told }) => {
    await world.change(...change);
    const found = await world.told();
    await world.change(...undo);
    expect([...found].sort()).toEqual([...told].sort());
    expect(await world.told()).toEqual([]);
  });
});

test('any manual changes together are all named', async () => {
  const all = Object.entries(manualChanges);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(all.length - 1), { minLength: 2, maxLength: 5 }),
      async (chosen) => {
        const changes = chosen.map((at) => all[at]?.[1]).filter((each) => each !== undefined);
        const done: (readonly string[])[] = [];
        const told: string[] = [];
        for (const { change, undo = [], told: expected } of changes) {
          await world.change(...change).then(
            () => {
              done.unshift(undo);
              told.push(...expected);
            },
            // Another one stands in its way: what does not happen is not named.
            (error: { code?: string }) => expect(error.code).toMatch(/^DAS_WAREHOUSE_/),
          );
        }
        const found = await world.told();
        for (const undo of done) await world.change(...undo);
        expect(found).toEqual(expect.arrayContaining([...new Set(told)]));
        expect(await world.told()).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
});
