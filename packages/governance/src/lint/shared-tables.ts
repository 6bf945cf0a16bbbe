import type { GrantResource } from '@das/core';
import type { AnyTable } from '../checks/effective-policy.js';
import { granteeOf } from '../checks/role-graph.js';
import { grantedOn, grantKeysOf, isReading } from '../checks/table-readers.js';
import type { LintSubject } from './lint-context.js';

/** The privileges to read that a share has, its own and those of its database roles. */
export function sharedGrants({ resources, roles }: LintSubject): readonly GrantResource[] {
  return resources.filter((each): each is GrantResource => {
    if (each.kind !== 'grant' || !isReading(each)) return false;
    return [...roles.holdersOf(granteeOf(each))].some((holder) => holder.startsWith('SHARE '));
  });
}

/** The tables that shares show. */
export function sharedTables(subject: LintSubject): readonly AnyTable[] {
  const shown = new Set(sharedGrants(subject).map(grantedOn));
  return subject.tables.filter(({ name }) => grantKeysOf(name).some((key) => shown.has(key)));
}
