import { type AggregationPolicyDeclaration, type Tier, tiers } from '@das/core';
import { checkBody } from '../declaring/check-body.js';
import { type Contracts, contractNames } from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkList,
  checkMembers,
  frozen,
  refusing,
} from '../declaring/refuse.js';

/** What `aggregationPolicy` takes. */
export interface AggregationPolicyDefinition {
  /** Upper case. */
  readonly name: string;
  /** The contracts whose tables answer with groups alone. */
  readonly contracts: Contracts;
  /** Default: PLATINUM alone. */
  readonly tiers?: readonly Tier[];
  /** How many rows a group has at least: from 2 on. */
  readonly minGroupSize: number;
  /** Roles that may read single rows. Default: none but the pipeline. */
  readonly unrestricted?: readonly string[];
  /** SQL of context functions: where it is TRUE everybody may read single rows. */
  readonly unrestrictedWhen?: string;
}

const members: readonly (keyof AggregationPolicyDefinition)[] = [
  'name',
  'contracts',
  'tiers',
  'minGroupSize',
  'unrestricted',
  'unrestrictedWhen',
];

/**
 * Declares that tables answer only with groups of a minimum size. It compiles to `CREATE AGGREGATION
 * POLICY … AS () RETURNS AGGREGATION_CONSTRAINT -> CASE WHEN IS_ROLE_IN_SESSION(…) THEN
 * NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => n) END`.
 *
 * A group is counted in rows: where one person has several, the size says less than it seems to.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_POLICY`
 * @see https://docs.snowflake.com/en/user-guide/aggregation-policies
 */
export function aggregationPolicy(
  definition: AggregationPolicyDefinition,
): AggregationPolicyDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_POLICY', 'aggregationPolicy', definition?.name);
  checkMembers(definition, members, refuse);
  const { name, minGroupSize, unrestricted = [], unrestrictedWhen } = definition;
  const inTiers = definition.tiers ?? ['PLATINUM'];
  checkIdentifier(name, 'the name', refuse);
  const contracts = contractNames(definition.contracts, refuse);
  checkList(inTiers, 'tiers', refuse);
  for (const tier of inTiers) checkKnown(tier, tiers, 'a tier', refuse);
  for (const role of unrestricted) checkIdentifier(role, 'a role of unrestricted', refuse);
  if (!Number.isSafeInteger(minGroupSize) || minGroupSize < 2) {
    throw refuse('the smallest group is no whole number from 2 on', 'write 5 or more');
  }
  const named = unrestrictedWhen === undefined ? [] : checkBody(unrestrictedWhen, [], refuse).roles;
  return frozen<AggregationPolicyDeclaration>({
    kind: 'aggregationPolicy',
    name,
    appliesTo: { contracts, tiers: [...inTiers] },
    minGroupSize,
    unrestricted: [...unrestricted],
    ...(unrestrictedWhen === undefined ? {} : { unrestrictedWhen }),
    ...(named.length === 0 ? {} : { namedRoles: named }),
  });
}
