import type { Measured, MetricSchedule } from '../catalogue/data-metric-function-object.js';
import { latestTime, parseSchedule, type TaskSchedule } from '../tasks/task-schedule.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** When the functions on a table are measured. `text` is how references show it. */
export type MeasureSchedule =
  | { readonly kind: 'rest'; readonly text: '' }
  | { readonly kind: 'trigger'; readonly text: 'TRIGGER_ON_CHANGES' }
  | { readonly kind: 'cron'; readonly text: string; readonly times: TaskSchedule };

/** What holds where no schedule was set. */
export const defaultSchedule = '60 MINUTE';

/** Each number of minutes that a schedule may have, as the times of the clock at which it is due. */
const intervals: Readonly<Record<string, string>> = {
  '5': '*/5 * * * * UTC',
  '15': '*/15 * * * * UTC',
  '30': '*/30 * * * * UTC',
  '60': '0 */1 * * * UTC',
  '720': '0 */12 * * * UTC',
  '1440': '0 0 * * * UTC',
};

/**
 * Reads the text of DATA_METRIC_SCHEDULE.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
export function parseMetricSchedule(text: string): MeasureSchedule {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'rest', text: '' };
  if (/^TRIGGER_ON_CHANGES$/i.test(trimmed)) return { kind: 'trigger', text: 'TRIGGER_ON_CHANGES' };
  const [, minutes] = /^(\d{1,9})\s*(?:M|MINUTE)$/i.exec(trimmed) ?? [];
  if (minutes !== undefined) {
    const times = Object.hasOwn(intervals, minutes) ? intervals[minutes] : undefined;
    if (times === undefined) {
      throw invalidStatement(
        `DATA_METRIC_SCHEDULE in minutes is one of ${Object.keys(intervals).join(', ')}`,
        'DATA_METRIC_SCHEDULE',
      );
    }
    return cron(times);
  }
  const [, times] = /^USING\s+CRON\s+(.*)$/i.exec(trimmed) ?? [];
  if (times === undefined) throw unsupported('this DATA_METRIC_SCHEDULE', 'DATA_METRIC_SCHEDULE');
  return cron(times);
}

function cron(text: string): MeasureSchedule {
  const times = parseSchedule(`USING CRON ${text}`);
  requireFiveMinutes(times);
  return { kind: 'cron', text: text.trim().replaceAll(/\s+/g, ' '), times };
}

function requireFiveMinutes(times: TaskSchedule): void {
  if (times.kind !== 'cron') return;
  const { minutes, hours } = times.cron;
  const sorted = [...minutes].sort((a, b) => a - b);
  const [first = 0] = sorted;
  const last = sorted.at(-1) ?? 0;
  const meets = [...hours].some((hour) => hours.has((hour + 1) % 24));
  const isClose = sorted.some((minute, at) => at > 0 && minute - (sorted[at - 1] ?? 0) < 5);
  if (isClose || (meets && first + 60 - last < 5)) {
    throw invalidStatement(
      'a cron expression of DATA_METRIC_SCHEDULE leaves at least five minutes between two times',
      'DATA_METRIC_SCHEDULE',
    );
  }
}

const read = new WeakMap<MetricSchedule, MeasureSchedule>();

/** When what is set on a table is measured; read once from a schedule, which never changes. */
export function scheduleOf({ metricSchedule }: Measured): MeasureSchedule {
  const set = metricSchedule ?? byDefault;
  const known = read.get(set) ?? parseMetricSchedule(set.text);
  read.set(set, known);
  return known;
}

const byDefault: MetricSchedule = { text: defaultSchedule, since: '', position: 0 };

/** The latest due time up to now and after another; those before it were missed. */
export function dueTime(schedule: MeasureSchedule, after: number, now: number): number | undefined {
  return schedule.kind === 'cron' ? latestTime(schedule.times, after, after, now) : undefined;
}
