import { readOptions, usage } from '../demonstration/read-options.js';
import { defaultSeed } from '../generator/generate-data.js';

/** What can be said on the command line. */
export interface DemoArguments {
  readonly seed: number;
  readonly now: Date;
}

const names = ['seed', 'now'] as const;

/**
 * Reads `--seed NUMBER` and `--now TIME`.
 *
 * @throws DasError `DEMO_USAGE` for a seed or a time that is none, or another option
 */
export function readArguments(words: readonly string[]): DemoArguments {
  const given = readOptions(words, names);
  const seed = given.seed === undefined ? defaultSeed : Number(given.seed);
  if (!Number.isSafeInteger(seed)) throw usage('the seed is not a whole number', names);
  const now = given.now === undefined ? new Date() : new Date(given.now);
  if (Number.isNaN(now.getTime()))
    throw usage('now is not a time such as 2026-01-31T12:00:00Z', names);
  return { seed, now };
}
