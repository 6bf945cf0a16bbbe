import type { Deprecation } from '../model/deprecation.js';
import { byContractCheck, clauseOf } from './clause.js';
import type { EnforcedClause } from './enforced-clause.js';

/** That something stays until a day, and is gone after it. */
export function deprecationClause(
  path: readonly string[],
  { removeAfter }: Deprecation,
): EnforcedClause {
  return clauseOf(
    path,
    `it stays until ${removeAfter}, and goes after`,
    [
      byContractCheck(
        'removing it before that day, or while a pinned consumer reads it, is an error',
      ),
    ],
    {
      gap: 'nothing removes it when the day has passed, and only pinned consumers are known',
      next: 'ask who reads it before the day, and remove it then',
    },
  );
}
