import { type Classification, classifications } from '@das/contracts';
import { type AccessRoleDeclaration, type Tier, tiers } from '@das/core';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  refusing,
} from '../declaring/refuse.js';

/** What `accessRole` takes. */
export interface AccessRoleDefinition {
  /** Upper case, unique in the account. */
  readonly name: string;
  /** The tiers that it may read. Default: PLATINUM alone. */
  readonly reads?: readonly Tier[];
  /** The classifications that it sees in clear. Default: none. */
  readonly clearance?: readonly Classification[];
}

/**
 * Declares a role that people use: what it may read, and what it sees in clear. It compiles to
 * `CREATE ROLE` and the grants on the tables of its tiers.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_ROLE`
 * @example
 * ```ts
 * import { accessRole } from '@das/governance';
 *
 * console.log(accessRole({ name: 'ANALYST' }).reads);
 * // => [ 'PLATINUM' ]
 * ```
 */
export function accessRole(definition: AccessRoleDefinition): AccessRoleDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_ROLE', 'accessRole', definition?.name);
  checkMembers(definition, ['name', 'reads', 'clearance'], refuse);
  const { name, reads = ['PLATINUM'], clearance = [] } = definition;
  checkIdentifier(name, 'the name', refuse);
  for (const tier of reads) checkKnown(tier, tiers, 'a tier', refuse);
  for (const each of clearance) checkKnown(each, classifications, 'a clearance', refuse);
  return frozen<AccessRoleDeclaration>({
    kind: 'accessRole',
    name,
    reads: [...reads],
    clearance: [...clearance],
  });
}
