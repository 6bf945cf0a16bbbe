import { codeAt, isDash, isDigit, isSpace } from './characters.js';

/** What stands between two groups of digits. `wide` is anything longer than one character. */
export type Gap = 'space' | 'dash' | 'dot' | 'wide';

/** A run of digit groups, such as `415-555-2671`: three groups. */
export interface DigitGroups {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** `gaps[i]` stands between group i and group i + 1. */
  readonly gaps: readonly Gap[];
}

/** No value that is looked for has more digits or groups, so no more are read: reading stays linear. */
const mostDigits = 20;
const mostGroups = 8;
const widestGap = 3;

/** Where the digits that start here end, reading one more than any value has. */
function endOfDigits(text: string, start: number): number {
  const limit = start + mostDigits;
  let end = start;
  while (end < limit && isDigit(codeAt(text, end))) end += 1;
  return end;
}

function isGapCharacter(code: number): boolean {
  return isSpace(code) || isDash(code) || code === 0x2e || code === 0x28 || code === 0x29;
}

function gapBetween(text: string, end: number, start: number): Gap {
  if (start - end > 1) return 'wide';
  const code = codeAt(text, end);
  if (isSpace(code)) return 'space';
  if (isDash(code)) return 'dash';
  return code === 0x2e ? 'dot' : 'wide';
}

/** Reads the groups of digits that follow one another from the digit at `start`. */
export function readDigitGroups(text: string, start: number): DigitGroups {
  const starts = [start];
  const ends = [endOfDigits(text, start)];
  const gaps: Gap[] = [];
  let end = ends[0] ?? start;
  let digits = end - start;
  while (starts.length < mostGroups && digits < mostDigits) {
    let next = end;
    while (next - end < widestGap && isGapCharacter(codeAt(text, next))) next += 1;
    if (next === end || !isDigit(codeAt(text, next))) break;
    gaps.push(gapBetween(text, end, next));
    end = endOfDigits(text, next);
    digits += end - next;
    starts.push(next);
    ends.push(end);
  }
  return { starts, ends, gaps };
}

/** How many digits the group has, or 0 when there is no such group. */
export function groupLength(groups: DigitGroups, index: number): number {
  return (groups.ends[index] ?? 0) - (groups.starts[index] ?? 0);
}
