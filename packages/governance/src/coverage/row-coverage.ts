import type { Resource, TableName } from '@das/core';
import type { RowCoverage } from './coverage-report.js';
import { type BodyReading, followBody } from './follow-body.js';
import { type Outcome, readRowBody } from './read-body.js';
import type { ActiveRoles } from './session-roles.js';

/** The rows that a session sees of a table with this row access policy. */
export type RowJudge = (roles: ActiveRoles) => RowCoverage;

const reading: BodyReading = {
  result(tokens) {
    const [only] = tokens;
    const word = tokens.length === 1 && only?.kind === 'word' ? only.text.toUpperCase() : undefined;
    if (word === 'TRUE') return 'all';
    return word === 'FALSE' || word === 'NULL' ? 'none' : 'unknown';
  },
  // What is no role is about the row, and filters.
  isAboutRow: () => false,
};

/** How a row access policy is judged; one whose SQL is not understood filters somehow. */
export function rowJudge(
  policy: TableName,
  resource: Extract<Resource, { kind: 'rowAccessPolicy' }> | undefined,
): RowJudge {
  const body = resource === undefined ? undefined : readRowBody(resource.body);
  const filtered: RowCoverage = { see: 'filtered', policy: policy.join('.') };
  return (roles) => (body === undefined ? filtered : follow(body, policy[0], roles, filtered));
}

function follow(
  body: Outcome,
  database: string,
  roles: ActiveRoles,
  filtered: RowCoverage,
): RowCoverage {
  const seen = new Set<string>();
  for (const hasAgent of [false, true]) {
    for (const each of followBody(body, { roles, database, hasAgent }, reading).results) {
      seen.add(each);
    }
  }
  const [only] = seen;
  return seen.size === 1 && (only === 'all' || only === 'none') ? { see: only } : filtered;
}
