import type { Classification, SafeHarborLetter } from '@das/contracts';

/** A transform that hides, by name: what lineage needs to say that one stands between two columns. */
export interface Transform {
  /** A stable name, such as `safe-harbor.zip3`. */
  readonly id: string;
  /** The Safe Harbor letter that it answers, or `undefined` when it answers none. */
  readonly letter: SafeHarborLetter | undefined;
  /** The lowest classification that its result may be given. */
  readonly lowersTo: Classification;
  readonly description: string;
}

type TransformName = 'zip3' | 'capAge' | 'yearOnly' | 'birthYear' | 'keyedHash';

function transform(
  id: string,
  letter: SafeHarborLetter | undefined,
  lowersTo: Classification,
  description: string,
): Transform {
  return Object.freeze({ id, letter, lowersTo, description });
}

/**
 * The transforms of this package by the name of their function.
 *
 * @example
 * ```ts
 * import { transforms } from '@das/privacy';
 *
 * console.log(transforms.zip3.id, transforms.zip3.letter, transforms.keyedHash.lowersTo);
 * // => safe-harbor.zip3 B pseudonymous
 * ```
 */
export const transforms: Readonly<Record<TransformName, Transform>> = Object.freeze({
  zip3: transform(
    'safe-harbor.zip3',
    'B',
    'internal',
    'the first three digits of a ZIP code, 000 where few people live',
  ),
  capAge: transform('safe-harbor.age-cap', 'C', 'internal', 'an age, with all over 89 as 90'),
  yearOnly: transform('safe-harbor.year-only', 'C', 'internal', 'the year of a date'),
  birthYear: transform(
    'safe-harbor.birth-year',
    'C',
    'internal',
    'the year of birth, unless it tells an age over 89',
  ),
  keyedHash: transform(
    'pseudonym.keyed-hash',
    undefined,
    'pseudonymous',
    'an identifier replaced by its hash under a secret key',
  ),
});
