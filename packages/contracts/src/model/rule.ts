import type { Duration } from './duration.js';
import type { KeyReference } from './key.js';

/** The severities of a rule, the worst first. */
export const severities = ['error', 'warning', 'info'] as const;

/** The dimensions of quality. */
export const qualityDimensions = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
] as const;

/** How much a broken rule matters: rows that break an `error` do not pass; the rest is reported. */
export type Severity = (typeof severities)[number];

/** The dimension of quality that a rule is about, in the words of the Open Data Contract Standard. */
export type QualityDimension = (typeof qualityDimensions)[number];

/** What every rule has. */
export interface RuleDetails {
  /** Lower case with underscores, once per contract. */
  readonly name: string;
  readonly severity: Severity;
  readonly dimension: QualityDimension;
  readonly description?: string;
}

/** What a measured value must be. Numbers are compared as numbers. */
export type Expectation =
  | { readonly mustBe: number }
  | { readonly mustNotBe: number }
  | { readonly mustBeGreaterThan: number }
  | { readonly mustBeGreaterOrEqualTo: number }
  | { readonly mustBeLessThan: number }
  | { readonly mustBeLessOrEqualTo: number }
  | { readonly mustBeBetween: readonly [number, number] }
  | { readonly mustNotBeBetween: readonly [number, number] };

/** How values were distributed when the baseline was taken; the shares add up to 1. */
export type Baseline =
  | {
      /** The upper bounds of all bins but the last, ascending; a bin holds its upper bound. */
      readonly bounds: readonly number[];
      /** The share of each bin: one more than there are bounds. */
      readonly shares: readonly number[];
    }
  | {
      /** The share of each value; what is not named falls under one other. */
      readonly values: Readonly<Record<string, number>>;
    };

/** No row has NULL in the column. Kept or broken by each row. */
export interface NotNullRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'notNull';
  readonly column: Column;
}

/** No two rows share the values of the columns. Kept or broken by the whole table. */
export interface UniqueRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'unique';
  readonly columns: readonly Column[];
}

/** The column is NULL or one of the values. Kept or broken by each row. */
export interface AcceptedValuesRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'acceptedValues';
  readonly column: Column;
  readonly values: readonly (string | number)[];
}

/** The column is NULL or within the bounds, both inclusive. Kept or broken by each row. */
export interface RangeRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'range';
  readonly column: Column;
  readonly min?: number;
  readonly max?: number;
}

/** The column is NULL or matches the whole expression (as if anchored). Kept or broken by each row. */
export interface PatternRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'pattern';
  readonly column: Column;
  /** A regular expression that JavaScript and Snowflake read alike, without delimiters. */
  readonly pattern: string;
}

/** The table has at least and at most so many rows. */
export interface RowCountRule extends RuleDetails {
  readonly kind: 'rowCount';
  readonly min?: number;
  readonly max?: number;
}

/** The columns are NULL or the key of a row of another contract. Kept or broken by each row. */
export interface ReferentialRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'referential';
  readonly columns: readonly Column[];
  readonly references: KeyReference;
}

/** The share of rows, from 0 to 1, in which the column is not NULL is at least `min`. */
export interface CompletenessRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'completeness';
  readonly column: Column;
  readonly min: number;
}

/** The share of rows, from 0 to 1, whose values of the columns another row has too is at most `max`. */
export interface DuplicatesRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'duplicates';
  readonly columns: readonly Column[];
  readonly max: number;
}

/** The newest value of the column is at most this old when the rule is measured. */
export interface FreshnessRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'freshness';
  readonly column: Column;
  readonly maxAge: Duration;
}

/** The population stability index of the column against its baseline is at most `maxPsi`. */
export interface DriftRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'drift';
  readonly column: Column;
  readonly baseline: Baseline;
  /** By custom, below 0.1 is stable and above 0.25 is a shift. */
  readonly maxPsi: number;
}

/** A query of one's own gives one number, which is held to an expectation. */
export interface SqlRule<Column extends string = string> extends RuleDetails {
  readonly kind: 'sql';
  /** One SELECT with one number as its result; `{object}` stands for the table, `{property}` for the column. */
  readonly query: string;
  readonly column?: Column;
  readonly expect: Expectation;
}

/** A quality rule about rows or about the whole table. Made by {@link rule}. */
export type Rule<Column extends string = string> =
  | NotNullRule<Column>
  | UniqueRule<Column>
  | AcceptedValuesRule<Column>
  | RangeRule<Column>
  | PatternRule<Column>
  | RowCountRule
  | ReferentialRule<Column>
  | CompletenessRule<Column>
  | DuplicatesRule<Column>
  | FreshnessRule<Column>
  | DriftRule<Column>
  | SqlRule<Column>;

/** The kinds of rules. */
export type RuleKind = Rule['kind'];

/** The columns of the contract that a rule reads. */
export function columnsOfRule<Column extends string>(rule: Rule<Column>): readonly Column[] {
  if ('columns' in rule) return rule.columns;
  return 'column' in rule && rule.column !== undefined ? [rule.column] : [];
}
