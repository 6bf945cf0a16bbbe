import { type CalendarDate, calendarDate, type DateLike } from './calendar-date.js';

/** The highest age that may be told: 45 CFR 164.514(b)(2)(i)(C). */
export const oldestAge = 89;

function hasBirthdayPassed(birth: CalendarDate, at: CalendarDate): boolean {
  return at.month * 100 + at.day >= birth.month * 100 + birth.day;
}

/**
 * The age in whole years at a day, counted by birthdays. Someone born on 29 February is a year older
 * on 1 March in years without that day. `null` for what is no date, and before birth.
 *
 * The age itself is not de-identified: pass it on to {@link capAge}.
 *
 * @example
 * ```ts
 * import { ageAt } from '@das/privacy';
 *
 * console.log(ageAt('1930-06-15', '2020-06-14'), ageAt('1930-06-15', '2020-06-15'));
 * // => 89 90
 * ```
 */
export function ageAt(
  birthDate: DateLike | null | undefined,
  at: DateLike | null | undefined,
): number | null {
  const birth = calendarDate(birthDate);
  const day = calendarDate(at);
  if (birth === undefined || day === undefined) return null;
  const age = day.year - birth.year - (hasBirthdayPassed(birth, day) ? 0 : 1);
  return age < 0 ? null : age;
}

/**
 * The Snowflake expression with the meaning of {@link ageAt}.
 *
 * @param birth - the text of an SQL expression of type DATE or TIMESTAMP_NTZ, such as a quoted column
 * @param at - the same for the day, such as `CURRENT_DATE()`
 */
export function ageSql(birth: string, at: string): string {
  const dayOfYear = (date: string) => `MONTH(${date}) * 100 + DAY(${date})`;
  const years =
    `YEAR(${at}) - YEAR(${birth}) - ` +
    `CASE WHEN ${dayOfYear(at)} < ${dayOfYear(birth)} THEN 1 ELSE 0 END`;
  return `CASE WHEN CAST(${at} AS DATE) >= CAST(${birth} AS DATE) THEN ${years} END`;
}

/**
 * Gathers all ages over 89 in one category, written as 90: 45 CFR 164.514(b)(2)(i)(C). `null` for
 * what is no age.
 *
 * @example
 * ```ts
 * import { capAge } from '@das/privacy';
 *
 * console.log(capAge(89), capAge(90), capAge(104), capAge(-1));
 * // => 89 90 90 null
 * ```
 */
export function capAge(age: number | null | undefined): number | null {
  if (age === null || age === undefined || !(age >= 0)) return null;
  return age > oldestAge ? oldestAge + 1 : age;
}

/**
 * The Snowflake expression with the meaning of {@link capAge}.
 *
 * @param age - the text of an SQL expression of type NUMBER
 */
export function capAgeSql(age: string): string {
  return `CASE WHEN (${age}) > ${oldestAge} THEN ${oldestAge + 1} WHEN (${age}) >= 0 THEN (${age}) END`;
}
