import { parseArgs } from 'node:util';
import { DasError } from '@das/core';

/**
 * Reads options that take a value, such as `--seed 7`.
 *
 * @throws DasError `DEMO_USAGE` for anything else
 */
export function readOptions<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...words], options }).values as Partial<Record<Name, string>>;
  } catch (cause) {
    throw usage('the command line is not understood', names, cause);
  }
}

/** What a demo says when it cannot be started as it was asked to. */
export function usage(message: string, names: readonly string[], cause?: unknown): DasError {
  const known = names.map((name) => `--${name} VALUE`).join(', ');
  return new DasError('DEMO_USAGE', message, {
    place: 'command line',
    next: `use ${known}`,
    cause,
  });
}
