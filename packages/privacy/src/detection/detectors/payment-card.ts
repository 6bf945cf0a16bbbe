import { endsToken } from '../characters.js';
import { hasWordBefore } from '../context.js';
import { type DigitGroups, groupLength } from '../digit-groups.js';
import { type Finding, finding, type Signal } from '../finding.js';
import { passesLuhn } from '../luhn.js';

const words: ReadonlySet<string> = new Set(
  'card cards credit debit visa mastercard amex discover diners jcb maestro unionpay payment pan cc'.split(
    ' ',
  ),
);

/** First and last of the leading digits of an issuer, with the lengths of its numbers. */
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

function isIssued(leading: number, length: number): boolean {
  return issuers.some(
    ([first, last, shortest, longest]) =>
      leading >= first && leading <= last && length >= shortest && length <= longest,
  );
}

/** Whether the groups up to `last` are parted as on a card: all alike, four digits first, no crumbs between. */
function isPartedAsOnCard(groups: DigitGroups, last: number): boolean {
  if (last === 0) return true;
  const [gap] = groups.gaps;
  if (gap !== 'space' && gap !== 'dash') return false;
  if (groupLength(groups, 0) !== 4) return false;
  for (let index = 1; index <= last; index += 1) {
    if (groups.gaps[index - 1] !== gap) return false;
    const length = groupLength(groups, index);
    const isWhole = length >= 4 && length <= 6;
    if (!isWhole && !(index === last && length >= 1 && length < 4)) return false;
  }
  return true;
}

/** Sees a payment card number (ISO/IEC 7812): issued leading digits, a length that goes with them, and Luhn. */
export function matchPaymentCard(text: string, groups: DigitGroups): Finding | undefined {
  const start = groups.starts[0] ?? 0;
  let digits = '';
  let found: Finding | undefined;
  for (const [last, groupStart] of groups.starts.entries()) {
    const end = groups.ends[last] ?? groupStart;
    digits += text.slice(groupStart, end);
    if (digits.length > 19 || !isPartedAsOnCard(groups, last)) break;
    if (digits.length < 13 || !isIssued(Number(digits.slice(0, 6)), digits.length)) continue;
    if (!endsToken(text, end) || !passesLuhn(text, start, end)) continue;
    const hasContext = hasWordBefore(text, start, words);
    const why: Signal[] = ['shape', 'range', 'checksum'];
    if (last > 0) why.push('separators');
    if (hasContext) why.push('context');
    // Numbers of 13 digits are given up by Visa and shared with article numbers, so they weigh less.
    const base = digits.length === 13 ? 0.5 : 0.9;
    const support = (last > 0 ? 0.05 : 0) + (hasContext ? 0.04 : 0);
    found = finding('payment_card', start, end, base + support, why);
  }
  return found;
}
