import type { AnyContract } from '@das/contracts';
import { type RowAccessPolicyDeclaration, type RowMapping, type Tier, tiers } from '@das/core';
import { checkBody } from '../declaring/check-body.js';
import { checkVersion } from '../declaring/check-version.js';
import {
  type ColumnsOf,
  type ColumnsOfAll,
  type Contracts,
  contractNames,
  policyArguments,
  sharedType,
} from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** A table of the same domain that says which role or user sees which value. */
export interface RowMappingDefinition<M extends AnyContract> {
  readonly contract: M;
  readonly tier: Tier;
  /** The column with the value that is compared. */
  readonly value: ColumnsOf<M>;
  /** The column with the name of a role or a user, in upper case. */
  readonly holder: ColumnsOf<M>;
  readonly by: 'role' | 'user';
}

/** What `rowAccessPolicy` takes. */
export interface RowAccessPolicyDefinition<
  C extends readonly AnyContract[],
  M extends AnyContract = AnyContract,
> {
  /** Upper case. */
  readonly name: string;
  /** The contracts whose tables are filtered, in every tier. */
  readonly contracts: C;
  /** The column that decides, which all of them have. */
  readonly column: ColumnsOfAll<C>;
  /** The values that each role may see. */
  readonly allow?: Readonly<Record<string, readonly string[]>>;
  /** The roles of each region, or of any other value of the column: `allow` from the other side. */
  readonly regions?: Readonly<Record<string, readonly string[]>>;
  /** The one role of each tenant. No role sees two tenants. */
  readonly tenant?: Readonly<Record<string, string>>;
  /** A table that says who sees what. It is read with the rights of the policy's owner. */
  readonly mapping?: RowMappingDefinition<M>;
  /** SQL over `VAL`, the column that decides, and the conditions: shows the rows where it is TRUE. */
  readonly sql?: string;
  /** Columns beside the one that decides which `sql` reads, in upper case. */
  readonly conditions?: readonly ColumnsOfAll<C>[];
  /** Roles that see every row. */
  readonly unrestricted?: readonly string[];
  /** Raise it with a change of the columns. Default 1. */
  readonly version?: number;
}

const members: readonly (keyof RowAccessPolicyDefinition<Contracts>)[] = [
  'name',
  'contracts',
  'column',
  'allow',
  'regions',
  'tenant',
  'mapping',
  'sql',
  'conditions',
  'unrestricted',
  'version',
];

type Allowed = RowAccessPolicyDeclaration['allow'];

/**
 * Declares which rows a role sees. A role that is named nowhere sees none.
 *
 * `allow`, `regions`, `tenant`, `mapping` and `sql` may stand together: a row is shown when one of
 * them shows it. It compiles to `CREATE OR ALTER ROW ACCESS POLICY … AS (VAL <type>) RETURNS BOOLEAN
 * -> CASE WHEN IS_ROLE_IN_SESSION(…) AND VAL IN (…) THEN TRUE … ELSE FALSE END`.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_POLICY`
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-row-access-policy
 * @example
 * ```ts
 * import { defineContract } from '@das/contracts';
 * import { rowAccessPolicy } from '@das/governance';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce',
 *   name: 'orders',
 *   version: '1.0.0',
 *   owner: 'commerce',
 *   schema: z.object({ id: z.int(), region: z.string() }),
 *   columns: { id: 'internal', region: 'internal' },
 * });
 * const byRegion = rowAccessPolicy({
 *   name: 'BY_REGION',
 *   contracts: [orders],
 *   column: 'region',
 *   regions: { EMEA: ['EMEA_MANAGER', 'AUDITOR'], AMER: ['AUDITOR'] },
 * });
 * console.log(byRegion.allow.map(({ role, values }) => `${role}: ${values.join(' ')}`).join('; '));
 * // => EMEA_MANAGER: EMEA; AUDITOR: EMEA AMER
 * ```
 */
