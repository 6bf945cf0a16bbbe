import type { SafeHarborLetter } from '@das/contracts';
import { detectorIds, detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import type { Reason } from '../detection/finding.js';
import { type Transform, transforms } from '../transforms/transforms.js';
import { safeHarborLetters } from './letters.js';

/** What is done about one letter of the Safe Harbor list. */
export interface LetterCoverage {
  readonly letter: SafeHarborLetter;
  /** What the letter covers, in our own words. */
  readonly title: string;
  /** The kinds that are detected for it. */
  readonly detected: readonly DetectorId[];
  /** Everything by which they are found. */
  readonly signals: readonly Reason[];
  /** The ids of the transforms that answer it. */
  readonly transformed: readonly string[];
  /** What of it no detector sees. Never empty: no letter is covered in full. */
  readonly notDetectable: string;
}

/** What is not seen, letter by letter, said as plainly as what is. */
const notDetectable: Readonly<Record<SafeHarborLetter, string>> = {
  A: 'names on no list that nothing introduces; a surname alone; nicknames',
  B: 'small places without a state, a number or a label; landmarks; precincts',
  C: 'dates that nothing around ties to a person; ages told by a story; relative dates',
  D: 'a run of digits without a label',
  E: 'a fax number that nothing calls one: it is reported as a telephone number',
  F: 'addresses that are spelt out, as in "ada at example dot com"',
  G: 'nine digits without a label; the last four digits alone',
  H: 'record numbers without a label or a prefix: each hospital has its own form',
  I: 'member numbers without a label; only the Medicare form is known by itself',
  J: 'account numbers without a label, but for cards and IBAN',
  K: 'licences without a label, but for DEA registrations',
  L: 'plates without a label; numbers of vehicles older than 1981',
  M: 'serial numbers without a label; UDI in other forms than the three of the FDA',
  N: 'hosts without a scheme, a path or www',
  O: 'addresses in other than the usual notations; host names',
  P: 'recordings and templates that no column or word names: they are bytes like others',
  Q: 'who is on a picture; pictures in archives and documents; a file name without a face in it',
  R: 'codes that only the context outside of the value makes unique; rare traits in free text',
};

function coverageOf(letter: SafeHarborLetter): LetterCoverage {
  const detected = detectorIds.filter((id) => detectors[id].letters.includes(letter));
  const signals = [...new Set(detected.flatMap((id) => detectors[id].signals))];
  const transformed = Object.values(transforms)
    .filter((transform: Transform) => transform.letter === letter)
    .map(({ id }) => id);
  return Object.freeze({
    letter,
    title: safeHarborLetters[letter],
    detected,
    signals,
    transformed,
    notDetectable: notDetectable[letter],
  });
}

/**
 * For each of the eighteen Safe Harbor letters: what is detected and by which signals, what is
 * transformed, and what is not detectable.
 *
 * @see https://www.ecfr.gov/current/title-45/section-164.514
 * @example
 * ```ts
 * import { safeHarborCoverage } from '@das/privacy';
 *
 * const [names] = safeHarborCoverage;
 * console.log(names?.letter, names?.detected);
 * // => A [ 'person_name' ]
 * ```
 */
export const safeHarborCoverage: readonly LetterCoverage[] = Object.freeze(
  (Object.keys(safeHarborLetters) as SafeHarborLetter[]).map(coverageOf),
);
