import type { Resource, TableName } from '@das/core';
import { readRows } from '../policy-bodies/read-rows.js';
import type { RowCoverage } from './coverage-report.js';
import type { ActiveRoles } from './session-roles.js';

/** The rows that a session sees of a table with this row access policy. */
export type RowJudge = (roles: ActiveRoles) => RowCoverage;

/** How a row access policy is judged; one whose SQL is not understood filters somehow. */
export function rowJudge(
  policy: TableName,
  resource: Extract<Resource, { kind: 'rowAccessPolicy' }> | undefined,
): RowJudge {
  const filtered: RowCoverage = { see: 'filtered', policy: policy.join('.') };
  if (resource === undefined) return () => filtered;
  return ({ sessions }) => {
    const truths = new Set(
      sessions.map((session) => readRows(resource.body, session, policy[0]).truth),
    );
    const [only] = truths;
    if (truths.size !== 1 || only === undefined || only === 'unknown') return filtered;
    return { see: only === 'true' ? 'all' : 'none' };
  };
}
