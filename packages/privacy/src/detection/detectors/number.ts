import { codeAt, isDigit, isWordCharacter, startsToken } from '../characters.js';
import { readDigitGroups } from '../digit-groups.js';
import type { Finding } from '../finding.js';
import { matchIpv4Address } from './ipv4-address.js';
import { matchPaymentCard } from './payment-card.js';
import { matchPhone } from './phone.js';
import { matchUsSsn } from './us-ssn.js';

const dot = 0x2e;
const plus = 0x2b;

/**
 * Whether a value of any detector could begin with these digits. Dates, times, hexadecimal text and
 * most other numbers end here, before anything is allocated for them.
 */
function mayBegin(text: string, start: number, end: number): boolean {
  if (codeAt(text, start - 1) === plus) return true;
  const after = codeAt(text, end);
  if (isWordCharacter(after)) return false;
  const length = end - start;
  if (length === 9 || (length >= 13 && length <= 19)) return true;
  if (length === 3) return end < text.length;
  if (length < 3 && after === dot) return true;
  if (length === 1) return codeAt(text, start) === 0x31 && end < text.length;
  const isPrefix = codeAt(text, start) === 0x30 && codeAt(text, start + 1) === 0x30;
  if (isPrefix && length <= 5) return true;
  return length === 4 && isDigit(codeAt(text, end + 4)) && isDigit(codeAt(text, end + 3));
}

/**
 * Finds everything that is made of groups of digits. Each group is looked at from its start, a
 * constant number of digits ahead, and what was found is not looked at again.
 */
export function detectNumbers(text: string): Finding[] {
  const findings: Finding[] = [];
  const { length } = text;
  let index = 0;
  while (index < length) {
    if (!isDigit(text.charCodeAt(index))) {
      index += 1;
      continue;
    }
    const start = index;
    while (isDigit(codeAt(text, index))) index += 1;
    if (!mayBegin(text, start, index) || !startsToken(text, start)) continue;
    const groups = readDigitGroups(text, start);
    const found =
      matchIpv4Address(text, groups) ??
      matchUsSsn(text, groups) ??
      matchPaymentCard(text, groups) ??
      matchPhone(text, groups);
    if (found === undefined) continue;
    findings.push(found);
    index = found.end;
  }
  return findings;
}
