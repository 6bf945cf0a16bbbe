import type { AnyContract, Rule } from '@das/contracts';
import { quoteIdentifier, quoteLiteral } from '../warehouse/statement.js';

/** A clause of a contract that each row keeps or breaks by itself, as an SQL condition. */
export interface RowClause {
  readonly name: string;
  /** TRUE for a row that keeps the clause, never NULL. */
  readonly condition: string;
}

/** A clause over the whole table. */
export interface TableClause {
  readonly name: string;
  /** The columns whose values must not occur twice together. */
  readonly unique: readonly string[];
}

/** What of a contract can be checked row by row: not-null columns, enums and row rules. */
export function rowClausesOf(contract: AnyContract): readonly RowClause[] {
  const structural = contract.columns.flatMap((column) => {
    const name = quoteIdentifier(column.name);
    const clauses: RowClause[] = [];
    if (!column.isNullable) {
      clauses.push({ name: `not_null_${column.name}`, condition: `${name} IS NOT NULL` });
    }
    if (column.enum !== undefined) {
      clauses.push({ name: `enum_${column.name}`, condition: isOneOf(name, column.enum) });
    }
    return clauses;
  });
  const rules = contract.quality.flatMap((rule) => {
    const condition = conditionOf(rule);
    return condition === undefined ? [] : [{ name: rule.name, condition }];
  });
  const byName = new Map([...structural, ...rules].map((clause) => [clause.name, clause]));
  return [...byName.values()];
}

/** What of a contract holds over the whole table: its primary key and its unique rules. */
export function tableClausesOf(contract: AnyContract): readonly TableClause[] {
  const key: readonly TableClause[] =
    contract.primaryKey.length === 0 ? [] : [{ name: 'primary_key', unique: contract.primaryKey }];
  const rules = contract.quality.flatMap((rule) =>
    rule.kind === 'unique' ? [{ name: rule.name, unique: rule.columns }] : [],
  );
  return [...key, ...rules];
}

function isOneOf(column: string, values: readonly (string | number)[]): string {
  return `(${column} IS NULL OR ${column} IN (${values.map((value) => quoteLiteral(String(value))).join(', ')}))`;
}

function conditionOf(rule: Rule): string | undefined {
  switch (rule.kind) {
    case 'notNull':
      return `${quoteIdentifier(rule.column)} IS NOT NULL`;
    case 'acceptedValues':
      return isOneOf(quoteIdentifier(rule.column), rule.values);
    case 'range': {
      const column = quoteIdentifier(rule.column);
      const bounds = [
        ...(rule.min === undefined ? [] : [`${column} >= ${rule.min}`]),
        ...(rule.max === undefined ? [] : [`${column} <= ${rule.max}`]),
      ];
      return `(${column} IS NULL OR (${bounds.join(' AND ')}))`;
    }
    default:
      return undefined;
  }
}
