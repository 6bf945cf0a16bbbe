import { expect, it } from 'vitest';
import { Choices } from './choices.js';
import { randomNumbers } from './random-numbers.js';
import { shrinkChoices } from './shrink-choices.js';

it('makes the same decisions again from those that were taken', () => {
  const make = (choices: Choices): readonly unknown[] => [
    choices.below(1000),
    choices.pick(['a', 'b', 'c']),
    choices.chance(50),
    choices.weighted([
      [5, 'x'],
      [1, 'y'],
    ]),
  ];
  const choices = Choices.random(randomNumbers(3));
  const made = make(choices);
  expect(make(Choices.replay(choices.taken))).toEqual(made);
  expect(make(Choices.replay([]))).toEqual([0, 'a', false, 'x']);
});

it('finds the fewest and lowest decisions that still show something', async () => {
  const recorded = Array.from({ length: 60 }, (_, at) => at % 7);
  recorded[41] = 90;
  const shows = async (candidate: readonly number[]): Promise<boolean> =>
    candidate.some((choice) => choice > 12);
  expect(await shrinkChoices(recorded, shows, { attempts: 1_000 })).toEqual([13]);
});
