import { ContractError } from '../errors/contract-error.js';
import { durationInSeconds } from '../model/duration.js';
import type { Expectation, ReferentialRule, Rule, SqlRule } from '../model/rule.js';
import { driftQuery } from './drift-query.js';
import { invalidRule } from './invalid-rule.js';
import { quoteIdentifier } from './quoting.js';
import { columnOf, type RuleColumn, rowRuleOf } from './row-rule.js';

/** The full name of a table, upper-cased and quoted where it is written. */
export type TablePath = readonly string[];

/** What compiling a rule needs. */
export interface CompileRuleOptions {
  /** The table that the rule is checked on. */
  readonly table: TablePath;
  /** The columns of the contract: a value is compared as its column's type. */
  readonly columns: readonly RuleColumn[];
  /** The table of another contract, `domain.name`; `undefined` when there is none to look into. */
  readonly resolve?: (contract: string) => TablePath | undefined;
}

/** A rule as a query for the rows that break it. */
export interface FailingRows {
  readonly kind: 'rows';
  /** One `SELECT` of whole rows; none when the rule holds. */
  readonly query: string;
  /** TRUE for a row that keeps the rule, never NULL; `undefined` when it takes other rows to tell. */
  readonly condition: string | undefined;
}

/** A rule as a query for one number, with what the number must be. */
export interface MeasuredValue {
  readonly kind: 'measure';
  /** One `SELECT` of one number; NULL when there is nothing to measure. */
  readonly query: string;
  /** What the number must be, all of it. */
  readonly expect: readonly Expectation[];
}

/** A quality rule in Snowflake SQL. */
export type CompiledRule = FailingRows | MeasuredValue;

/**
 * Compiles a quality rule to Snowflake SQL: to the rows that break it, or to the one value that is
 * held to expectations.
 *
 * Rows with NULL in a column neither repeat another nor refer to one, as in standard SQL. Ratios of
 * an empty table, and its freshness and drift, are NULL: no data. Freshness is in seconds, and takes
 * a time without a zone for UTC.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_RULE` when the rule has no meaning on the
 * columns, `DAS_CONTRACT_UNKNOWN_REFERENCE` when the table that it refers to is not to be had
 * @example
 * ```ts
 * import { compileRule, rule } from '@das/contracts';
 *
 * const compiled = compileRule(rule.range('total_usd', { min: 0 }), {
 *   table: ['BROOK_COMMERCE', 'SILVER', 'ORDERS'],
 *   columns: [{ name: 'total_usd', type: 'NUMBER(12,2)' }],
 * });
 * console.log(compiled.query);
 * // => SELECT * FROM "BROOK_COMMERCE"."SILVER"."ORDERS" WHERE NOT ("TOTAL_USD" IS NULL OR ("TOTAL_USD" >= 0))
 * ```
 */
export function compileRule(rule: Rule, options: CompileRuleOptions): CompiledRule {
  const table = tableText(options.table);
  switch (rule.kind) {
    case 'notNull':
    case 'acceptedValues':
    case 'range':
    case 'pattern': {
      const condition = rowRuleOf(rule, options.columns)?.condition ?? 'FALSE';
      const inner = condition.startsWith('(') ? condition : `(${condition})`;
      return { kind: 'rows', query: `SELECT * FROM ${table} WHERE NOT ${inner}`, condition };
    }
    case 'unique': {
      const columns = columnTexts(rule, rule.columns, options);
      return {
        kind: 'rows',
        query: `SELECT * FROM ${table} WHERE ${allPresent(columns)} QUALIFY COUNT(*) OVER (PARTITION BY ${columns.join(', ')}) > 1`,
        condition: undefined,
      };
    }
    case 'referential':
      return { kind: 'rows', query: orphansQuery(rule, options), condition: undefined };
    case 'rowCount':
      return measure(`SELECT COUNT(*) AS "VALUE" FROM ${table}`, [
        ...(rule.min === undefined ? [] : [{ mustBeGreaterOrEqualTo: rule.min }]),
        ...(rule.max === undefined ? [] : [{ mustBeLessOrEqualTo: rule.max }]),
      ]);
    case 'completeness': {
      const [column] = columnTexts(rule, [rule.column], options);
      return measure(shareQuery(`COUNT(${column})`, table), [{ mustBeGreaterOrEqualTo: rule.min }]);
    }
    case 'duplicates': {
      const columns = columnTexts(rule, rule.columns, options);
      const repeated = `COUNT_IF(${allPresent(columns)} AND "_N" > 1)`;
      const counted = `(SELECT ${columns.join(', ')}, COUNT(*) OVER (PARTITION BY ${columns.join(', ')}) AS "_N" FROM ${table}) AS T`;
      return measure(shareQuery(repeated, counted), [{ mustBeLessOrEqualTo: rule.max }]);
    }
    case 'freshness':
      return measure(
        `SELECT DATE_PART(EPOCH_SECOND, SYSDATE()) - DATE_PART(EPOCH_SECOND, ${newest(columnOf(rule, rule.column, options.columns))}) AS "VALUE" FROM ${table}`,
        [{ mustBeLessOrEqualTo: durationInSeconds(rule.maxAge) }],
      );
    case 'drift':
      return measure(driftQuery(rule, columnOf(rule, rule.column, options.columns), table), [
        { mustBeLessOrEqualTo: rule.maxPsi },
      ]);
    case 'sql':
      return measure(customQuery(rule, options), [rule.expect]);
  }
}

