import type { Expectation } from '../model/rule.js';

/** What a measurement comes to; what was not measured is never met. */
export type MeasureVerdict = 'met' | 'missed' | 'no data';

/**
 * Whether a number is as expected. The ends of `mustBeBetween` are not between, as in the text of
 * the Open Data Contract Standard; `mustNotBeBetween` is its opposite, so it lets the ends pass.
 *
 * @example
 * ```ts
 * import { meets } from '@das/contracts';
 *
 * console.log(meets({ mustBeBetween: [0, 10] }, 10), meets({ mustBeLessOrEqualTo: 10 }, 10));
 * // => false true
 * ```
 */
export function meets(expectation: Expectation, value: number): boolean {
  if (Number.isNaN(value)) return false;
  if ('mustBe' in expectation) return value === expectation.mustBe;
  if ('mustNotBe' in expectation) return value !== expectation.mustNotBe;
  if ('mustBeGreaterThan' in expectation) return value > expectation.mustBeGreaterThan;
  if ('mustBeGreaterOrEqualTo' in expectation) return value >= expectation.mustBeGreaterOrEqualTo;
  if ('mustBeLessThan' in expectation) return value < expectation.mustBeLessThan;
  if ('mustBeLessOrEqualTo' in expectation) return value <= expectation.mustBeLessOrEqualTo;
  if ('mustBeBetween' in expectation) return isBetween(value, expectation.mustBeBetween);
  return !isBetween(value, expectation.mustNotBeBetween);
}

function isBetween(value: number, [low, high]: readonly [number, number]): boolean {
  return value > low && value < high;
}

/** What a measured value comes to under all of its expectations; NULL and NaN are no data. */
export function judgeMeasure(
  expectations: readonly Expectation[],
  value: number | null | undefined,
): MeasureVerdict {
  if (value === null || value === undefined || Number.isNaN(value)) return 'no data';
  return expectations.every((expectation) => meets(expectation, value)) ? 'met' : 'missed';
}
