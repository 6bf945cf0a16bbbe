import type { Reason } from '../finding.js';
import { codeAt, endsToken, isDigit, isLetter, startsToken } from '../reading/characters.js';
import { type DigitGroups, groupLength } from '../reading/digit-groups.js';
import { type Claim, isClaimed, isDenied, type Reading } from '../reading/reading.js';
import { callingCodeLength } from './calling-codes.js';

const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const plus = 0x2b;
const hash = 0x23;
const space = 0x20;

/** Where an extension after the number ends, such as ` x123` or `, ext. 12`; `end` when there is none. */
function endWithExtension(text: string, end: number): number {
  let index = end;
  while (index - end < 2 && (codeAt(text, index) === space || codeAt(text, index) === 0x2c))
    index += 1;
  const wordStart = index;
  if (codeAt(text, index) === hash) index += 1;
  else while (index - wordStart < 9 && isLetter(codeAt(text, index))) index += 1;
  const word = text.slice(wordStart, index).toLowerCase();
  if (!['x', 'ext', 'extn', 'extension', '#'].includes(word)) return end;
  if (codeAt(text, index) === 0x2e || codeAt(text, index) === 0x3a) index += 1;
  if (codeAt(text, index) === space) index += 1;
  const digitsStart = index;
  while (index - digitsStart < 7 && isDigit(codeAt(text, index))) index += 1;
  const digits = index - digitsStart;
  return digits >= 1 && digits <= 6 ? index : end;
}

/**
 * Whether the ten digits follow the North American Numbering Plan: the area code and the exchange
 * start with 2 to 9, and the area is no service code such as 911.
 */
function isNorthAmerican(digits: string): boolean {
  return /^[2-9][0-9]{2}[2-9][0-9]{6}$/.test(digits) && digits.slice(1, 3) !== '11';
}

function digitsOf(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/[^0-9]/g, '');
}

function add(
  reading: Reading,
  start: number,
  end: number,
  sure: number,
  reasons: readonly Reason[],
  claim: Claim,
): void {
  const isFax = isClaimed(claim, 'fax');
  const isNamed = isFax || isClaimed(claim, 'phone');
  const kind = isFax && claim.concept !== 'phone' ? 'fax' : 'phone';
  if (isNamed) {
    reading.add(kind, start, end, Math.max(0.93, Math.min(sure + 0.1, 0.97)), [
      ...reasons,
      claim.by,
    ]);
    return;
  }
  // A label right before it that names something else makes it less likely.
  const isElse = claim.concept !== undefined && claim.distance === 0;
  reading.add(kind, start, end, isElse ? sure - (isDenied(claim) ? 0.5 : 0.3) : sure, reasons);
}

/** `+44 20 7946 0958`, with or without separators. */
function findInternational(reading: Reading, groups: DigitGroups, claim: Claim): void {
  const { text } = reading;
  const first = groups.starts[0] ?? 0;
  const start = first - 1;
  if (!startsToken(text, start) || codeAt(text, start - 1) === plus) return;
  if (callingCodeLength(text, first) === 0) return;

  const isPlanOne = codeAt(text, first) === 0x31;
  const most = isPlanOne ? 11 : 15;
  let last = 0;
  let digits = groupLength(groups, 0);
  while (last + 1 < groups.starts.length) {
    const next = digits + groupLength(groups, last + 1);
    // A group that would make the number longer than usual is more often the next thing in the text.
    if (next > (isPlanOne ? most : 13)) break;
    digits = next;
    last += 1;
  }
  const numberEnd = groups.ends[last] ?? first;
  const end = endWithExtension(text, numberEnd);
  if (digits > most || digits < 8 || !endsToken(text, end)) return;
  const isValid = !isPlanOne || isNorthAmerican(digitsOf(text, first, numberEnd).slice(1));
  if (!isValid && !isClaimed(claim, 'phone') && !isClaimed(claim, 'fax')) return;
  // `+1234567.89` is an amount.
  if (last === 1 && groups.gaps[0] === '.' && groupLength(groups, 1) < 4) return;
  add(reading, start, end, last > 0 ? 0.9 : 0.85, last > 0 ? parted : ranged, claim);
}

const parted: readonly Reason[] = ['shape', 'range', 'separators'];
const ranged: readonly Reason[] = ['shape', 'range'];
const shaped: readonly Reason[] = ['shape'];

/** `0044 20 7946 0958`: the international prefix and the calling code as a group of their own. */
function findPrefixed(reading: Reading, groups: DigitGroups, claim: Claim): boolean {
  const { text } = reading;
  const start = groups.starts[0] ?? 0;
  let code = start;
  if (codeAt(text, start) === 0x30 && codeAt(text, start + 1) === 0x30) code = start + 2;
  else if (text.startsWith('011', start) && groupLength(groups, 0) === 3)
    code = groups.starts[1] ?? 0;
  if (code === start || code === 0) return false;
  const codeLength = callingCodeLength(text, code);
  const codeGroup = code === start + 2 ? 0 : 1;
  const expected = codeGroup === 0 ? codeLength + 2 : codeLength;
  if (codeLength === 0 || groupLength(groups, codeGroup) !== expected) return false;
  const end = groups.ends.at(-1) ?? start;
  const digits = digitsOf(text, code, end);
  const numberEnd = endWithExtension(text, end);
  const isShort = groups.starts.length - codeGroup < 3;
  if (isShort || digits.length < 9 || digits.length > 15 || !endsToken(text, numberEnd))
    return false;
  const isPlanOne = digits.startsWith('1');
  if (isPlanOne && (digits.length !== 11 || !isNorthAmerican(digits.slice(1)))) return false;
  if (!isPlanOne && groups.gaps.some((gap) => gap !== ' ') && !isClaimed(claim, 'phone'))
    return false;
  add(reading, start, numberEnd, 0.65, parted, claim);
  return true;
}

