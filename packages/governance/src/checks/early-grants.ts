import { addressOf, type ColumnResource } from '@das/core';
import type { AnyTable } from './effective-policy.js';
import { type PlanStatement, singleEffects } from './followed-plan.js';
import type { PlanRuleName } from './plan-rules.js';
import { grantedOn, grantKeysOf, isReading } from './table-readers.js';
import type { WatchedState } from './watched-state.js';

/** A grant is early when what it opens gets protection only later in the plan. */
export function checkGrants(
  now: WatchedState,
  statement: PlanStatement,
  granted: Map<string, PlanStatement>,
  report: (rule: PlanRuleName, address: string, message: string) => void,
): void {
  for (const each of singleEffects(statement.effect)) {
    if (each.is !== 'present') continue;
    const { resource } = each;
    if (resource.kind === 'grant') {
      const address = addressOf(resource);
      const isNew = !now.resources.has(address);
      if (isNew && isReading(resource)) granted.set(grantedOn(resource), statement);
      continue;
    }
    if (resource.kind !== 'table' && resource.kind !== 'dynamicTable') continue;
    const name = resource.name.join('.');
    const [grant] = grantKeysOf(resource.name).flatMap((key) => granted.get(key) ?? []);
    if (grant === undefined) continue;
    const before = now.tableNamed(name);
    if (before !== undefined && isTightened(before, resource)) {
      report(
        'earlyGrant',
        grant.step.address,
        `${grant.place} grants reading, and only ${statement.place} protects ${addressOf(resource)}`,
      );
    }
  }
}

function isTightened(before: AnyTable, after: AnyTable): boolean {
  const columns = new Map(before.columns.map((column) => [column.name, column]));
  return (
    (before.rowAccess === undefined && after.rowAccess !== undefined) ||
    (before.aggregationPolicy === undefined && after.aggregationPolicy !== undefined) ||
    after.columns.some((column) => gains(columns.get(column.name), column))
  );
}

function gains(before: ColumnResource | undefined, after: ColumnResource): boolean {
  if (before === undefined) return false;
  return (
    (before.maskingPolicy === undefined && after.maskingPolicy !== undefined) ||
    (before.projectionPolicy === undefined && after.projectionPolicy !== undefined)
  );
}
