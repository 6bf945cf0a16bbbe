import type { SafeHarborLetter } from '@das/contracts';

/**
 * What each Safe Harbor letter covers, in our own words.
 *
 * @see https://www.ecfr.gov/current/title-45/section-164.514
 * @example
 * ```ts
 * import { safeHarborLetters } from '@das/privacy';
 *
 * console.log(safeHarborLetters.F);
 * // => email addresses
 * ```
 */
export const safeHarborLetters: Readonly<Record<SafeHarborLetter, string>> = Object.freeze({
  A: 'names',
  B: 'places smaller than a state, but for some three-digit ZIP prefixes',
  C: 'parts of dates other than the year, and ages over 89',
  D: 'telephone numbers',
  E: 'fax numbers',
  F: 'email addresses',
  G: 'social security numbers',
  H: 'medical record numbers',
  I: 'health plan beneficiary numbers',
  J: 'account numbers',
  K: 'certificate and licence numbers',
  L: 'vehicle identifiers and licence plates',
  M: 'device identifiers and serial numbers',
  N: 'web addresses',
  O: 'IP addresses',
  P: 'biometric identifiers',
  Q: 'full-face photographs and the like',
  R: 'any other unique number, characteristic or code',
});
