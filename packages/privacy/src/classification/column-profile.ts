/** What the values of a column have in common, in shares of those that are not empty. */
export interface ColumnProfile {
  /** The values that are not empty, as text. */
  readonly texts: readonly string[];
  /** How many there are. */
  readonly values: number;
  readonly distinct: number;
  /** Distinct values by values: 1 when none repeats. */
  readonly uniqueness: number;
  readonly integers: number;
  readonly decimals: number;
  readonly booleans: number;
  /** Days without a time of day. */
  readonly days: number;
  /** Days with a time of day, and numbers that count seconds or milliseconds since 1970. */
  readonly instants: number;
  readonly uuids: number;
  /** Hexadecimal digests. */
  readonly digests: number;
  /** One to five words with a capital letter and no digit: names of people, places and things. */
  readonly properWords: number;
  /** A number and words: `12 High Street`. */
  readonly addresses: number;
  /** One token with a digit in it, such as a number or a code. */
  readonly codes: number;
  /** Five words of letters and more. */
  readonly sentences: number;
  readonly averageLength: number;
  /** The smallest and the largest number, when all values are numbers. */
  readonly range: readonly [smallest: number, largest: number] | undefined;
  /** The smallest and the largest year, when all values are days or instants. */
  readonly years: readonly [first: number, last: number] | undefined;
}

const placeholders: ReadonlySet<string> = new Set([
  'null',
  'n/a',
  'na',
  'none',
  'nil',
  '-',
  '--',
  'nan',
  'undefined',
  '?',
  'unknown',
  'tbd',
  '\\n',
]);

/** A value as text; `undefined` when it holds nothing. */
function textOfValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const trimmed = (text ?? '').trim();
  return trimmed === '' || placeholders.has(trimmed.toLowerCase()) ? undefined : trimmed;
}

const integer = /^[+-]?\d{1,30}$/;
const decimal = /^[+-]?[$€£]?\d{1,20}(?:[.,]\d{1,20})+$/;
const boolean = /^(?:true|false|yes|no|y|n|t|f|0|1)$/i;
const isoDay = /^(\d{4})-\d{2}-\d{2}$/;
const isoInstant = /^(\d{4})-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const writtenDay =
  /^(?:\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{1,2}[ -]\p{L}{3,9}\.?[ -](\d{4})|\p{L}{3,9}\.? \d{1,2},? (\d{4}))$/u;
const compactDay = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const digest =
  /^(?:[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{128})$/i;
const code = /^[\p{L}\d][\p{L}\d._/:#-]{2,39}$/u;
const number = /^[+-]?\d{1,30}(?:\.\d{1,30})?$/;

function yearOf(text: string): number | undefined {
  const match = isoDay.exec(text) ?? isoInstant.exec(text) ?? writtenDay.exec(text);
  if (match === null) return compactDay.test(text) ? Number(text.slice(0, 4)) : undefined;
  const year = match[1] ?? match[2] ?? match[3];
  return year === undefined || year.length < 4 ? undefined : Number(year);
}

/** Ten digits from 2001 on are seconds, thirteen are milliseconds; both end in 2033. */
function isEpoch(text: string): boolean {
  return /^1\d{9}(?:\d{3}){0,2}$/.test(text) && Number(text.slice(0, 10)) < 2_000_000_000;
}

/** A word of a name; made-up names may end in a number: `Smith42`. */
const properWord = /^(?:[\p{L}\p{M}'.’&-]+|\p{Lu}[\p{Ll}\p{M}'-]{2,}\d{1,4}),?$/u;

function isProperWords(text: string): boolean {
  if (text.length > 60 || !/^[\p{Lu}\p{Lo}]/u.test(text)) return false;
  const words = text.split(/\s+/);
  return words.length <= 5 && words.every((word) => properWord.test(word));
}

function isSentence(text: string): boolean {
  return text.split(/\s+/, 40).filter((word) => /^["'(]?\p{L}{2,}/u.test(word)).length > 4;
}

function isAddress(text: string): boolean {
  return text.length < 120 && /\d/.test(text) && /\p{L}{2,}/u.test(text) && /\s/.test(text);
}

function extremes(numbers: readonly number[]): readonly [number, number] | undefined {
  if (numbers.length === 0) return undefined;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const each of numbers) {
    smallest = Math.min(smallest, each);
    largest = Math.max(largest, each);
  }
  return [smallest, largest];
}

/** Looks at every sample once. */
export function profileColumn(samples: readonly unknown[]): ColumnProfile {
  const texts = samples.flatMap((value) => textOfValue(value) ?? []);
  const count = texts.length;
  const share = (matches: (text: string) => boolean): number =>
    count === 0 ? 0 : texts.reduce((sum, text) => sum + (matches(text) ? 1 : 0), 0) / count;
  const distinct = new Set(texts).size;
  const integers = share((text) => integer.test(text));
  const decimals = share((text) => decimal.test(text));
  const days = share((text) => isoDay.test(text) || writtenDay.test(text) || compactDay.test(text));
  const instants = share((text) => isoInstant.test(text) || isEpoch(text));
  return {
    texts,
    values: count,
    distinct,
    uniqueness: count === 0 ? 0 : distinct / count,
    integers,
    decimals,
    booleans: share((text) => boolean.test(text)),
    days,
    instants,
    uuids: share((text) => uuid.test(text)),
    digests: share((text) => digest.test(text) && /[a-f]/i.test(text)),
    properWords: share(isProperWords),
    addresses: share(isAddress),
    codes: share((text) => code.test(text) && /\d/.test(text)),
    sentences: share(isSentence),
    averageLength: count === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / count,
    range: texts.every((text) => number.test(text)) ? extremes(texts.map(Number)) : undefined,
    years: extremes(texts.flatMap((text) => yearOf(text) ?? [])),
  };
}
