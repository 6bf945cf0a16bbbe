import { isOneDigit, passesLuhn } from './luhn.js';
import { isDigits, weightedSum } from './weighted-sum.js';

/** Whether fourteen digits are a GTIN, by the check digit of GS1. */
export function isTradeItemNumber(digits: string): boolean {
  if (digits.length !== 14 || !isDigits(digits) || isOneDigit(digits)) return false;
  return weightedSum(digits, [3, 1]) % 10 === 0;
}

/** Whether fifteen digits are an IMEI: a reporting body that exists, and Luhn. */
export function isMobileDevice(digits: string): boolean {
  if (digits.length !== 15 || !isDigits(digits) || isOneDigit(digits)) return false;
  return passesLuhn(digits);
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** Whether the last character is the check character of HIBC (ANSI/HIBC 2.6: sum mod 43). */
export function passesHealthIndustryCheck(code: string): boolean {
  let sum = 0;
  for (let index = 0; index < code.length - 1; index += 1) {
    const value = alphabet.indexOf(code.charAt(index));
    if (value === -1) return false;
    sum += value;
  }
  return alphabet.charAt(sum % 43) === code.charAt(code.length - 1);
}
