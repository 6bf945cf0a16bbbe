import { convert } from '../compile/convert.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, simple } from '../datatype/data-type.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { intervals, moment } from './date-functions.js';
import { datePart, isTimePart } from './date-part.js';
import {
  at,
  date,
  type FunctionDefinition,
  float,
  literal,
  scalar,
  word,
} from './function-definition.js';

const days = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** The weekday after or before a date; the date itself is neither. */
const weekday = (isNext: boolean): FunctionDefinition =>
  scalar(2, 2, (args) => {
    const name = literal(args, 1, 'day of the week').trimStart().slice(0, 2).toLowerCase();
    const target = days.indexOf(name);
    if (target < 0) throw invalidStatement('the day of the week is not one');
    const day = convert(moment(at(args, 0)), date).sql;
    const current = `CAST(date_part('dow', ${day}) AS INTEGER)`;
    const between = isNext ? `${target} - ${current}` : `${current} - ${target}`;
    return typed(`(${day} ${isNext ? '+' : '-'} ((${between} + 6) % 7 + 1))`, date);
  });

const ntz: DataType = simple('TIMESTAMP_NTZ');

/** Whole months, and the rest in months of 31 days. */
const monthsBetween: FunctionDefinition = scalar(2, 2, (args) => {
  const [a, b] = [0, 1].map((index) => convert(moment(at(args, index)), ntz).sql);
  const whole = `(date_part('year', ${a}) - date_part('year', ${b})) * 12 + date_part('month', ${a}) - date_part('month', ${b})`;
  const day = (value = ''): string => `date_part('day', ${value})`;
  const isLast = (value = ''): string => `${value}::DATE = last_day(${value})`;
  const inDay = (value = ''): string => `(epoch_us(${value}) % 86400000000) / 86400000000.0`;
  const rest = `(${day(a)} - ${day(b)} + ${inDay(a)} - ${inDay(b)}) / 31.0`;
  return typed(
    `CAST((CASE WHEN ${day(a)} = ${day(b)} OR (${isLast(a)} AND ${isLast(b)}) THEN ${whole} ELSE ${whole} + ${rest} END) AS DOUBLE)`,
    float,
  );
});

/** The beginning or end of the slice that holds a moment; slices are counted from 1970. */
const timeSlice: FunctionDefinition = scalar(3, 4, (args) => {
  const value = moment(at(args, 0));
  const length = /^\d{1,9}$/.exec(at(args, 1).sql)?.[0];
  if (length === undefined || Number(length) < 1) throw unsupported('this length of a slice');
  const part = datePart(word(args, 2, 'date part'));
  const isDate = value.type.kind === 'DATE';
  if (!isDate && value.type.kind !== 'TIMESTAMP_NTZ') {
    throw unsupported('TIME_SLICE of anything but a DATE or a TIMESTAMP_NTZ');
  }
  if (part === 'millisecond' || part === 'microsecond') {
    throw unsupported(`TIME_SLICE by ${part}`);
  }
  if (isDate && isTimePart(part)) throw invalidStatement('a DATE has no slices within a day');
  const side = args.length > 3 ? word(args, 3, 'side of the slice') : 'start';
  if (side !== 'start' && side !== 'end') throw invalidStatement('a slice has START and END');
  const interval = intervals[part](length);
  const start = `time_bucket(${interval}, ${value.sql}::TIMESTAMP, TIMESTAMP '${part === 'week' ? '1969-12-29' : '1970-01-01'}')`;
  const result = side === 'start' ? start : `(${start} + ${interval})`;
  const slice: Typed = typed(result, ntz);
  return isDate ? typed(`CAST(${slice.sql} AS DATE)`, date) : typed(slice.sql, value.type);
});

/** Functions on the calendar. */
export const calendarFunctions: Readonly<Record<string, FunctionDefinition>> = {
  NEXT_DAY: weekday(true),
  PREVIOUS_DAY: weekday(false),
  MONTHS_BETWEEN: monthsBetween,
  TIME_SLICE: timeSlice,
};
