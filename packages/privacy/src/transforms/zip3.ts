/**
 * The three-digit ZIP prefixes with 20,000 people or fewer in the 2010 census.
 *
 * HHS itself has published only the list of the 2000 census and says to use newer data where there
 * is any; this one is computed from the 2010 census's ZIP code tabulation areas.
 *
 * @see https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html
 */
export const sparseZip3Of2010: readonly string[] = Object.freeze(
  '036 059 102 203 205 369 556 692 821 823 878 879 884 893'.split(' '),
);

/** The list of the 2000 census, as HHS has published it: without 205 and 369, and with 063, 790, 830, 831 and 890. */
export const sparseZip3Of2000: readonly string[] = Object.freeze(
  '036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893'.split(' '),
);

const zipPattern = /^[0-9]{5}(-[0-9]{4})?$/;

/**
 * Keeps the first three digits of a US ZIP code, or `000` where 20,000 people or fewer live under
 * them: 45 CFR 164.514(b)(2)(i)(B).
 *
 * Takes `NNNNN` and `NNNNN-NNNN`. Anything else, such as a code that lost its leading zero, gives
 * `null`: which prefix it had cannot be told.
 *
 * @param sparse - the prefixes that become `000`; the list of the 2010 census by default
 * @example
 * ```ts
 * import { zip3 } from '@das/privacy';
 *
 * console.log(zip3('02155-1234'), zip3('03602'), zip3('2155'));
 * // => 021 000 null
 * ```
 */
export function zip3(
  zip: string | null | undefined,
  sparse: readonly string[] = sparseZip3Of2010,
): string | null {
  if (zip === null || zip === undefined || !zipPattern.test(zip)) return null;
  const prefix = zip.slice(0, 3);
  return sparse.includes(prefix) ? '000' : prefix;
}

/**
 * The Snowflake expression with the meaning of {@link zip3}.
 *
 * @param column - the text of an SQL expression of type VARCHAR; it is used as it is, so never pass data
 * @example
 * ```ts
 * import { zip3Sql } from '@das/privacy';
 *
 * console.log(zip3Sql('"ZIP"').startsWith('CASE WHEN REGEXP_LIKE("ZIP", '));
 * // => true
 * ```
 */
export function zip3Sql(column: string): string {
  const list = sparseZip3Of2010.map((prefix) => `'${prefix}'`).join(', ');
  return (
    `CASE WHEN REGEXP_LIKE(${column}, '^[0-9]{5}(-[0-9]{4})?$') THEN ` +
    `CASE WHEN LEFT(${column}, 3) IN (${list}) THEN '000' ELSE LEFT(${column}, 3) END END`
  );
}
