import { type Classification, classifications } from '@das/contracts';
import { type AccessRoleDeclaration, type Tier, tiers } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

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
  const { name, reads = ['PLATINUM'], clearance = [] } = definition;
  const refuse = (message: string, next: string) =>
    new GovernanceError('DAS_GOVERNANCE_INVALID_ROLE', message, {
      place: `accessRole ${name}`,
      next,
    });
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    throw refuse(
      'the name is not an upper-case identifier',
      'use upper-case letters, digits and underscores',
    );
  }
  for (const tier of reads) {
    if (!tiers.includes(tier)) throw refuse('a tier is not known', `use ${tiers.join(', ')}`);
  }
  for (const each of clearance) {
    if (!classifications.includes(each)) {
      throw refuse('a clearance is not a classification', `use ${classifications.join(', ')}`);
    }
  }
  return Object.freeze({
    kind: 'accessRole',
    name,
    reads: Object.freeze([...reads]),
    clearance: Object.freeze([...clearance]),
  });
}
