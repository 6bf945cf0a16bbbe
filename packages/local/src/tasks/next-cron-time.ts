import type { CronExpression } from './cron-expression.js';

const minuteMs = 60_000;
/** The 29th of February comes after eight years at most. */
const horizonMs = 9 * 366 * 24 * 60 * minuteMs;

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Reads instants as the clocks of a time zone show them. Throws RangeError for an unknown zone. */
export function localTime(instant: number, zone: string): LocalTime {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts: Partial<Record<string, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

/**
 * The first instant after another at which the clocks of the zone show a time of the schedule: one
 * that a change to summer time leaves out never comes, and one that it repeats comes twice.
 *
 * @see https://docs.snowflake.com/en/user-guide/tasks-intro
 */
export function nextCronTime(
  cron: CronExpression,
  zone: string,
  after: number,
): number | undefined {
  let instant = Math.floor(after / minuteMs) * minuteMs + minuteMs;
  const end = instant + horizonMs;
  while (instant < end) {
    const local = localTime(instant, zone);
    if (!isDay(cron, local)) {
      // Clocks are changed by less than two hours: the next day is not leapt over.
      const hours = Math.max(1, 22 - local.hour);
      instant += (hours * 60 - local.minute) * minuteMs;
    } else if (!cron.hours.has(local.hour)) {
      instant += (60 - local.minute) * minuteMs;
    } else if (!cron.minutes.has(local.minute)) {
      instant += minuteMs;
    } else {
      return instant;
    }
  }
  return undefined;
}

/** With a day of the month and one of the week, either is enough. */
function isDay(cron: CronExpression, { year, month, day }: LocalTime): boolean {
  if (!cron.months.has(month)) return false;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const { days, weekdays } = cron;
  const byDay = days?.has(day) === true || (days?.has('L') === true && day === lastDay);
  const byWeekday =
    weekdays?.some((each) => each.day === weekday && (!each.isLast || day + 7 > lastDay)) === true;
  return (days === undefined && weekdays === undefined) || byDay || byWeekday;
}
