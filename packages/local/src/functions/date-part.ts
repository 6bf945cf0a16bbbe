import { unsupported } from '../warehouse/errors.js';

/** The date and time parts that Snowflake and DuckDB share, by every spelling of Snowflake. */
export type DatePart =
  | 'year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'microsecond';

const spellings: Readonly<Record<DatePart, readonly string[]>> = {
  year: ['y', 'yy', 'yyy', 'yyyy', 'yr', 'years', 'yrs'],
  quarter: ['q', 'qtr', 'qtrs', 'quarters'],
  month: ['mm', 'mon', 'mons', 'months'],
  week: ['w', 'wk', 'weekofyear', 'woy', 'wy', 'weeks'],
  day: ['d', 'dd', 'days', 'dayofmonth'],
  hour: ['h', 'hh', 'hr', 'hours', 'hrs'],
  minute: ['m', 'mi', 'min', 'minutes', 'mins'],
  second: ['s', 'sec', 'seconds', 'secs'],
  millisecond: ['ms', 'msec', 'milliseconds'],
  microsecond: ['us', 'usec', 'microseconds'],
};

const parts = new Map<string, DatePart>(
  Object.entries(spellings).flatMap(([part, names]) =>
    [part, ...names].map((name) => [name, part as DatePart] as const),
  ),
);

/** Reads a date or time part. */
export function datePart(name: string): DatePart {
  const part = parts.get(name.toLowerCase());
  if (part === undefined) throw unsupported(`the date part ${name.toUpperCase()}`);
  return part;
}

export function isTimePart(part: DatePart): boolean {
  return ['hour', 'minute', 'second', 'millisecond', 'microsecond'].includes(part);
}
