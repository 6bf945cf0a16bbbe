import type { BudgetDeclaration, WarehouseDeclaration } from '../access/declarations.js';
import type { ResourceMonitorResource, WarehouseResource } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';

/** The warehouses that a domain declares, beside the one that it has anyway. */
export function declaredWarehouses(domain: Domain): readonly WarehouseDeclaration[] {
  return domain.access.filter((each) => each.kind === 'warehouse');
}

/** The full name of a warehouse of the domain. */
export function warehouseName(domain: Domain, name: string | undefined): string {
  return name === undefined ? domainNames(domain.database).warehouse : `${domain.database}_${name}`;
}

/** The warehouses of a domain and the monitors that watch what they use. */
export function warehouseResources(
  domain: Domain,
): readonly (WarehouseResource | ResourceMonitorResource)[] {
  const declared = declaredWarehouses(domain);
  const isDeclared = declared.some((each) => each.name === undefined);
  const own = isDeclared ? [] : [undefined];
  const budget = domainMonitor(domain);
  return [
    ...(budget === undefined ? [] : [budget]),
    ...[...own, ...declared].flatMap((warehouse) => warehouseResource(domain, warehouse, budget)),
  ];
}

function warehouseResource(
  domain: Domain,
  declaration: WarehouseDeclaration | undefined,
  budget: ResourceMonitorResource | undefined,
): readonly (WarehouseResource | ResourceMonitorResource)[] {
  const name = warehouseName(domain, declaration?.name);
  const own =
    declaration?.budget === undefined ? undefined : monitor(`${name}_BUDGET`, declaration.budget);
  const watchedBy = own ?? budget;
  return [
    ...(own === undefined ? [] : [own]),
    {
      kind: 'warehouse',
      name: [name],
      ...(declaration === undefined
        ? {}
        : { size: declaration.size, autoSuspendSeconds: declaration.autoSuspendSeconds }),
      ...(watchedBy === undefined ? {} : { resourceMonitor: watchedBy.name[0] }),
    },
  ];
}

/** What watches all warehouses of the domain that have no budget of their own. */
function domainMonitor(domain: Domain): ResourceMonitorResource | undefined {
  const { budget, platform } = domain;
  if (budget === undefined) return undefined;
  const credits =
    'monthlyCredits' in budget
      ? budget.monthlyCredits
      : Math.floor(budget.monthlyUsd / (platform.usdPerCredit ?? Number.NaN));
  return monitor(`${domain.database}_BUDGET`, {
    monthlyCredits: credits,
    notifyAt: budget.notifyAt ?? [75, 90],
    suspendAt: budget.suspendAt ?? 100,
  });
}

function monitor(name: string, budget: BudgetDeclaration): ResourceMonitorResource {
  const { suspendAt, suspendImmediatelyAt } = budget;
  return {
    kind: 'resourceMonitor',
    name: [name],
    creditQuota: budget.monthlyCredits,
    triggers: [
      ...budget.notifyAt.map((percent) => ({ percent, action: 'NOTIFY' as const })),
      ...(suspendAt === undefined ? [] : [{ percent: suspendAt, action: 'SUSPEND' as const }]),
      ...(suspendImmediatelyAt === undefined
        ? []
        : [{ percent: suspendImmediatelyAt, action: 'SUSPEND_IMMEDIATE' as const }]),
    ],
  };
}
