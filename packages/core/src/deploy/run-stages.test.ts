import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runStages } from './run-stages.js';

const free = (...indexes: readonly number[]) => indexes.map((index) => ({ index, after: [] }));

/** Runs stages, and notes which steps began and ended in which order. */
async function follow(
  stages: Parameters<typeof runStages>[0],
  lanes: number,
  fails: readonly number[] = [],
) {
  const notes: string[] = [];
  const busy = new Set<number>();
  let most = 0;
  const failures = await runStages(stages, {
    lanes,
    announce: (index) => notes.push(`begin ${index}`),
    run: async (index, lane) => {
      expect(busy.has(lane)).toBe(false);
      busy.add(lane);
      most = Math.max(most, busy.size);
      await setTimeout(5 * (3 - (index % 3)));
      busy.delete(lane);
      if (fails.includes(index)) throw new Error(`step ${index}`);
      notes.push(`end ${index}`);
    },
  });
  return { notes, most, failures: failures.map((each) => (each as Error).message) };
}

test('as many steps run at once as there are lanes, each in a lane of its own', async () => {
  const { most, notes } = await follow([free(0, 1, 2, 3, 4, 5)], 3);
  expect(most).toBe(3);
  expect(notes.filter((each) => each.startsWith('end'))).toHaveLength(6);
  expect((await follow([free(0, 1, 2)], 1)).notes).toEqual(
    [0, 1, 2].flatMap((index) => [`begin ${index}`, `end ${index}`]),
  );
});

test('a stage begins when the one before it has ended, and a step after those that it waits for', async () => {
  const waiting = [...free(0, 1), { index: 2, after: [0, 1] }];
  const { notes } = await follow([waiting, free(3)], 4);
  expect(notes.slice(0, 2)).toEqual(['begin 0', 'begin 1']);
  expect(notes.slice(4)).toEqual(['begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('after a failure no step begins, what has begun ends, and all that failed is told', async () => {
  const { notes, failures } = await follow([free(0, 1, 2, 3, 4), free(5)], 3, [2, 1]);
  expect(notes).toEqual(['begin 0', 'begin 1', 'begin 2', 'end 0']);
  expect(failures).toEqual(['step 2', 'step 1']);
});

test('a step that may not begin keeps the others from it', async () => {
  let ran = 0;
  const failures = await runStages([free(0, 1, 2)], {
    lanes: 3,
    announce: (index) => {
      if (index === 1) throw new Error('interrupted');
    },
    run: async () => {
      ran += 1;
    },
  });
  expect([ran, failures.length]).toEqual([1, 1]);
});