/** `(415) 555-2671`, `415-555-2671`, `1.415.555.2671`: three, three and four digits, always parted. */
function findNorthAmerican(reading: Reading, groups: DigitGroups, claim: Claim): boolean {
  const { text } = reading;
  const first = groups.starts[0] ?? 0;
  const hasTrunk = groupLength(groups, 0) === 1 && codeAt(text, first) === 0x31;
  const area = hasTrunk ? 1 : 0;
  if (groupLength(groups, area) !== 3 || groupLength(groups, area + 1) !== 3) return false;
  if (groupLength(groups, area + 2) !== 4) return false;

  const areaStart = groups.starts[area] ?? first;
  const areaEnd = groups.ends[area] ?? first;
  const lineEnd = groups.ends[area + 2] ?? first;
  const isInParentheses =
    codeAt(text, areaStart - 1) === openParenthesis && codeAt(text, areaEnd) === closeParenthesis;
  const isNamed = isClaimed(claim, 'phone') || isClaimed(claim, 'fax');
  if (groups.gaps[area] === '_' && !isInParentheses && !isNamed) return false;
  if (groups.gaps[area + 1] === '_' && !isNamed) return false;
  if (!isNorthAmerican(digitsOf(text, areaStart, lineEnd)) && !isNamed) return false;

  const start = isInParentheses && !hasTrunk ? areaStart - 1 : first;
  const end = endWithExtension(text, lineEnd);
  if (!startsToken(text, start) || !endsToken(text, end)) return false;
  if (codeAt(text, start - 1) === hash && !isNamed) return false;
  if (isInParentheses) {
    add(reading, start, end, 0.9, parted, claim);
    return true;
  }
  const gaps = `${groups.gaps[area]}${groups.gaps[area + 1]}`;
  if (gaps === '  ' && !isNamed && isInRow(text, start, lineEnd)) return false;
  add(reading, start, end, gaps === '  ' ? 0.6 : gaps.includes('.') ? 0.72 : 0.82, parted, claim);
  return true;
}

/** Numbers in a row, such as a line of a table, are not one number with spaces. */
function isInRow(text: string, start: number, end: number): boolean {
  const isAfter = codeAt(text, start - 1) === space && isDigit(codeAt(text, start - 2));
  return isAfter || (codeAt(text, end) === space && isDigit(codeAt(text, end + 1)));
}

/** National formats of other countries begin with a 0, as in `020 7946 0958` and `030/1234567`. */
function findNational(reading: Reading, groups: DigitGroups, claim: Claim, isNamed: boolean): void {
  const { text } = reading;
  const first = groups.starts[0] ?? 0;
  const last = groups.starts.length - 1;
  const numberEnd = groups.ends[last] ?? first;
  const digits = digitsOf(text, first, numberEnd);
  const end = endWithExtension(text, numberEnd);
  if (!endsToken(text, end) || digits.length > 15) return;
  const start = codeAt(text, first - 1) === openParenthesis ? first - 1 : first;
  if (isNamed) {
    // `1984-03-03` after "called on" is a date, and three digits are no number.
    const isDate = last === 2 && groupLength(groups, 0) === 4 && groupLength(groups, 2) === 2;
    if (digits.length >= 7 && !isDate) add(reading, start, end, 0.6, shaped, claim);
    return;
  }
  const isSpaced = last >= 1 && groups.gaps.every((gap) => gap === ' ' || gap === '_');
  const isLong = digits.length === 10 || digits.length === 11;
  if (digits.startsWith('0') && !digits.startsWith('00') && isSpaced && isLong) {
    add(reading, start, end, 0.55, shaped, claim);
  }
}

/** Finds telephone and fax numbers. A run of digits is one only where a label says so. */
export function findPhone(reading: Reading, groups: DigitGroups): void {
  const start = groups.starts[0] ?? 0;
  let digits = 0;
  for (let index = 0; index < groups.starts.length; index += 1)
    digits += groupLength(groups, index);
  if (digits < 7) return;
  const claim = reading.claimAt(start, groups.ends.at(-1) ?? start);
  if (codeAt(reading.text, start - 1) === plus) {
    findInternational(reading, groups, claim);
    return;
  }
  if (findNorthAmerican(reading, groups, claim) || findPrefixed(reading, groups, claim)) return;
  const mostDistant = groups.starts.length === 2 ? 4 : 2;
  const isNamed =
    (claim.concept === 'phone' || claim.concept === 'fax') &&
    (claim.by === 'name' || claim.distance <= mostDistant);
  findNational(reading, groups, claim, isNamed);
}
