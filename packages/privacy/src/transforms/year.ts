import { ageAt, ageSql, oldestAge } from './age.js';
import { calendarDate, type DateLike } from './calendar-date.js';

/**
 * Keeps the year of a date: 45 CFR 164.514(b)(2)(i)(C). `null` for what is no date.
 *
 * Not for dates of birth: the year of birth of someone over 89 must go as well. Use {@link birthYear}.
 *
 * @example
 * ```ts
 * import { yearOnly } from '@das/privacy';
 *
 * console.log(yearOnly('2024-05-17'), yearOnly('soon'));
 * // => 2024 null
 * ```
 */
export function yearOnly(date: DateLike | null | undefined): number | null {
  return calendarDate(date)?.year ?? null;
}

/**
 * The Snowflake expression with the meaning of {@link yearOnly}.
 *
 * @param column - the text of an SQL expression of type DATE or TIMESTAMP
 */
export function yearOnlySql(column: string): string {
  return `YEAR(${column})`;
}

/**
 * Keeps the year of birth of whoever is 89 or younger at the given day, and gives `null` for those
 * who are older: 45 CFR 164.514(b)(2)(i)(C) counts a year from which such an age follows as an
 * identifier.
 *
 * @example
 * ```ts
 * import { birthYear } from '@das/privacy';
 *
 * console.log(birthYear('1980-02-29', '2024-01-01'), birthYear('1930-06-15', '2024-01-01'));
 * // => 1980 null
 * ```
 */
export function birthYear(
  birthDate: DateLike | null | undefined,
  at: DateLike | null | undefined,
): number | null {
  const age = ageAt(birthDate, at);
  return age === null || age > oldestAge ? null : yearOnly(birthDate);
}

/**
 * The Snowflake expression with the meaning of {@link birthYear}.
 *
 * @param birth - the text of an SQL expression of type DATE or TIMESTAMP_NTZ
 * @param at - the same for the day, such as `CURRENT_DATE()`
 */
export function birthYearSql(birth: string, at: string): string {
  return `CASE WHEN (${ageSql(birth, at)}) <= ${oldestAge} THEN YEAR(${birth}) END`;
}
