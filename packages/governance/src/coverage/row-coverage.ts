import type { Resource, TableName } from '@das/core';
import { readRows } from '../policy-bodies/read-rows.js';
import type { RowCoverage } from './coverage-report.js';
import type { ActiveRoles } from './session-roles.js';

type RowAccessPolicy = Extract<Resource, { kind: 'rowAccessPolicy' }>;

/** The rows that a session sees of a table with this row access policy. */
export type RowJudge = (roles: ActiveRoles) => RowCoverage;

/** How a row access policy is judged; one whose SQL is not understood filters somehow. */
export function rowJudge(policy: TableName, resource: RowAccessPolicy | undefined): RowJudge {
  const filtered: RowCoverage = { see: 'filtered', policy: policy.join('.') };
  if (resource === undefined) return () => filtered;
  const judged = new Map<ActiveRoles, RowCoverage>();
  return (roles) => {
    const known = judged.get(roles) ?? seenBy(resource, roles) ?? filtered;
    judged.set(roles, known);
    return known;
  };
}

/** The rows that the best of some sessions sees; `undefined` where rows decide. */
function seenBy({ body, name }: RowAccessPolicy, roles: ActiveRoles): RowCoverage | undefined {
  const truths = roles.sessionsFor(body).map((session) => readRows(body, session, name[0]).truth);
  if (truths.includes('true')) return { see: 'all' };
  return truths.every((truth) => truth === 'false') ? { see: 'none' } : undefined;
}
