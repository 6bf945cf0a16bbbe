import { quoteIdentifier, quoteLiteral } from '@das/contracts';

export { quoteIdentifier, quoteLiteral };

/** A value that can be bound to a `?` of a statement. A `Date` binds as a UTC timestamp. */
export type BindValue = string | number | bigint | boolean | Date | null;

/** A Snowflake SQL statement: text with `?` placeholders and the values bound to them, in order. */
export interface Statement {
  readonly text: string;
  readonly binds: readonly BindValue[];
}

/** A piece of SQL that {@link sql} splices as text: an identifier, or another statement. */
export interface SqlFragment extends Statement {
  readonly [fragment]: true;
}

const fragment: unique symbol = Symbol.for('@das/sql-fragment') as never;

function makeFragment(text: string, binds: readonly BindValue[] = []): SqlFragment {
  return Object.freeze({ text, binds: Object.freeze([...binds]), [fragment]: true as const });
}

function isFragment(value: unknown): value is SqlFragment {
  return typeof value === 'object' && value !== null && fragment in value;
}

interface SqlTag {
  (strings: TemplateStringsArray, ...values: readonly (BindValue | SqlFragment)[]): SqlFragment;
  /** A (possibly qualified) identifier: `sql.id('BROOK_COMMERCE', 'SILVER', 'ORDERS')`. Upper-cased and quoted. */
  id(...parts: readonly string[]): SqlFragment;
  /** A string literal, for the places in DDL where Snowflake takes no bind. */
  literal(value: string): SqlFragment;
  /** SQL text from a trusted place, as it is. Never pass user input. */
  raw(text: string): SqlFragment;
  /** Joins fragments with a separator, `, ` by default. */
  join(parts: readonly SqlFragment[], separator?: string): SqlFragment;
}

/**
 * Builds a statement: interpolated values become binds, fragments are spliced.
 *
 * There is no way to splice a plain string by accident: a string in `${}` is always a bind.
 *
 * @example
 * ```ts
 * import { sql } from '@das/core';
 *
 * const region = 'EMEA';
 * const statement = sql`SELECT COUNT(*) FROM ${sql.id('BROOK_COMMERCE', 'SILVER', 'ORDERS')} WHERE REGION = ${region}`;
 * console.log(statement.text);
 * // => SELECT COUNT(*) FROM "BROOK_COMMERCE"."SILVER"."ORDERS" WHERE REGION = ?
 * console.log(statement.binds[0]);
 * // => EMEA
 * ```
 */
export const sql: SqlTag = Object.assign(
  (strings: TemplateStringsArray, ...values: readonly (BindValue | SqlFragment)[]): SqlFragment => {
    let text = strings[0] ?? '';
    const binds: BindValue[] = [];
    for (const [index, value] of values.entries()) {
      if (isFragment(value)) {
        text += value.text;
        binds.push(...value.binds);
      } else {
        text += '?';
        binds.push(value);
      }
      text += strings[index + 1] ?? '';
    }
    return makeFragment(text, binds);
  },
  {
    id: (...parts: readonly string[]): SqlFragment =>
      makeFragment(parts.map(quoteIdentifier).join('.')),
    literal: (value: string): SqlFragment => makeFragment(quoteLiteral(value)),
    raw: (text: string): SqlFragment => makeFragment(text),
    join: (parts: readonly SqlFragment[], separator = ', '): SqlFragment =>
      makeFragment(
        parts.map((part) => part.text).join(separator),
        parts.flatMap((part) => part.binds),
      ),
  },
);
