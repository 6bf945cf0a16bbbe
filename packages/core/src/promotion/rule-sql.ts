import { type AnyContract, type Rule, type RuleColumn, rowRuleOf, rule } from '@das/contracts';

/** A clause of a contract that each row keeps or breaks by itself, as an SQL condition. */
export interface RowClause {
  readonly name: string;
  /** TRUE for a row that keeps the clause, never NULL. */
  readonly condition: string;
}

/**
 * What of a contract stops single rows: columns that are never null, enums, and the rules about
 * rows whose severity is `error`.
 */
export function rowClausesOf(contract: AnyContract): readonly RowClause[] {
  const { columns } = contract;
  const structural = columns.flatMap((column) => [
    ...(column.isNullable ? [] : [rule.notNull(column.name)]),
    ...(column.enum === undefined
      ? []
      : [rule.acceptedValues(column.name, column.enum, { name: `enum_${column.name}` })]),
  ]);
  const clauses = [...structural, ...contract.quality].flatMap((each) => clauseOf(each, columns));
  // A rule may say again what a column says; its row is then rejected once.
  const byCondition = new Map<string, RowClause>();
  for (const clause of clauses) {
    if (!byCondition.has(clause.condition)) byCondition.set(clause.condition, clause);
  }
  return [...byCondition.values()];
}

/**
 * What of a contract is checked on the table as a whole: its keys, its rules over many rows, and
 * every rule that reports and does not stop.
 */
export function tableRulesOf(contract: AnyContract): readonly Rule[] {
  const { primaryKey, uniqueKeys, quality } = contract;
  return [
    ...(primaryKey.length === 0 ? [] : [uniqueRule(primaryKey, 'primary_key')]),
    ...uniqueKeys.map((columns) => uniqueRule(columns, `unique_key_${columns.join('_')}`)),
    ...quality.filter((each) => clauseOf(each, contract.columns).length === 0),
  ];
}

function clauseOf(each: Rule, columns: readonly RuleColumn[]): readonly RowClause[] {
  const condition = each.severity === 'error' ? rowRuleOf(each, columns)?.condition : undefined;
  return condition === undefined ? [] : [{ name: each.name, condition }];
}

function uniqueRule(columns: readonly string[], name: string): Rule {
  return { kind: 'unique', name, severity: 'error', dimension: 'uniqueness', columns };
}
