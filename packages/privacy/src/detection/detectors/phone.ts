import { callingCodeLength } from '../calling-codes.js';
import { codeAt, endsToken, isDigit, isLetter, isSpace, startsToken } from '../characters.js';
import { hasWordBefore, isLabelled } from '../context.js';
import { type DigitGroups, groupLength } from '../digit-groups.js';
import { type Finding, finding, type Signal } from '../finding.js';

const words: ReadonlySet<string> = new Set(
  'phone phones telephone tel mobile cell cellphone call fax contact sms text whatsapp dial'.split(
    ' ',
  ),
);

/** Words that say that a number is something else. */
const otherLabels: ReadonlySet<string> = new Set(
  'order invoice ticket sku part tracking ref reference isbn serial model item lot batch po rma'.split(
    ' ',
  ),
);

const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const plus = 0x2b;
const hash = 0x23;

/** Where an extension after the number ends, such as ` x123` or ` ext. 12`; `end` when there is none. */
function endWithExtension(text: string, end: number): number {
  let index = end;
  if (isSpace(codeAt(text, index))) index += 1;
  const wordStart = index;
  while (index - wordStart < 9 && isLetter(codeAt(text, index))) index += 1;
  const word = text.slice(wordStart, index).toLowerCase();
  if (word !== 'x' && word !== 'ext' && word !== 'extn' && word !== 'extension') return end;
  if (codeAt(text, index) === 0x2e) index += 1;
  if (isSpace(codeAt(text, index))) index += 1;
  const digitsStart = index;
  while (index - digitsStart < 7 && isDigit(codeAt(text, index))) index += 1;
  const digits = index - digitsStart;
  return digits >= 1 && digits <= 6 ? index : end;
}

/**
 * Whether the ten digits follow the North American Numbering Plan: the area code and the exchange
 * start with 2 to 9, and neither is a service code such as 911.
 */
function isNorthAmerican(digits: string): boolean {
  return /^[2-9][0-9]{2}[2-9][0-9]{6}$/.test(digits) && digits.slice(1, 3) !== '11';
}

function digitsOf(text: string, start: number, end: number): string {
  return text.slice(start, end).replace(/[^0-9]/g, '');
}

function phone(text: string, start: number, end: number, base: number, why: Signal[]): Finding {
  const hasContext = hasWordBefore(text, start, words);
  if (hasContext) why.push('context');
  return finding('phone', start, end, Math.min(hasContext ? base + 0.1 : base, 0.95), why);
}

/** `+44 20 7946 0958`, with or without separators. */
function matchInternational(text: string, groups: DigitGroups): Finding | undefined {
  const first = groups.starts[0] ?? 0;
  const start = first - 1;
  if (!startsToken(text, start) || codeAt(text, start - 1) === plus) return undefined;
  const codeLength = callingCodeLength(text, first);
  if (codeLength === 0) return undefined;

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
  const end = endWithExtension(text, groups.ends[last] ?? first);
  const numberEnd = groups.ends[last] ?? first;
  if (digits > most || digits < 8 || !endsToken(text, end)) return undefined;
  if (isPlanOne && !isNorthAmerican(digitsOf(text, first, numberEnd).slice(1))) return undefined;
  // `+1234567.89` is an amount.
  if (last === 1 && groups.gaps[0] === 'dot' && groupLength(groups, 1) < 4) return undefined;
  const why: Signal[] = ['shape', 'range'];
  if (last > 0) why.push('separators');
  return phone(text, start, end, last > 0 ? 0.85 : 0.8, why);
}

/** `0044 20 7946 0958`: the international prefix and the calling code as a group of their own. */
function matchPrefixed(text: string, groups: DigitGroups): Finding | undefined {
  const start = groups.starts[0] ?? 0;
  if (codeAt(text, start) !== 0x30 || codeAt(text, start + 1) !== 0x30) return undefined;
  const codeLength = callingCodeLength(text, start + 2);
  if (codeLength === 0 || groupLength(groups, 0) !== codeLength + 2) return undefined;
  const last = groups.starts.length - 1;
  const end = groups.ends[last] ?? start;
  const digits = digitsOf(text, start, end).slice(2);
  const numberEnd = endWithExtension(text, end);
  if (last < 2 || digits.length < 9 || digits.length > 15 || !endsToken(text, numberEnd)) {
    return undefined;
  }
  const isPlanOne = digits.startsWith('1');
  if (isPlanOne && (digits.length !== 11 || !isNorthAmerican(digits.slice(1)))) return undefined;
  if (!isPlanOne && groups.gaps.some((gap) => gap !== 'space')) return undefined;
  return phone(text, start, numberEnd, 0.6, ['shape', 'range', 'separators']);
}

/** `(415) 555-2671`, `415-555-2671`, `1.415.555.2671`: three, three and four digits, always parted. */
function matchNorthAmerican(text: string, groups: DigitGroups): Finding | undefined {
  const first = groups.starts[0] ?? 0;
  const hasTrunk = groupLength(groups, 0) === 1 && codeAt(text, first) === 0x31;
  const area = hasTrunk ? 1 : 0;
  if (groupLength(groups, area) !== 3 || groupLength(groups, area + 1) !== 3) return undefined;
  if (groupLength(groups, area + 2) !== 4) return undefined;

  const areaStart = groups.starts[area] ?? first;
  const areaEnd = groups.ends[area] ?? first;
  const lineEnd = groups.ends[area + 2] ?? first;
  const isInParentheses =
    codeAt(text, areaStart - 1) === openParenthesis && codeAt(text, areaEnd) === closeParenthesis;
  if (groups.gaps[area] === 'wide' && !isInParentheses) return undefined;
  if (groups.gaps[area + 1] === 'wide') return undefined;
  if (!isNorthAmerican(digitsOf(text, areaStart, lineEnd))) return undefined;

  const start = isInParentheses && !hasTrunk ? areaStart - 1 : first;
  const end = endWithExtension(text, lineEnd);
  if (!startsToken(text, start) || !endsToken(text, end)) return undefined;
  if (codeAt(text, start - 1) === hash || isLabelled(text, start, otherLabels)) return undefined;

  const why: Signal[] = ['shape', 'range', 'separators'];
  if (isInParentheses) return phone(text, start, end, 0.85, why);
  const gaps = [groups.gaps[area], groups.gaps[area + 1]];
  if (gaps.every((gap) => gap === 'space')) {
    const isInRow =
      (isSpace(codeAt(text, start - 1)) && isDigit(codeAt(text, start - 2))) ||
      (isSpace(codeAt(text, lineEnd)) && isDigit(codeAt(text, lineEnd + 1)));
    return isInRow ? undefined : phone(text, start, end, 0.6, why);
  }
  return phone(text, start, end, gaps.includes('dot') ? 0.7 : 0.8, why);
}

/** Sees a telephone number. A run of digits without a plus and without separators is not one. */
export function matchPhone(text: string, groups: DigitGroups): Finding | undefined {
  const before = codeAt(text, (groups.starts[0] ?? 0) - 1);
  if (before === plus) return matchInternational(text, groups);
  return matchNorthAmerican(text, groups) ?? matchPrefixed(text, groups);
}
