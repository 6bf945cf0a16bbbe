import type { AnyContract, ColumnName, Contract } from '@das/contracts';
import type { RowAccessPolicyDeclaration } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

type ColumnsOf<C extends AnyContract> = C extends Contract<infer S> ? ColumnName<S> : never;

type Contracts = readonly [AnyContract, ...AnyContract[]];

/** The columns that every one of the contracts has. */
type ColumnsOfAll<C extends readonly AnyContract[]> = C extends readonly [
  infer First extends AnyContract,
  ...infer Rest extends readonly AnyContract[],
]
  ? ColumnsOf<First> & ColumnsOfAll<Rest>
  : string;

/** What `rowAccessPolicy` takes. */
export interface RowAccessPolicyDefinition<C extends Contracts> {
  /** Upper case. */
  readonly name: string;
  /** The contracts whose tables are filtered, in every tier. */
  readonly contracts: C;
  /** The column that decides, which all of them have. */
  readonly column: ColumnsOfAll<C>;
  /** The values that each role may see. */
  readonly allow: Readonly<Record<string, readonly string[]>>;
  /** Roles that see every row. */
  readonly unrestricted?: readonly string[];
}

/**
 * Declares which rows a role sees. A role that is named nowhere sees none.
 *
 * It compiles to `CREATE OR ALTER ROW ACCESS POLICY … AS (VAL <type>) RETURNS BOOLEAN -> CASE WHEN
 * IS_ROLE_IN_SESSION(…) AND VAL IN (…) THEN TRUE … ELSE FALSE END`.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_POLICY`
 */
export function rowAccessPolicy<const C extends Contracts>(
  definition: RowAccessPolicyDefinition<C>,
): RowAccessPolicyDeclaration {
  const { name, contracts, column } = definition;
  const allow = Object.entries(definition.allow);
  const unrestricted = definition.unrestricted ?? [];
  for (const identifier of [name, ...unrestricted, ...allow.map(([role]) => role)]) {
    if (/^[A-Z][A-Z0-9_]*$/.test(identifier)) continue;
    throw new GovernanceError(
      'DAS_GOVERNANCE_INVALID_POLICY',
      `${JSON.stringify(identifier)} is not an upper-case identifier`,
      { place: `rowAccessPolicy ${name}`, next: 'use upper-case letters, digits and underscores' },
    );
  }
  const empty = allow.find(([, values]) => values.length === 0);
  if (empty !== undefined) {
    throw new GovernanceError(
      'DAS_GOVERNANCE_INVALID_POLICY',
      `role ${empty[0]} is allowed no value`,
      {
        place: `rowAccessPolicy ${name}`,
        next: 'list the values that it may see, or leave the role out',
      },
    );
  }
  return Object.freeze({
    kind: 'rowAccessPolicy',
    name,
    appliesTo: Object.freeze({
      contracts: Object.freeze(contracts.map((contract) => contract.name)),
      column,
    }),
    allow: Object.freeze(
      allow.map(([role, values]) => Object.freeze({ role, values: Object.freeze([...values]) })),
    ),
    unrestricted: Object.freeze([...unrestricted]),
  });
}
