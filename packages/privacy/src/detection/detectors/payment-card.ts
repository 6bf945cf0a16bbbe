import { isPaymentCard } from '../../identifiers/payment-card.js';
import type { Reason } from '../finding.js';
import { codeAt, isDigit, isWordCharacter } from '../reading/characters.js';
import { type DigitGroups, groupLength } from '../reading/digit-groups.js';
import { isClaimed, isDenied, type Reading } from '../reading/reading.js';

/** Whether the groups up to `last` are parted as on a card: all alike, four digits first, no crumbs between. */
function isPartedAsOnCard(groups: DigitGroups, last: number): boolean {
  if (last === 0) return true;
  const [gap] = groups.gaps;
  if (gap !== ' ' && gap !== '-' && gap !== '.') return false;
  if (groupLength(groups, 0) !== 4) return false;
  for (let index = 1; index <= last; index += 1) {
    if (groups.gaps[index - 1] !== gap) return false;
    const length = groupLength(groups, index);
    const isWhole = length >= 4 && length <= 6;
    if (!isWhole && !(index === last && length >= 1 && length < 4)) return false;
  }
  return true;
}

function endsNumber(text: string, end: number): boolean {
  const code = codeAt(text, end);
  if (isWordCharacter(code)) return false;
  return !((code === 0x2e || code === 0x2d) && isDigit(codeAt(text, end + 1)));
}

/** Finds a payment card number (ISO/IEC 7812): an issuer, a length that goes with it, and Luhn. */
export function findPaymentCard(reading: Reading, groups: DigitGroups): void {
  const { text } = reading;
  const start = groups.starts[0] ?? 0;
  let digits = '';
  let foundEnd = 0;
  let foundLast = 0;
  for (const [last, groupStart] of groups.starts.entries()) {
    const end = groups.ends[last] ?? groupStart;
    digits += text.slice(groupStart, end);
    if (digits.length > 19 || !isPartedAsOnCard(groups, last)) break;
    if (digits.length < 13 || !endsNumber(text, end) || !isPaymentCard(digits)) continue;
    foundEnd = end;
    foundLast = last;
  }
  if (foundEnd === 0) return;
  const claim = reading.claimAt(start, foundEnd);
  const isNamed = isClaimed(claim, 'payment_card');
  const reasons: Reason[] = ['shape', 'range', 'checksum'];
  if (foundLast > 0) reasons.push('separators');
  if (isNamed) reasons.push(claim.by);
  // Numbers of 13 digits are given up by Visa and shared with article numbers, so they weigh less.
  const length = text.slice(start, foundEnd).replace(/[^0-9]/g, '').length;
  let sure = isNamed ? 0.98 : length === 13 ? 0.5 : foundLast > 0 ? 0.95 : 0.9;
  if (!isNamed && claim.concept !== undefined && claim.distance === 0) sure -= 0.3;
  if (!isNamed && isDenied(claim) && claim.by === 'context' && foundLast === 0) sure -= 0.15;
  reading.add('payment_card', start, foundEnd, sure, reasons);
}
