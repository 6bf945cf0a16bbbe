import type { ContractColumn } from '../model/column.js';
import type { AcceptedValuesRule, PatternRule, RangeRule, Rule } from '../model/rule.js';
import { comparisonOf, type StoredValue, textOf } from './comparison.js';
import { invalidRule } from './invalid-rule.js';
import { portablePattern } from './portable-pattern.js';
import { quoteIdentifier, quoteLiteral } from './quoting.js';
import { type Bounds, boundsOf } from './range-bounds.js';

/** What of a column a rule needs to know. */
export type RuleColumn = Pick<ContractColumn, 'name' | 'type'>;

/** A rule that each row keeps or breaks by itself, in both languages. */
export interface RowRule {
  /** SQL: TRUE for a row that keeps the rule, FALSE for one that breaks it, never NULL. */
  readonly condition: string;
  /** The same of a record that is about to be stored. */
  readonly keeps: (row: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * A rule as a condition on one row, in SQL and in JavaScript; `undefined` for a rule that takes
 * more than one row to judge.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_RULE` when the column's type cannot be
 * compared with what the rule says, or a pattern is not one that both read alike
 */
export function rowRuleOf(rule: Rule, columns: readonly RuleColumn[]): RowRule | undefined {
  switch (rule.kind) {
    case 'notNull':
      return {
        condition: `${quoteIdentifier(rule.column)} IS NOT NULL`,
        keeps: (row) => row[rule.column] !== null && row[rule.column] !== undefined,
      };
    case 'acceptedValues':
      return acceptedValues(rule, columnOf(rule, rule.column, columns));
    case 'range':
      return range(rule, columnOf(rule, rule.column, columns));
    case 'pattern':
      return pattern(rule, columnOf(rule, rule.column, columns));
    default:
      return undefined;
  }
}

/** The column that a rule names. */
export function columnOf(rule: Rule, name: string, columns: readonly RuleColumn[]): RuleColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  throw invalidRule(rule, `there is no column ${name}`, 'name a column of the contract');
}

type Present = (value: unknown) => boolean;

/** NULL keeps every rule but `notNull`. */
function unlessNull(column: RuleColumn, condition: string, keeps: Present): RowRule {
  const name = quoteIdentifier(column.name);
  // A VARIANT can hold a null of JSON, which is not the NULL of SQL.
  const isNull =
    column.type === 'VARIANT' ? `${name} IS NULL OR IS_NULL_VALUE(${name})` : `${name} IS NULL`;
  return {
    condition: `(${isNull} OR ${condition})`,
    keeps: (row) => {
      const value = row[column.name];
      return value === null || value === undefined || keeps(value);
    },
  };
}

function acceptedValues(rule: AcceptedValuesRule, column: RuleColumn): RowRule {
  const comparison = comparisonOf(column.type);
  if (comparison === undefined) {
    throw invalidRule(
      rule,
      `values of type ${column.type} cannot be listed`,
      'list the values of a column of text, numbers or booleans',
    );
  }
  const constants = rule.values.flatMap((value) => {
    const constant = comparison.constant(value);
    if (constant !== 'invalid') return constant === undefined ? [] : [constant];
    throw invalidRule(
      rule,
      `a value that it accepts is none of type ${column.type}`,
      `list values that a column of type ${column.type} can hold`,
    );
  });
  // The digits of a NUMBER come as number or bigint, which a Set would tell apart.
  const accepted = new Set(constants.map(({ value }) => keyOf(value)));
  const name = quoteIdentifier(column.name);
  const subject = comparison.kind === 'variant' ? `TO_VARCHAR(${name})` : name;
  const list = [...new Set(constants.map((constant) => constant.sql))].join(', ');
  return unlessNull(column, list === '' ? 'FALSE' : `${subject} IN (${list})`, (value) => {
    const stored = comparison.stored(value);
    return stored !== undefined && accepted.has(keyOf(stored));
  });
}

function keyOf(value: StoredValue): string {
  return String(value === 0 ? 0 : value);
}

function range(rule: RangeRule, column: RuleColumn): RowRule {
  const bounds: Bounds | undefined = boundsOf(rule, column);
  if (bounds === undefined) {
    throw invalidRule(
      rule,
      `the column ${column.name} holds no numbers`,
      'use it on a column of type NUMBER or FLOAT',
    );
  }
  return unlessNull(column, bounds.condition, bounds.holds);
}

function pattern(rule: PatternRule, column: RuleColumn): RowRule {
  if (!column.type.startsWith('VARCHAR')) {
    throw invalidRule(
      rule,
      `the column ${column.name} holds no text`,
      'use it on a column of type VARCHAR',
    );
  }
  const portable = portablePattern(rule.pattern);
  if ('fault' in portable) {
    throw invalidRule(
      rule,
      `the pattern is not one that JavaScript and Snowflake read alike: ${portable.fault}`,
      'write it with characters, classes, groups, alternatives and greedy repetitions alone',
    );
  }
  const { javascript, snowflake } = portable;
  const condition = `REGEXP_LIKE(${quoteIdentifier(column.name)}, ${quoteLiteral(snowflake)})`;
  return unlessNull(column, condition, (value) => {
    const text = textOf(value);
    return text !== undefined && javascript.test(text);
  });
}
