import type { Resource } from '@das/core';
import type { ObservedState } from '../observe/observed-state.js';
import { compareAccess } from './compare-access.js';
import { compareColumns } from './compare-columns.js';
import { compareCopies } from './compare-copies.js';
import { compareGrants } from './compare-grants.js';
import { compareObjects } from './compare-objects.js';
import { compareForce, comparePolicies } from './compare-policies.js';
import { compareTags } from './compare-tags.js';
import { comparisonOf } from './comparison.js';
import type { DriftFinding } from './drift-finding.js';
import { driftGrades } from './drift-rule.js';

/** What drift is told beside the two states. */
export interface DriftOptions {
  /** The role that deployed, and so owns what nobody else was given. Default: the role that looked. */
  readonly owner?: string;
}

/**
 * Every difference between what was deployed last and what the account really has, the most dangerous
 * first. Pure: nothing is read and nothing is sent.
 *
 * It names objects, columns, roles and users, and never a statement's text, a tag's value or an
 * address. What the role that looked may not see, it cannot compare.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage
 */
export function drift(
  deployed: readonly Resource[],
  observed: ObservedState,
  { owner = observed.role }: DriftOptions = {},
): readonly DriftFinding[] {
  const comparison = comparisonOf(deployed, observed, owner);
  const findings = [
    ...compareObjects(comparison),
    ...compareColumns(comparison),
    ...comparePolicies(comparison),
    ...compareForce(comparison),
    ...compareTags(comparison),
    ...compareGrants(comparison),
    ...compareAccess(comparison),
    ...compareCopies(comparison),
  ];
  const rank = ({ grade }: DriftFinding): number => driftGrades.indexOf(grade);
  return findings.sort((one, other) => rank(one) - rank(other));
}
