import { ContractError } from '../errors/contract-error.js';
import type { Duration } from './duration.js';
import type { KeyTarget } from './key.js';
import type {
  AcceptedValuesRule,
  Baseline,
  CompletenessRule,
  DriftRule,
  DuplicatesRule,
  Expectation,
  FreshnessRule,
  NotNullRule,
  PatternRule,
  QualityDimension,
  RangeRule,
  ReferentialRule,
  RowCountRule,
  RuleDetails,
  SqlRule,
  UniqueRule,
} from './rule.js';

/** Bounds, both inclusive. At least one is given. */
export type RangeBounds =
  | { readonly min: number; readonly max?: number }
  | { readonly min?: number; readonly max: number };

/** What may be said of any rule: its name, severity (default `error`), dimension and description. */
export type RuleOptions = Partial<RuleDetails>;

/** One column or several. */
type Columns<C extends string> = C | readonly [C, ...C[]];

/** The functions of {@link rule}. */
export interface RuleBuilder {
  /** No row has NULL in this column. */
  notNull<const C extends string>(column: C, options?: RuleOptions): NotNullRule<C>;
  /** No two rows share the values of these columns. */
  unique<const C extends string>(columns: Columns<C>, options?: RuleOptions): UniqueRule<C>;
  /** The column is NULL or one of the values. */
  acceptedValues<const C extends string>(
    column: C,
    values: readonly (string | number)[],
    options?: RuleOptions,
  ): AcceptedValuesRule<C>;
  /** The column is NULL or within the bounds, inclusive. */
  range<const C extends string>(
    column: C,
    bounds: RangeBounds,
    options?: RuleOptions,
  ): RangeRule<C>;
  /**
   * The column is NULL or matches the expression from its first character to its last.
   *
   * @throws {@link ContractError} `DAS_CONTRACT_INVALID_RULE` when the expression has flags
   */
  pattern<const C extends string>(
    column: C,
    pattern: string | RegExp,
    options?: RuleOptions,
  ): PatternRule<C>;
  /** The table has so many rows, inclusive. */
  rowCount(bounds: RangeBounds, options?: RuleOptions): RowCountRule;
  /** The columns are NULL or hold the key of a row of another contract, pairwise in order. */
  referential<const C extends string, const T extends string>(
    columns: Columns<C>,
    target: KeyTarget<T>,
    targetColumns: Columns<NoInfer<T>>,
    options?: RuleOptions,
  ): ReferentialRule<C>;
  /** At least this share of the rows, from 0 to 1, has a value in the column. */
  completeness<const C extends string>(
    column: C,
    bounds: { readonly min: number },
    options?: RuleOptions,
  ): CompletenessRule<C>;
  /** At most this share of the rows, from 0 to 1, has the same values of the columns as another. */
  duplicates<const C extends string>(
    columns: Columns<C>,
    bounds: { readonly max: number },
    options?: RuleOptions,
  ): DuplicatesRule<C>;
  /** The newest value of the column is at most this old. */
  freshness<const C extends string>(
    column: C,
    maxAge: Duration,
    options?: RuleOptions,
  ): FreshnessRule<C>;
  /** The column is distributed as in the baseline, by the population stability index (default at most 0.25). */
  drift<const C extends string>(
    column: C,
    baseline: Baseline,
    bounds?: { readonly maxPsi: number },
    options?: RuleOptions,
  ): DriftRule<C>;
  /** The number that a query gives is as expected. The name comes first, since a query has none. */
  sql<const C extends string = never>(
    name: string,
    query: string,
    expect: Expectation,
    options?: Omit<RuleOptions, 'name'> & { readonly column?: C },
  ): SqlRule<NoInfer<C>>;
}

function details(name: string, dimension: QualityDimension, options: RuleOptions): RuleDetails {
  const { description } = options;
  return {
    name: options.name ?? name,
    severity: options.severity ?? 'error',
    dimension: options.dimension ?? dimension,
    ...(description === undefined ? {} : { description }),
  };
}

