import { describe, expect, it } from 'vitest';
import { parseCron } from './cron-expression.js';
import { nextCronTime } from './next-cron-time.js';
import { latestTime, nextTime, parseSchedule } from './task-schedule.js';

const zones = [
  'UTC',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
];
const minuteMs = 60_000;

function times(expression: string, zone: string, from: string, count: number): readonly string[] {
  const found: string[] = [];
  let at = Date.parse(from) - 1;
  while (found.length < count) {
    const next = nextCronTime(parseCron(expression), zone, at);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    at = next;
  }
  return found;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const options = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' } as const;
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', options);
  clocks.set(zone, clock);
  return clock;
}

/** An independent reading: the clock of the zone as text, field by field, one minute after another. */
function matches(expression: string, zone: string, instant: number): boolean {
  const text = clockOf(zone).format(instant);
  const [, year, month, day, hour, minute] = /(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T12:00:00Z`);
  const isLastDay = new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
  const isLastWeek = new Date(date.getTime() + 7 * 86_400_000).getUTCMonth() !== date.getUTCMonth();
  const fits = (field: string, value: number, low: number, high: number): boolean =>
    field.split(',').some((part) => {
      const [range = '', step] = part.split('/');
      if (range === 'L') return isLastDay;
      if (range.endsWith('L')) return value === Number(range.slice(0, -1)) && isLastWeek;
      const [a, b] = range === '*' ? [low, high] : range.split('-').map(Number);
      const end = b ?? (step === undefined ? (a ?? 0) : high);
      if (value < (a ?? 0) || value > end) return false;
      return (value - (a ?? 0)) % Number(step ?? 1) === 0;
    });
  const [m = '', h = '', d = '', mo = '', w = ''] = expression.split(' ');
  const byDay = fits(d, Number(day), 1, 31);
  const byWeekday = fits(w, date.getUTCDay(), 0, 6);
  const isDay = d === '*' || w === '*' ? byDay && byWeekday : byDay || byWeekday;
  const isTime = fits(m, Number(minute), 0, 59) && fits(h, Number(hour), 0, 23);
  return isTime && fits(mo, Number(month), 1, 12) && isDay;
}

/** A repeatable source of numbers from 0 to below a limit. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** @see https://docs.snowflake.com/en/sql-reference/sql/create-task */
describe('a cron schedule', () => {
  it('agrees with a reading of every single minute, also where clocks change', () => {
    const roll = dice(20_260_307);
    const pick = (...choices: readonly string[]): string => choices[roll(choices.length)] ?? '*';
    for (let turn = 0; turn < 60; turn += 1) {
      const minutes = pick('*', '0', '30', '*/17', '5-10/2', '1,59', String(roll(60)));
      const hours = pick('*', '0', '1', '2', '23', '9-17', '*/6', '3/7', String(roll(24)));
      const weekdays = pick('*', '*', '0', '1-5', '5L', '2,4');
      const days = pick('*', '*', '1', 'L', '10-20', '29,30,31');
      const expression = `${minutes} ${hours} ${days} ${pick('*', '2,3,4,10,11', '1/3')} ${weekdays}`;
      const zone = zones[roll(zones.length)] ?? 'UTC';
      const starts = ['2026-03-06', '2026-10-23', '2026-10-30', '2026-04-03', '2024-02-26'];
      const from = Date.parse(`${starts[roll(starts.length)]}T00:00:00Z`) + roll(1440) * minuteMs;
      const to = from + 3 * 1440 * minuteMs;
      const expected: number[] = [];
      for (let at = from + minuteMs; at <= to; at += minuteMs) {
        if (matches(expression, zone, at)) expected.push(at);
      }
      const actual: number[] = [];
      let at: number | undefined = from;
      while (at !== undefined) {
        at = nextCronTime(parseCron(expression), zone, at);
        if (at === undefined || at > to) break;
        actual.push(at);
      }
      expect({ expression, zone, times: actual }).toEqual({ expression, zone, times: expected });
    }
  });

  it('runs twice in the hour that comes twice, and not in the one that never comes', () => {
    const zone = 'America/Los_Angeles';
    expect(times('0 1 * * *', zone, '2026-11-01T00:00Z', 3)).toEqual([
      '2026-11-01T08:00',
      '2026-11-01T09:00',
      '2026-11-02T09:00',
    ]);
    expect(times('0 2 * * *', zone, '2026-03-07T00:00Z', 3)).toEqual([
      '2026-03-07T10:00',
      '2026-03-09T09:00',
      '2026-03-10T09:00',
    ]);
  });

  it('takes either the day of the month or that of the week', () => {
    const [first, second, ...rest] = times('0 0 10-11 * TUE,THU', 'UTC', '2026-06-08T00:00Z', 4);
    expect([first, second, ...rest]).toEqual([
      '2026-06-09T00:00',
      '2026-06-10T00:00',
      '2026-06-11T00:00',
      '2026-06-16T00:00',
    ]);
  });

  it('knows the last day, the last Friday and each third month', () => {
    expect(times('0 0 L * *', 'UTC', '2024-02-01T00:00Z', 2)).toEqual([
      '2024-02-29T00:00',
      '2024-03-31T00:00',
    ]);
    expect(times('0 0 * * 5L', 'UTC', '2026-01-01T00:00Z', 2)).toEqual([
      '2026-01-30T00:00',
      '2026-02-27T00:00',
    ]);
    expect(times('0 0 1 4/3 *', 'UTC', '2026-01-01T00:00Z', 4)).toEqual([
      '2026-04-01T00:00',
      '2026-07-01T00:00',
      '2026-10-01T00:00',
      '2027-04-01T00:00',
    ]);
    expect(times('0 0 29 FEB *', 'UTC', '2097-01-01T00:00Z', 1)).toEqual(['2104-02-29T00:00']);
  });

  it.each([
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '5-1 * * * *',
    '*/0 * * * *',
    '? * * * *',
    '* * 15W * *',
    '* * * * 1#2',
    '* * * * L',
    '* * */2 * 1',
    '* * * * FRIL',
  ])('refuses %s', (expression) => {
    expect(() => parseCron(expression)).toThrow();
  });
});

describe('a schedule', () => {
  it('counts intervals from when the task was resumed', () => {
    const schedule = parseSchedule('10 MINUTES');
    const base = Date.parse('2026-01-01T09:03:00Z');
    expect(nextTime(schedule, base, base)).toBe(Date.parse('2026-01-01T09:13:00Z'));
    const late = Date.parse('2026-01-01T09:40:00Z');
    expect(latestTime(schedule, base, base, late)).toBe(Date.parse('2026-01-01T09:33:00Z'));
    expect(latestTime(schedule, base, Date.parse('2026-01-01T09:33:00Z'), late)).toBeUndefined();
  });

  it('takes the latest of the times that were missed', () => {
    const schedule = parseSchedule('USING CRON 0 * * * * Europe/Berlin');
    const from = Date.parse('2026-01-01T00:00:00Z');
    const until = Date.parse('2026-01-05T12:30:00Z');
    expect(latestTime(schedule, from, from, until)).toBe(Date.parse('2026-01-05T12:00:00Z'));
    const rare = parseSchedule('USING CRON 0 0 2 * * UTC');
    expect(latestTime(rare, from, from, until)).toBe(Date.parse('2026-01-02T00:00:00Z'));
  });

  it.each(['5 SECONDS', '9 DAYS', '200 HOURS', '0 MINUTE', 'HOURLY', 'USING CRON 0 0 30 2 * UTC'])(
    'refuses %s',
    (text) => {
      expect(() => parseSchedule(text)).toThrow();
    },
  );

  it.each(['Nowhere/Town', '+01:00', '0100'])('refuses the zone %s', (zone) => {
    expect(() => parseSchedule(`USING CRON 0 0 * * * ${zone}`)).toThrow();
  });

  it.each(['10 s', '1 minute', '60 MINUTES', '10 m', '192 HOURS', 'using cron 0 0 * * SUN UTC'])(
    'reads %s',
    (text) => {
      expect(parseSchedule(text).kind).toMatch(/interval|cron/);
    },
  );
});
