import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** A day of the week, or its last one in the month (`5L`). */
export interface CronWeekday {
  readonly day: number;
  readonly isLast: boolean;
}

/** The five fields of a cron expression, as the values that they let through. */
export interface CronExpression {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Absent: every day. `L` is the last day of the month. */
  readonly days: ReadonlySet<number | 'L'> | undefined;
  /** Absent: every day of the week. */
  readonly weekdays: readonly CronWeekday[] | undefined;
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const field = (name: string, low: number, high: number, names: readonly string[] = []): Field => ({
  name,
  low,
  high,
  names,
});

const minute = field('minute', 0, 59);
const hour = field('hour', 0, 23);
const dayOfMonth = field('day of month', 1, 31);
const month = field('month', 1, 12, monthNames);
const dayOfWeek = field('day of week', 0, 6, weekdayNames);

/**
 * Reads the five fields of a schedule.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function parseCron(text: string): CronExpression {
  const parts = text.trim().split(/\s+/);
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = parts;
  if (parts.length !== 5) throw invalidStatement('a cron expression has five fields');
  const isMixed = days !== '*' && weekdays !== '*';
  if (isMixed && (days.startsWith('*') || weekdays.startsWith('*'))) {
    throw unsupported(
      'a cron expression with */n in one field of the day and a value in the other',
    );
  }
  return {
    minutes: valuesOf(minutes, minute),
    hours: valuesOf(hours, hour),
    months: valuesOf(months, month),
    days: days === '*' ? undefined : daysOf(days),
    weekdays: weekdays === '*' ? undefined : weekdaysOf(weekdays),
  };
}

function daysOf(text: string): ReadonlySet<number | 'L'> {
  const values = new Set<number | 'L'>();
  for (const part of text.split(',')) {
    if (part.toUpperCase() === 'L') values.add('L');
    else for (const value of valuesOf(part, dayOfMonth)) values.add(value);
  }
  return values;
}

function weekdaysOf(text: string): readonly CronWeekday[] {
  return text.split(',').flatMap((part): readonly CronWeekday[] => {
    if (part.toUpperCase() === 'L')
      throw unsupported('L alone as the day of the week of a schedule');
    const last = /^([0-6])L$/i.exec(part);
    if (last !== null) return [{ day: Number(last[1]), isLast: true }];
    return [...valuesOf(part, dayOfWeek)].map((day) => ({ day, isLast: false }));
  });
}

/** The values of `*`, `a`, `a-b`, each with `/n`, separated by commas. */
function valuesOf(text: string, within: Field): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(part) ?? [];
    const every = step === undefined ? 1 : Number(step);
    if (every < 1) throw wrong(within);
    const [first = '', last, ...more] = range.split('-');
    if (more.length > 0) throw wrong(within);
    const low = range === '*' ? within.low : numberOf(first, within);
    const open = range === '*' || step !== undefined;
    const high = last !== undefined ? numberOf(last, within) : open ? within.high : low;
    if (high < low) throw wrong(within);
    for (let value = low; value <= high; value += every) values.add(value);
  }
  return values;
}

function numberOf(text: string, within: Field): number {
  const named = within.names.indexOf(text.toUpperCase());
  if (named >= 0) return within.low + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= within.low && value <= within.high)) throw wrong(within);
  return value;
}

function wrong(within: Field): Error {
  return invalidStatement(`the ${within.name} of a cron expression is not valid`);
}
