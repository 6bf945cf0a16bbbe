import { isOneDigit, passesLuhn } from './luhn.js';

/** First and last of the leading six digits of an issuer, with the shortest and longest of its numbers. */
type IssuerRange = readonly [first: number, last: number, shortest: number, longest: number];

/**
 * Issuer ranges by their leading digits, filled up to six. Networks publish them; ranges that were
 * given up or are not in use by cards of persons are left out.
 */
const issuers: readonly IssuerRange[] = [
  [400000, 499999, 13, 13], // Visa, before 16 digits
  [400000, 499999, 16, 16], // Visa
  [400000, 499999, 19, 19], // Visa
  [222100, 272099, 16, 16], // Mastercard
  [510000, 559999, 16, 16], // Mastercard
  [340000, 349999, 15, 15], // American Express
  [370000, 379999, 15, 15], // American Express
  [300000, 305999, 14, 16], // Diners Club
  [309500, 309599, 14, 16], // Diners Club
  [360000, 369999, 14, 16], // Diners Club
  [380000, 399999, 14, 16], // Diners Club
  [352800, 358999, 16, 19], // JCB
  [601100, 601199, 16, 19], // Discover
  [644000, 659999, 16, 19], // Discover, RuPay
  [620000, 629999, 16, 19], // UnionPay
  [810000, 817199, 16, 19], // UnionPay
  [508500, 508999, 16, 16], // RuPay
  [606985, 608499, 16, 16], // RuPay
  [220000, 220499, 16, 19], // Mir
  [979200, 979299, 16, 16], // Troy
  [501800, 501899, 13, 19], // Maestro
  [502000, 502099, 13, 19], // Maestro
  [503800, 503899, 13, 19], // Maestro
  [560000, 589999, 13, 19], // Maestro
  [630400, 630499, 13, 19], // Maestro
  [639000, 639099, 13, 19], // Maestro
  [675900, 676399, 13, 19], // Maestro
];

/** Whether the digits are a payment card number (ISO/IEC 7812): an issuer, a length that it uses, and Luhn. */
export function isPaymentCard(digits: string): boolean {
  const leading = Number(digits.slice(0, 6));
  const { length } = digits;
  const isIssued = issuers.some(
    ([first, last, shortest, longest]) =>
      leading >= first && leading <= last && length >= shortest && length <= longest,
  );
  return isIssued && !isOneDigit(digits) && passesLuhn(digits);
}
