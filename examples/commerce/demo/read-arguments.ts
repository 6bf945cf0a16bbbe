import { parseArgs } from 'node:util';
import { defaultSeed } from '../generator/generate-data.js';

/** What can be said on the command line. */
export interface DemoArguments {
  readonly seed: number;
  readonly now: Date;
}

/**
 * Reads `--seed NUMBER` and `--now TIME`.
 *
 * @throws RangeError for a seed or a time that is none, TypeError for an option that is not known
 */
export function readArguments(given: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...given],
    options: { seed: { type: 'string' }, now: { type: 'string' } },
  });
  const seed = values.seed === undefined ? defaultSeed : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new RangeError('--seed takes a whole number');
  const now = values.now === undefined ? new Date() : new Date(values.now);
  if (Number.isNaN(now.getTime()))
    throw new RangeError('--now takes a time such as 2026-01-31T12:00:00Z');
  return { seed, now };
}
