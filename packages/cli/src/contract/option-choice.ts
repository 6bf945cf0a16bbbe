import { CliError } from '../errors/cli-error.js';
import type { Arguments } from '../program/arguments.js';

/**
 * The value of an option that takes one of a few words; the first of them by default.
 *
 * @throws {@link CliError} `DAS_USAGE`
 */
export function optionChoice<Choice extends string>(
  given: Arguments,
  option: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = given.text(option);
  return value === undefined ? choices[0] : oneOf(value, choices, `--${kebab(option)}`);
}

/**
 * A word of the command line, if it is one of those that are known.
 *
 * @throws {@link CliError} `DAS_USAGE`
 */
export function oneOf<Choice extends string>(
  value: string,
  choices: readonly Choice[],
  place: string,
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new CliError('DAS_USAGE', `${value} is not known here`, {
    place,
    next: `use one of: ${choices.join(', ')}`,
  });
}

function kebab(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