export function rowAccessPolicy<const C extends Contracts, const M extends AnyContract>(
  definition: RowAccessPolicyDefinition<C, M>,
): RowAccessPolicyDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_POLICY', 'rowAccessPolicy', definition?.name);
  checkMembers(definition, members, refuse);
  const { name, contracts, column, mapping, sql, version } = definition;
  const unrestricted = definition.unrestricted ?? [];
  checkIdentifier(name, 'the name', refuse);
  for (const role of unrestricted) checkIdentifier(role, 'a role of unrestricted', refuse);
  const names = contractNames(contracts, refuse);
  const type = sharedType(contracts, column, refuse);
  const allow = allowed(definition, refuse);
  if (allow.length > 0 && type !== 'VARCHAR') {
    throw refuse(
      'the values of allow are texts, and the column that decides is none',
      'write the comparison as sql over VAL',
    );
  }
  if (allow.length === 0 && mapping === undefined && sql === undefined) {
    throw refuse(
      'nobody is allowed anything',
      'give allow, regions, tenant, mapping or sql; for one role that sees all, give it as unrestricted',
    );
  }
  const conditions = policyArguments(contracts, definition.conditions ?? [], refuse);
  const argumentNames = ['VAL', ...conditions.map((condition) => condition.name)];
  const namedRoles = sql === undefined ? [] : checkBody(sql, argumentNames, refuse).roles;
  checkVersion(version, refuse);
  return frozen<RowAccessPolicyDeclaration>({
    kind: 'rowAccessPolicy',
    name,
    appliesTo: { contracts: names, column },
    allow,
    unrestricted: [...unrestricted],
    ...(mapping === undefined ? {} : { mapping: checkedMapping(mapping, refuse) }),
    ...(sql === undefined ? {} : { sql }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(version === undefined ? {} : { version }),
    ...(namedRoles.length === 0 ? {} : { namedRoles }),
  });
}

/** `allow`, `regions` and `tenant` as the values of each role. */
function allowed(
  { allow = {}, regions = {}, tenant = {} }: RowAccessPolicyDefinition<Contracts>,
  refuse: Refuse,
): Allowed {
  const valuesOf = new Map<string, Set<string>>();
  const add = (role: string, value: unknown) => {
    checkIdentifier(role, 'a role that may see rows', refuse);
    if (typeof value !== 'string') throw refuse('a value is no text', 'write it as a text');
    valuesOf.set(role, (valuesOf.get(role) ?? new Set()).add(value));
  };
  for (const [role, values] of Object.entries(allow)) {
    checkIdentifier(role, 'a role of allow', refuse);
    for (const value of listed(values, `what role ${role} is allowed`, refuse)) add(role, value);
  }
  for (const [region, roles] of Object.entries(regions)) {
    for (const role of listed(roles, 'the roles of a region', refuse)) add(role, region);
  }
  const tenants = Object.values(tenant);
  if (new Set(tenants).size !== tenants.length) {
    throw refuse('a role is that of two tenants', 'give each tenant a role of its own');
  }
  for (const [id, role] of Object.entries(tenant)) {
    if (valuesOf.has(role)) {
      throw refuse(
        'the role of a tenant is allowed other rows as well',
        'take it out of allow and regions',
      );
    }
    add(role, id);
  }
  return [...valuesOf].map(([role, values]) => ({ role, values: [...values] }));
}

function listed(values: unknown, what: string, refuse: Refuse): readonly string[] {
  if (Array.isArray(values) && values.length > 0) return values;
  throw refuse(`${what} is empty or no list`, 'list at least one, or leave it out');
}

function checkedMapping(mapping: RowMappingDefinition<AnyContract>, refuse: Refuse): RowMapping {
  checkMembers(mapping, ['contract', 'tier', 'value', 'holder', 'by'], refuse);
  const { contract, tier, value, holder, by } = mapping;
  const [name] = contractNames([contract], refuse);
  checkKnown(tier, tiers, 'the tier of the mapping', refuse);
  checkKnown(by, ['role', 'user'], 'what the mapping is by', refuse);
  for (const column of [value, holder]) {
    sharedType([contract], column, refuse);
    const { classification } = contract.column(column);
    // A masked column cannot be read by a row access policy.
    if (classification === 'public' || classification === 'internal') continue;
    throw refuse(
      `column ${column} of the mapping is ${classification}, so it is masked`,
      'use columns that are public or internal',
    );
  }
  if (sharedType([contract], holder, refuse) !== 'VARCHAR') {
    throw refuse(`column ${holder} of the mapping is no text`, 'use a column with names');
  }
  return { contract: name ?? contract.name, tier, value, holder, by };
}
