import type { AnyContract, ColumnName, Contract, PhysicalType } from '@das/contracts';
import type { PolicyArgument } from '@das/core';
import { type Refuse, suggest } from './refuse.js';

/** The columns of a contract. */
export type ColumnsOf<C extends AnyContract> = C extends Contract<infer S> ? ColumnName<S> : never;

/** At least one contract. */
export type Contracts = readonly [AnyContract, ...AnyContract[]];

/** The columns that every one of the contracts has. */
export type ColumnsOfAll<C extends readonly AnyContract[]> = C extends readonly [
  infer First extends AnyContract,
  ...infer Rest extends readonly AnyContract[],
]
  ? ColumnsOf<First> & ColumnsOfAll<Rest>
  : string;

/** The names of the contracts, each once. */
export function contractNames(contracts: unknown, refuse: Refuse): readonly string[] {
  if (!Array.isArray(contracts) || contracts.length === 0) {
    throw refuse('contracts is empty or no list', 'list at least one contract');
  }
  const names = contracts.map((contract) => contract?.name);
  if (!names.every((name) => typeof name === 'string')) {
    throw refuse('contracts holds what is no contract', 'list what defineContract gives');
  }
  if (new Set(names).size !== names.length) {
    throw refuse('contracts holds the same twice', 'list each contract once');
  }
  return names;
}

/** The type of a column that all of the contracts have. */
export function sharedType(
  contracts: readonly AnyContract[],
  column: unknown,
  refuse: Refuse,
): PhysicalType {
  const types = contracts.map((contract) => {
    const found = contract.columns.find((each) => each.name === column);
    if (found !== undefined) return found.type;
    const known = contract.columns.map((each) => each.name);
    throw refuse(`contract ${contract.name} has no such column`, suggest(column, known));
  });
  const families = new Set(types.map((type) => type.replace(/^VARCHAR.*/, 'VARCHAR')));
  const [type] = types;
  if (type === undefined || families.size > 1) {
    throw refuse(
      `column ${String(column)} has another type in another contract`,
      'write one policy for each type',
    );
  }
  return type.startsWith('VARCHAR') ? 'VARCHAR' : type;
}

/** The columns as arguments of a policy, under their names in upper case. */
export function policyArguments(
  contracts: readonly AnyContract[],
  columns: readonly string[],
  refuse: Refuse,
): readonly PolicyArgument[] {
  if (new Set(columns).size !== columns.length) {
    throw refuse('conditions holds the same column twice', 'name each column once');
  }
  return columns.map((column) => {
    const type = sharedType(contracts, column, refuse);
    if (column.toUpperCase() === 'VAL') {
      throw refuse('a condition is called VAL, as the value itself is', 'rename the column');
    }
    return { name: column.toUpperCase(), type };
  });
}
