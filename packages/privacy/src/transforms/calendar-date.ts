/** A day of the calendar. */
export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/**
 * A date as a transform takes it: `YYYY-MM-DD`, alone or with a time after it, or a `Date`, which is
 * read in UTC.
 */
export type DateLike = string | Date;

const isoPattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[T ])/;

/** The day that is written, whatever its offset, or `undefined` for what is no date. */
export function calendarDate(date: DateLike | null | undefined): CalendarDate | undefined {
  if (date === null || date === undefined) return undefined;
  if (typeof date !== 'string') {
    if (Number.isNaN(date.getTime())) return undefined;
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
  const match = isoPattern.exec(date);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const parsed = new Date(Date.UTC(2000, 0, 1));
  parsed.setUTCFullYear(year, month - 1, day);
  // A day that is not in the calendar, such as 30 February, comes back as another one.
  const isReal = parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === day;
  return isReal ? { year, month, day } : undefined;
}
