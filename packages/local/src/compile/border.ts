/** A limit that leaves every row in. DuckDB moves no filter across it. */
export const borderLimit = 'LIMIT 9223372036854775807';

/**
 * Something that FROM can hold, and that leaves rows of its tables out: an expression of the user that
 * would fail on one of those must not run on it.
 */
export function bordered(source: string): string {
  return `(SELECT * FROM ${source} ${borderLimit})`;
}