function measure(query: string, expect: readonly Expectation[]): MeasuredValue {
  return { kind: 'measure', query, expect };
}

function tableText(path: TablePath): string {
  return path.map(quoteIdentifier).join('.');
}

function columnTexts(
  rule: Rule,
  names: readonly string[],
  { columns }: CompileRuleOptions,
): readonly string[] {
  return names.map((name) => quoteIdentifier(columnOf(rule, name, columns).name));
}

function allPresent(columns: readonly string[]): string {
  return columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
}

/** A share of the rows. As a NUMBER it would be rounded to six digits, and 0.9999999 would pass for 1. */
function shareQuery(count: string, table: string): string {
  return `SELECT ${count}::FLOAT / NULLIF(COUNT(*), 0) AS "VALUE" FROM ${table}`;
}

/** The newest value as a timestamp, which alone has seconds. */
function newest({ name, type }: RuleColumn): string {
  const value = `MAX(${quoteIdentifier(name)})`;
  return type === 'DATE' ? `${value}::TIMESTAMP_NTZ` : value;
}

function orphansQuery(rule: ReferentialRule, options: CompileRuleOptions): string {
  const target = options.resolve?.(rule.references.contract);
  if (target === undefined) {
    throw new ContractError(
      'DAS_CONTRACT_UNKNOWN_REFERENCE',
      `there is no table of ${rule.references.contract} to look into`,
      {
        place: `rule ${rule.name}`,
        next: 'refer to a contract of the same domain that has a table, or lower the severity of the rule',
      },
    );
  }
  if (rule.columns.length !== rule.references.columns.length) {
    throw invalidRule(
      rule,
      'it refers to another number of columns than it has',
      'give one column of the other contract for each of its own',
    );
  }
  const columns = columnTexts(rule, rule.columns, options);
  const present = columns.map((column) => `T.${column} IS NOT NULL`);
  const pairs = columns.map(
    (column, at) => `R.${quoteIdentifier(rule.references.columns[at] ?? '')} = T.${column}`,
  );
  return `SELECT T.* FROM ${tableText(options.table)} AS T WHERE ${present.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${tableText(target)} AS R WHERE ${pairs.join(' AND ')})`;
}

/** A query of one's own, in brackets so that nothing but a query can stand there. */
function customQuery(rule: SqlRule, options: CompileRuleOptions): string {
  const [column] = rule.column === undefined ? [] : columnTexts(rule, [rule.column], options);
  if (column === undefined && rule.query.includes('{property}')) {
    throw invalidRule(
      rule,
      'its query names {property} and the rule has no column',
      'give the rule a column, or write the name of the column',
    );
  }
  const query = rule.query
    .trim()
    .replace(/;$/, '')
    .replaceAll('{object}', () => tableText(options.table))
    .replaceAll('{property}', () => column ?? '');
  return `SELECT * FROM (\n${query}\n) AS Q`;
}
