import { codeAt, endsToken, isDigit, isSpace } from '../characters.js';
import { hasWordBefore } from '../context.js';
import { type DigitGroups, groupLength } from '../digit-groups.js';
import { type Finding, finding, type Signal } from '../finding.js';

const words: ReadonlySet<string> = new Set(['ssn', 'ssns', 'social', 'socialsecurity', 'ss']);

type Standing = 'assigned' | 'unassigned' | 'impossible';

/**
 * Whether the number can have been issued. The Social Security Administration issues no area 000,
 * 666 or 900 to 999, no group 00 and no serial 0000. Areas from 900 are reported all the same: they
 * hold taxpayer numbers (ITIN) and are what synthetic records use.
 *
 * @see https://www.ssa.gov/employer/randomization.html
 */
function standingOf(digits: string): Standing {
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666') return 'impossible';
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return 'impossible';
  return area >= '900' ? 'unassigned' : 'assigned';
}

/** Numbers in a row, such as a line of a table, are not one number with spaces. */
function isInRowOfNumbers(text: string, start: number, end: number): boolean {
  const isAfterNumber = isSpace(codeAt(text, start - 1)) && isDigit(codeAt(text, start - 2));
  return isAfterNumber || (isSpace(codeAt(text, end)) && isDigit(codeAt(text, end + 1)));
}

/** Sees a US social security number: `123-45-6789`, `123 45 6789`, or nine digits after a word that names it. */
export function matchUsSsn(text: string, groups: DigitGroups): Finding | undefined {
  const start = groups.starts[0] ?? 0;
  const isBare = groupLength(groups, 0) === 9;
  const isParted =
    groupLength(groups, 0) === 3 && groupLength(groups, 1) === 2 && groupLength(groups, 2) === 4;
  if (!isBare && !isParted) return undefined;

  const end = groups.ends[isBare ? 0 : 2] ?? start;
  if (!endsToken(text, end)) return undefined;
  const standing = standingOf(text.slice(start, end).replace(/[^0-9]/g, ''));
  if (standing === 'impossible') return undefined;

  const hasContext = hasWordBefore(text, start, words);
  const why: Signal[] = ['shape', standing === 'assigned' ? 'range' : 'unassigned'];
  if (hasContext) why.push('context');
  if (isBare) {
    if (!hasContext) return undefined;
    return finding('us_ssn', start, end, standing === 'assigned' ? 0.7 : 0.4, why);
  }

  const [gap, secondGap] = groups.gaps;
  if (gap !== secondGap || (gap !== 'dash' && gap !== 'space')) return undefined;
  if (gap === 'space' && !hasContext) {
    if (standing === 'unassigned' || isInRowOfNumbers(text, start, end)) return undefined;
    return finding('us_ssn', start, end, 0.5, [...why, 'separators']);
  }
  const base = standing === 'assigned' ? 0.85 : 0.4;
  return finding('us_ssn', start, end, hasContext ? base + 0.1 : base, [...why, 'separators']);
}
