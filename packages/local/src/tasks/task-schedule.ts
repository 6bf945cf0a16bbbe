import { invalidStatement } from '../warehouse/errors.js';
import { type CronExpression, parseCron } from './cron-expression.js';
import { localTime, nextCronTime } from './next-cron-time.js';

/** When a task is due. */
export type TaskSchedule =
  | { readonly kind: 'interval'; readonly ms: number }
  | { readonly kind: 'cron'; readonly cron: CronExpression; readonly zone: string };

/** Milliseconds of a unit, and the most of it that a schedule may have (eight days) or a target (one). */
const units: Readonly<Record<string, number>> = { S: 1000, M: 60_000, H: 3_600_000 };

const interval = /^\s*(\d{1,9})\s+(S|SECONDS?|M|MINUTES?|H|HOURS?)\s*$/i;

/** `'10 MINUTES'` in milliseconds, between ten seconds and a number of days. */
export function parseInterval(text: string, mostDays: number, what: string): number {
  const [, amount, unit = ''] = interval.exec(text) ?? [];
  const ms = Number(amount) * (units[unit.charAt(0).toUpperCase()] ?? Number.NaN);
  const isValid = ms >= 10_000 && ms <= mostDays * 86_400_000;
  if (!isValid) {
    throw invalidStatement(
      `${what} is not a number of hours, minutes or seconds, from 10 seconds to ${mostDays} days`,
    );
  }
  return ms;
}

/**
 * Reads the text after SCHEDULE.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function parseSchedule(text: string): TaskSchedule {
  const [, expression, zone] = /^\s*USING\s+CRON\s+(.*\S)\s+(\S+)\s*$/i.exec(text) ?? [];
  if (expression === undefined || zone === undefined) {
    return { kind: 'interval', ms: parseInterval(text, 8, 'SCHEDULE') };
  }
  const cron = parseCron(expression);
  if (!isZone(zone)) throw invalidStatement('the time zone of a cron expression is not known');
  if (nextCronTime(cron, zone, 0) === undefined) {
    throw invalidStatement('a cron expression names no time that ever comes');
  }
  return { kind: 'cron', cron, zone };
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    localTime(0, name);
    return true;
  } catch {
    return false;
  }
}

/** The first due time after an instant; `base` is when the task was resumed. */
export function nextTime(schedule: TaskSchedule, base: number, after: number): number | undefined {
  if (schedule.kind === 'cron') return nextCronTime(schedule.cron, schedule.zone, after);
  const passed = Math.max(0, Math.floor((after - base) / schedule.ms));
  return base + (passed + 1) * schedule.ms;
}

/** The latest due time up to an instant and after another; those before it were missed. */
export function latestTime(
  schedule: TaskSchedule,
  base: number,
  after: number,
  until: number,
): number | undefined {
  let next = nextTime(schedule, base, after);
  if (next === undefined || next > until) return undefined;
  if (schedule.kind === 'interval') {
    return base + Math.floor((until - base) / schedule.ms) * schedule.ms;
  }
  // Only the last two days are looked through: whoever slept longer has missed those times anyway.
  const recent = nextTime(schedule, base, Math.max(after, until - 2 * 86_400_000));
  if (recent !== undefined && recent <= until) next = recent;
  for (;;) {
    const later = nextTime(schedule, base, next);
    if (later === undefined || later > until) return next;
    next = later;
  }
}
