/**
 * Writes one identifier so that Snowflake reads exactly this name: upper case, quoted, `"` doubled.
 *
 * @see https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
export function quoteIdentifier(name: string): string {
  return `"${name.toUpperCase().replaceAll('"', '""')}"`;
}

/**
 * Writes a string literal, with `\` and `'` escaped as Snowflake reads them.
 *
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text
 */
export function quoteLiteral(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