function listOf<const C extends string>(columns: Columns<C>): readonly C[] {
  return Object.freeze(typeof columns === 'string' ? [columns] : [...columns]);
}

/** The text of an expression. Flags would change its meaning, and Snowflake would not be told. */
function sourceOf(pattern: string | RegExp): string {
  if (typeof pattern === 'string') return pattern;
  const { source, flags } = pattern;
  if (flags === '' || flags === 'u' || flags === 'v') return source;
  throw new ContractError('DAS_CONTRACT_INVALID_RULE', `the pattern has the flags ${flags}`, {
    place: `pattern /${source}/${flags}`,
    next: 'write the pattern without flags, such as [A-Za-z] instead of /[a-z]/i',
  });
}

/**
 * Builds quality rules. The columns are checked against the contract by the compiler.
 *
 * Each rule has a name made of its kind and columns, the severity `error` and the usual dimension;
 * the last argument changes them.
 *
 * @example
 * ```ts
 * import { rule } from '@das/contracts';
 *
 * const positive = rule.range('total_usd', { min: 0 }, { severity: 'warning' });
 * console.log(positive.name, positive.severity, positive.dimension);
 * // => range_total_usd warning accuracy
 * ```
 */
export const rule: RuleBuilder = Object.freeze<RuleBuilder>({
  notNull: (column, options = {}) =>
    Object.freeze({
      kind: 'notNull',
      ...details(`not_null_${column}`, 'completeness', options),
      column,
    }),
  unique: (columns, options = {}) => {
    const list = listOf(columns);
    return Object.freeze({
      kind: 'unique',
      ...details(`unique_${list.join('_')}`, 'uniqueness', options),
      columns: list,
    });
  },
  acceptedValues: (column, values, options = {}) =>
    Object.freeze({
      kind: 'acceptedValues',
      ...details(`accepted_values_${column}`, 'conformity', options),
      column,
      values: Object.freeze([...values]),
    }),
  range: (column, { min, max }, options = {}) =>
    Object.freeze({
      kind: 'range',
      ...details(`range_${column}`, 'accuracy', options),
      column,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    }),
  pattern: (column, pattern, options = {}) =>
    Object.freeze({
      kind: 'pattern',
      ...details(`pattern_${column}`, 'conformity', options),
      column,
      pattern: sourceOf(pattern),
    }),
  rowCount: ({ min, max }, options = {}) =>
    Object.freeze({
      kind: 'rowCount',
      ...details('row_count', 'coverage', options),
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
    }),
  referential: (columns, target, targetColumns, options = {}) => {
    const list = listOf(columns);
    return Object.freeze({
      kind: 'referential',
      ...details(`referential_${list.join('_')}`, 'consistency', options),
      columns: list,
      references: Object.freeze({
        contract: `${target.domain}.${target.name}`,
        columns: listOf(targetColumns),
      }),
    });
  },
  completeness: (column, { min }, options = {}) =>
    Object.freeze({
      kind: 'completeness',
      ...details(`completeness_${column}`, 'completeness', options),
      column,
      min,
    }),
  duplicates: (columns, { max }, options = {}) => {
    const list = listOf(columns);
    return Object.freeze({
      kind: 'duplicates',
      ...details(`duplicates_${list.join('_')}`, 'uniqueness', options),
      columns: list,
      max,
    });
  },
  freshness: (column, maxAge, options = {}) =>
    Object.freeze({
      kind: 'freshness',
      ...details(`freshness_${column}`, 'timeliness', options),
      column,
      maxAge,
    }),
  drift: (column, baseline, { maxPsi } = { maxPsi: 0.25 }, options = {}) =>
    Object.freeze({
      kind: 'drift',
      ...details(`drift_${column}`, 'consistency', options),
      column,
      baseline,
      maxPsi,
    }),
  sql: (name, query, expect, { column, ...options } = {}) =>
    Object.freeze({
      kind: 'sql',
      ...details(name, 'conformity', options),
      query,
      ...(column === undefined ? {} : { column }),
      expect,
    }),
});
