import { isDigits, weightedSum } from './weighted-sum.js';

/**
 * Whether nine digits are a routing number of the American Bankers Association: a Federal Reserve
 * district that exists, and the check digit with the weights 3, 7 and 1.
 */
export function isRoutingNumber(digits: string): boolean {
  if (digits.length !== 9 || !isDigits(digits)) return false;
  const district = Number(digits.slice(0, 2));
  const isDistrict =
    (district >= 1 && district <= 12) ||
    (district >= 21 && district <= 32) ||
    (district >= 61 && district <= 72) ||
    district === 80;
  return isDistrict && weightedSum(digits, [3, 7, 1]) % 10 === 0;
}
