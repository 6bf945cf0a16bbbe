import { socialSecurityStanding } from '../../identifiers/us-social-security.js';
import type { Reason } from '../finding.js';
import { codeAt, endsToken, isDigit } from '../reading/characters.js';
import { type DigitGroups, groupLength } from '../reading/digit-groups.js';
import { isClaimed, isDenied, type Reading } from '../reading/reading.js';

/** Numbers in a row, such as a line of a table, are not one number with spaces. */
function isInRow(text: string, start: number, end: number): boolean {
  const isAfter = codeAt(text, start - 1) === 0x20 && isDigit(codeAt(text, start - 2));
  return isAfter || (codeAt(text, end) === 0x20 && isDigit(codeAt(text, end + 1)));
}

/** How sure the separators alone make it; none without a label for nine digits in one. */
function sureBySeparator(gap: string): number {
  if (gap === '-') return 0.88;
  if (gap === ' ') return 0.6;
  return gap === '.' ? 0.5 : 0;
}

/** Finds US social security and taxpayer numbers: `123-45-6789`, with spaces, dots or nothing between. */
export function findUsSsn(reading: Reading, groups: DigitGroups): void {
  const { text } = reading;
  const start = groups.starts[0] ?? 0;
  const isBare = groupLength(groups, 0) === 9;
  const isParted =
    groupLength(groups, 0) === 3 && groupLength(groups, 1) === 2 && groupLength(groups, 2) === 4;
  if (!isBare && !isParted) return;
  const end = groups.ends[isBare ? 0 : 2] ?? start;
  if (!endsToken(text, end)) return;
  const [gap = '', secondGap] = groups.gaps;
  if (isParted && gap !== secondGap) return;

  const standing = socialSecurityStanding(text.slice(start, end).replace(/[^0-9]/g, ''));
  if (standing === 'impossible') return;
  const claim = reading.claimAt(start, end);
  const isNamed = isClaimed(claim, 'us_ssn') || isClaimed(claim, 'us_itin');
  const separators = isParted ? sureBySeparator(gap) : 0;
  const sure = isNamed ? 0.9 + separators / 13 : separators;
  if (sure === 0 || (!isNamed && isDenied(claim))) return;
  if (!isNamed && gap === ' ' && isInRow(text, start, end)) return;

  const reasons: Reason[] = ['shape', standing === 'unassigned' ? 'unassigned' : 'range'];
  if (isParted) reasons.push('separators');
  if (isNamed) reasons.push(claim.by);
  if (standing === 'unassigned') reading.add('us_ssn', start, end, isNamed ? 0.48 : 0.4, reasons);
  else if (standing === 'assigned') reading.add('us_ssn', start, end, sure, reasons);
  else if (isNamed || gap === '-')
    reading.add('us_itin', start, end, isNamed ? sure : 0.7, reasons);
}
