/** A quality rule about rows or about the whole table. Made by {@link rule}. */
export type Rule<Column extends string = string> =
  | { readonly kind: 'notNull'; readonly name: string; readonly column: Column }
  | { readonly kind: 'unique'; readonly name: string; readonly columns: readonly Column[] }
  | {
      readonly kind: 'acceptedValues';
      readonly name: string;
      readonly column: Column;
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'range';
      readonly name: string;
      readonly column: Column;
      readonly min?: number;
      readonly max?: number;
    };

/** Bounds of a range, both inclusive. At least one is given. */
export type RangeBounds =
  | { readonly min: number; readonly max?: number }
  | { readonly min?: number; readonly max: number };

interface RuleBuilder {
  /** No row has NULL in this column. Enforced row by row. */
  notNull<C extends string>(column: C): Rule<C>;
  /** No two rows share the values of these columns. Enforced over the whole table. */
  unique<C extends string>(...columns: readonly [C, ...C[]]): Rule<C>;
  /** The column is NULL or one of the values. Enforced row by row. */
  acceptedValues<C extends string>(column: C, values: readonly string[]): Rule<C>;
  /** The column is NULL or between the bounds, inclusive. Enforced row by row. */
  range<C extends string>(column: C, bounds: RangeBounds): Rule<C>;
}

/**
 * Builds quality rules. The columns are checked against the contract by the compiler.
 *
 * @example
 * ```ts
 * import { rule } from '@das/contracts';
 *
 * console.log(rule.range('total_usd', { min: 0 }).name);
 * // => range_total_usd
 * ```
 */
export const rule: RuleBuilder = {
  notNull: (column) => Object.freeze({ kind: 'notNull', name: `not_null_${column}`, column }),
  unique: (...columns) =>
    Object.freeze({
      kind: 'unique',
      name: `unique_${columns.join('_')}`,
      columns: Object.freeze([...columns]),
    }),
  acceptedValues: (column, values) =>
    Object.freeze({
      kind: 'acceptedValues',
      name: `accepted_values_${column}`,
      column,
      values: Object.freeze([...values]),
    }),
  range: (column, bounds) =>
    Object.freeze({ kind: 'range', name: `range_${column}`, column, ...bounds }),
};
