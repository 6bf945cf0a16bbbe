import { codeAt, isDigit } from './characters.js';

/** A run of digit groups, such as `415-555-2671`: three groups. */
export interface DigitGroups {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /**
   * `gaps[i]` stands between group i and group i + 1: a space, a dash, a dot or a slash, and `_` for
   * anything longer than one character.
   */
  readonly gaps: readonly string[];
}

/** No value that is looked for has more digits or groups, so no more are read: reading stays linear. */
const mostDigits = 24;
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
  return (
    code === 0x20 ||
    code === 0x2d ||
    code === 0x2e ||
    code === 0x28 ||
    code === 0x29 ||
    code === 0x2f
  );
}

/** Reads the groups of digits that follow one another from the digit at `start`. */
export function readDigitGroups(text: string, start: number): DigitGroups {
  const starts = [start];
  const ends = [endOfDigits(text, start)];
  const gaps: string[] = [];
  let end = ends[0] ?? start;
  let digits = end - start;
  while (starts.length < mostGroups && digits < mostDigits) {
    let next = end;
    while (next - end < widestGap && isGapCharacter(codeAt(text, next))) next += 1;
    if (next === end || !isDigit(codeAt(text, next))) break;
    const gap = text.charAt(end);
    gaps.push(next - end > 1 || gap === '(' || gap === ')' ? '_' : gap);
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
