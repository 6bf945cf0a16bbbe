/**
 * How a target column is computed: an SQL expression over the source's columns, or one that a
 * named transform stands behind, which alone may lower a classification.
 */
export type Expression = string | DeidentifiedExpression | DeclassifiedExpression;

/** An expression through a named de-identification transform, such as `safe-harbor.zip3`. */
export interface DeidentifiedExpression {
  readonly kind: 'deidentified';
  /** The transform's id. */
  readonly transform: string;
  readonly sql: string;
}

/** An expression that somebody vouches for, with the reason, which becomes evidence. */
export interface DeclassifiedExpression {
  readonly kind: 'declassified';
  readonly sql: string;
  readonly reason: string;
}

/**
 * Vouches that an expression over sensitive columns gives something less sensitive, such as a count.
 *
 * @example
 * ```ts
 * import { declassified } from '@das/core';
 *
 * console.log(declassified('COUNT(DISTINCT customer_email)', 'a count of people names none').reason);
 * // => a count of people names none
 * ```
 */
export function declassified(sql: string, reason: string): DeclassifiedExpression {
  return Object.freeze({ kind: 'declassified', sql, reason });
}

/** The SQL text of an expression. */
export function sqlOf(expression: Expression): string {
  return typeof expression === 'string' ? expression : expression.sql;
}
