import type { Reason } from '../finding.js';
import { months } from '../lexicon/months.js';
import { codeAt, isDigit, isLetter, isWordCharacter } from '../reading/characters.js';
import { type Claim, isClaimed, type Reading } from '../reading/reading.js';

/** A date: where it stands, and whether it tells more than a month and a day. */
interface DateSpan {
  readonly start: number;
  readonly end: number;
  readonly hasYear: boolean;
  /** Whether a time of day follows, as in what machines write. */
  readonly hasTime: boolean;
  /** Whether other things are written so as well, so that only a label makes it a date. */
  readonly isWeak?: true;
}

function isDay(day: number, month: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isYear(year: number, digits: number): boolean {
  return digits === 2 || (digits === 4 && year >= 1880 && year <= 2100);
}

/** A run of up to `most` digits: its value and length, or a length of 0. */
function readNumber(text: string, start: number, most: number): { value: number; length: number } {
  let value = 0;
  let length = 0;
  while (length <= most && isDigit(codeAt(text, start + length))) {
    value = value * 10 + codeAt(text, start + length) - 0x30;
    length += 1;
  }
  return length > most ? { value: 0, length: 0 } : { value, length };
}

function timeFollows(text: string, end: number): boolean {
  return /^(?:T|\s{1,2}|,\s)[0-9]{1,2}:[0-9]{2}/.test(text.slice(end, end + 8));
}

/** `03/03/1984`, `3.3.84`, `1984-03-03`: three numbers with the same separator. */
function readNumeric(text: string, start: number): DateSpan | undefined {
  const first = readNumber(text, start, 4);
  const separator = text.charAt(start + first.length);
  if (first.length === 0 || first.length === 3 || !'/-.'.includes(separator) || separator === '')
    return undefined;
  const secondStart = start + first.length + 1;
  const second = readNumber(text, secondStart, 2);
  const thirdStart = secondStart + second.length + 1;
  if (second.length === 0) {
    return readWithMonthName(text, start, first, separator, secondStart);
  }
  if (text.charAt(thirdStart - 1) !== separator) {
    return undefined;
  }
  const third = readNumber(text, thirdStart, 4);
  if (third.length === 0 || third.length === 3) return undefined;
  const end = thirdStart + third.length;
  const isYearFirst = first.length === 4;
  const valid = isYearFirst
    ? isYear(first.value, 4) && third.length <= 2 && isDay(third.value, second.value)
    : isYear(third.value, third.length) &&
      (isDay(first.value, second.value) || isDay(second.value, first.value));
  if (!valid || !endsDate(text, end, separator)) return undefined;
  const found = span(text, start, end, true);
  const isVersion = separator === '.' && third.length === 2 && !isYearFirst && first.length < 2;
  return isVersion ? { ...found, isWeak: true } : found;
}

/** `03-Mar-1984`, `3/Mar/84`. */
function readWithMonthName(
  text: string,
  start: number,
  first: { value: number; length: number },
  separator: string,
  monthStart: number,
): DateSpan | undefined {
  let index = monthStart;
  while (index - monthStart < 10 && isLetter(codeAt(text, index))) index += 1;
  const month = months.get(text.slice(monthStart, index).toLowerCase());
  if (month === undefined || text.charAt(index) !== separator) return undefined;
  const year = readNumber(text, index + 1, 4);
  if (!isDay(first.value, month) || !isYear(year.value, year.length)) return undefined;
  return span(text, start, index + 1 + year.length, true);
}

function endsDate(text: string, end: number, separator: string): boolean {
  const after = codeAt(text, end);
  if (isWordCharacter(after)) return text.charAt(end) === 'T';
  return !(text.charAt(end) === separator && isDigit(codeAt(text, end + 1)));
}

function span(text: string, start: number, end: number, hasYear: boolean): DateSpan {
  return { start, end, hasYear, hasTime: timeFollows(text, end) };
}

/** Skips spaces, a comma or a full stop, and "of". */
function skipGap(text: string, start: number): number {
  let index = start;
  while (
    index - start < 3 &&
    (text.charAt(index) === ' ' ||
      text.charAt(index) === ',' ||
      text.charAt(index) === '.' ||
      text.charAt(index) === '-')
  ) {
    index += 1;
  }
  return text.startsWith('of ', index) || text.startsWith('de ', index) ? index + 3 : index;
}

function skipOrdinal(text: string, end: number): number {
  const suffix = text.slice(end, end + 2).toLowerCase();
  const isOrdinal =
    ['st', 'nd', 'rd', 'th'].includes(suffix) && !isWordCharacter(codeAt(text, end + 2));
  return isOrdinal ? end + 2 : end;
}

/** `March 3rd, 1984`, `Mar 3`, `March 1984`: a month by name, then the rest. */
function readMonthFirst(text: string, start: number, end: number): DateSpan | undefined {
  const dayStart = skipGap(text, end);
  const day = readNumber(text, dayStart, 4);
  if (day.length === 0 || dayStart === end) return undefined;
  if (day.length === 4) {
    const isPlain = isYear(day.value, 4) && !isWordCharacter(codeAt(text, dayStart + 4));
    return isPlain ? span(text, start, dayStart + 4, true) : undefined;
  }
  if (day.length > 2 || day.value < 1 || day.value > 31) return undefined;
  const dayEnd = skipOrdinal(text, dayStart + day.length);
  if (isWordCharacter(codeAt(text, dayEnd))) return undefined;
  const yearStart = skipGap(text, dayEnd);
  const year = readNumber(text, yearStart, 4);
  const hasYear =
    yearStart > dayEnd &&
    isYear(year.value, year.length) &&
    year.length === 4 &&
    !isWordCharacter(codeAt(text, yearStart + 4));
  const quoted = /^ ?'[0-9]{2}\b/.exec(text.slice(dayEnd, dayEnd + 5))?.[0].length ?? 0;
  if (hasYear) return span(text, start, yearStart + 4, true);
  const short = /^,? [0-9]{2}(?![0-9:/.-])/.exec(text.slice(dayEnd, dayEnd + 6))?.[0].length ?? 0;
  return span(
    text,
    start,
    dayEnd + Math.max(quoted, /^,/.test(text.slice(dayEnd, dayEnd + 1)) ? short : 0),
    quoted > 0 || short > 0,
  );
}

/** `3 Mar 84`, `3rd of March 1984`: the day stands before the name of the month. */
function withDayBefore(text: string, start: number, end: number): DateSpan | undefined {
  const before = /(?:^|[^0-9A-Za-z.,/-])([0-9]{1,2})(?:st|nd|rd|th|er)?(?: of| de|\.)?[ -]$/i.exec(
    text.slice(Math.max(0, start - 10), start),
  );
  if (before === null) return undefined;
  const digits = before[1] ?? '';
  const day = Number(digits);
  if (day < 1 || day > 31) return undefined;
  const from = Math.max(0, start - 10) + before.index + before[0].indexOf(digits);
  const yearStart = skipGap(text, end);
  const year = readNumber(text, text.charAt(yearStart) === "'" ? yearStart + 1 : yearStart, 4);
  const width = year.length + (text.charAt(yearStart) === "'" ? 1 : 0);
  const hasYear =
    yearStart > end &&
    isYear(year.value, year.length) &&
    !isWordCharacter(codeAt(text, yearStart + width)) &&
    text.charAt(yearStart + width) !== ':';
  return hasYear ? span(text, from, yearStart + width, true) : span(text, from, end, false);
}

/** `03MAR1984`, as SAS and Oracle write it. */
function readJoined(text: string, start: number): DateSpan | undefined {
  const day = readNumber(text, start, 2);
  const monthStart = start + day.length;
  if (day.length === 0 || !isLetter(codeAt(text, monthStart))) return undefined;
  let end = monthStart;
  while (end - monthStart < 10 && isLetter(codeAt(text, end))) end += 1;
  const month = months.get(text.slice(monthStart, end).toLowerCase());
  if (month === undefined || !isDay(day.value, month)) return undefined;
  const year = readNumber(text, end, 4);
  const yearEnd = end + year.length;
  if (!isYear(year.value, year.length) || isWordCharacter(codeAt(text, yearEnd))) return undefined;
  return span(text, start, yearEnd, true);
}

/**
 * What only a label makes a date: `19840303` with or without a time, `03 03 1984`, weeks and days of the
 * year, and days with the signs of Chinese, Japanese and Korean.
 */
const labelled =
  /^(?:(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T?[0-2][0-9][0-5][0-9](?:[0-5][0-9])?Z?)?|(?:0[1-9]|1[0-2]|[12][0-9]|3[01])(?:0[1-9]|1[0-2]|[12][0-9]|3[01])(?:19|20)[0-9]{2}|[0-3]?[0-9](?:\. ?| )[01]?[0-9](?:\. ?| )(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[. ] ?[01]?[0-9][. ] ?[0-3]?[0-9]|(?:19|20)[0-9]{2}-W[0-5][0-9](?:-[1-7])?|(?:19|20)[0-9]{2}-[0-3][0-9]{2}|(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])[-/](?:19|20)[0-9]{2}|[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|[12][0-9]|3[01])[0-9]{2}|(?:19|20)[0-9]{2}[\u5e74\ub144] ?[01]?[0-9][\u6708\uc6d4] ?[0-3]?[0-9][\u65e5\uc77c]?)(?![0-9A-Za-z]|[-/.:][0-9])/;

function readLabelled(text: string, start: number): DateSpan | undefined {
  // Nothing shorter than six characters, and no lone digit, goes on as one of these.
  const next = codeAt(text, start + 1);
  if (text.length - start < 6 || (!isDigit(next) && next !== 0x20 && next !== 0x2e))
    return undefined;
  const written = labelled.exec(text.slice(start, start + 20))?.[0];
  return written === undefined
    ? undefined
    : { ...span(text, start, start + written.length, true), isWeak: true };
}

const shape: readonly Reason[] = ['shape', 'range'];

function add(reading: Reading, found: DateSpan): void {
  const { start, end } = found;
  const claim: Claim = reading.claimAt(start, end);
  const reasons = [...shape, claim.by];
  const isBirth = isClaimed(claim, 'birth_date') && claim.concept !== 'date';
  if (isBirth && !(found.isWeak && (claim.concept !== 'birth_date' || claim.distance > 1))) {
    reading.add('birth_date', start, end, found.hasYear ? 0.96 : 0.85, reasons);
    return;
  }
  const isNear = claim.by === 'name' || claim.distance <= 4;
  if (isClaimed(claim, 'date') && isNear && !(found.isWeak && claim.distance > 1)) {
    reading.add('date', start, end, found.hasYear ? 0.9 : 0.75, reasons);
    return;
  }
  if (found.isWeak) return;
  if (claim.concept === 'other' && (claim.by === 'name' || claim.distance <= 1)) return;
  const isCare =
    (claim.by === 'context' || claim.concept === undefined) && reading.speaksOfCare(start);
  if (isCare && !(found.hasTime && /^[0-9]{4}-/.test(reading.text.slice(start, start + 5)))) {
    reading.add('date', start, end, found.hasYear ? 0.65 : 0.55, [...shape, 'context']);
    return;
  }
  const isPersonal =
    reading.column.isPersonal && claim.by !== 'context' && claim.concept === undefined;
  reading.add('date', start, end, isPersonal && !found.hasTime ? 0.45 : 0.4, shape);
}

const monthAndDay =
  /(?<![0-9A-Za-z/.-])(0?[1-9]|1[0-2])[/-](0?[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z/-]|\.[0-9])/g;

/** `04/12` right after a word that says of what it is the date. */
function findMonthsAndDays(reading: Reading): void {
  for (const match of reading.text.matchAll(monthAndDay)) {
    const end = match.index + match[0].length;
    const claim = reading.claimAt(match.index, end);
    const isDate = claim.concept === 'date' || claim.concept === 'birth_date';
    if (!isDate || claim.by === 'name' || claim.distance > 0) continue;
    reading.add(isDate && claim.concept === 'date' ? 'date' : 'birth_date', match.index, end, 0.6, [
      ...shape,
      'context',
    ]);
  }
}

/** Finds dates in numbers and in words. What a date is of, labels and the name of the column say. */
export function findDates(reading: Reading): void {
  const { text } = reading;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    const isStart = !isWordCharacter(codeAt(text, index - 1));
    if (
      isStart &&
      isDigit(code) &&
      text.charAt(index - 1) !== '.' &&
      text.charAt(index - 1) !== '$'
    ) {
      const found =
        readNumeric(text, index) ?? readJoined(text, index) ?? readLabelled(text, index);
      if (
        found !== undefined &&
        !/[0-9A-Za-z][-/]$/.test(text.slice(Math.max(0, index - 2), index))
      ) {
        add(reading, found);
        index = found.end;
        continue;
      }
    }
    if (isStart && isLetter(code) && isMonthStart(code)) {
      let end = index;
      while (end - index < 11 && isLetter(codeAt(text, end))) end += 1;
      if (end - index > 2 && end - index < 11 && months.has(text.slice(index, end).toLowerCase())) {
        const found = withDayBefore(text, index, end) ?? readMonthFirst(text, index, end);
        if (found !== undefined) {
          add(reading, found);
          index = Math.max(found.end, end);
          continue;
        }
      }
      index = end > index ? end : index + 1;
      continue;
    }
    index += 1;
  }
  if (text.length > 8 && (text.includes('/') || text.includes('-'))) findMonthsAndDays(reading);
}

/** The letters that names of months begin with. */
function isMonthStart(code: number): boolean {
  return 'jfmasondeg'.includes(String.fromCharCode(code | 0x20));
}
