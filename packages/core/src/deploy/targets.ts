import { nearMiss } from '@das/contracts';
import { domainNames, operationsSchema } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { closureOf, granteeAddress, granteeOf } from './dependencies.js';
import { ownerGrants } from './owner-grants.js';
import type { PlanOptions, PlanScope } from './plan-options.js';

/** The table in which the deployment is recorded comes before all else, with what it is in. */
export function isNeededForRecord({ database }: PlanScope, resource: Resource): boolean {
  return recordAddresses(database).includes(addressOf(resource));
}

function recordAddresses(database: string): readonly string[] {
  return [
    `database ${database}`,
    `schema ${database}.${operationsSchema}`,
    `table ${domainNames(database).deployedResources.join('.')}`,
  ];
}

/**
 * Which addresses a plan is about: all, or with targets these and whatever they need, or would be wrong without.
 *
 * @throws {@link CoreError} `DAS_PLAN_UNKNOWN_TARGET`
 */
export function targeted(
  scope: PlanScope,
  desired: ReadonlyMap<string, Resource>,
  current: ReadonlyMap<string, Resource>,
  { targets = [] }: PlanOptions,
): (address: string) => boolean {
  if (targets.length === 0) return () => true;
  const known = new Set([...desired.keys(), ...current.keys()]);
  const planned = new Set(recordAddresses(scope.database));
  for (const target of targets) {
    // A plan shows a privilege without its kind.
    const address = [target, `grant ${target}`].find((each) => known.has(each));
    if (address === undefined) throw unknownTarget(scope, target, known);
    planned.add(address);
    for (const each of closureOf(address, desired)) planned.add(each);
    for (const each of shown(address, desired, current)) planned.add(each);
  }
  for (const each of owning(planned, scope, desired)) planned.add(each);
  for (const each of measuring(planned, desired, current)) planned.add(each);
  return (address) => planned.has(address);
}

/** What the owners of dynamic tables have to hold: without it these would be filled wrongly, or not at all. */
function owning(
  planned: ReadonlySet<string>,
  scope: PlanScope,
  desired: ReadonlyMap<string, Resource>,
): readonly string[] {
  return [...planned].flatMap((address) => {
    const table = desired.get(address);
    if (table?.kind !== 'dynamicTable') return [];
    const { needed, given } = ownerGrants(table, scope, desired);
    return [...needed, ...given].flatMap((each) => [...closureOf(addressOf(each), desired)]);
  });
}

/** What is measured of tables: once a column is masked or has another name, that would be wrong. */
function measuring(
  planned: ReadonlySet<string>,
  desired: ReadonlyMap<string, Resource>,
  current: ReadonlyMap<string, Resource>,
): readonly string[] {
  const former = [...planned].flatMap((address) => {
    const table = desired.get(address);
    return table?.kind === 'table' && table.renamedFrom !== undefined
      ? [`table ${table.renamedFrom.join('.')}`]
      : [];
  });
  const tables = new Set([...planned, ...former]);
  return [...current, ...desired].flatMap(([address, each]) =>
    each.kind === 'dataMetric' && tables.has(`table ${each.name.slice(0, 3).join('.')}`)
      ? [address, ...closureOf(address, desired)]
      : [],
  );
}

/**
 * All that a share shows, and that its readers may do: it is opened to them after that is so, and after
 * what they may not see any more is taken away.
 */
function shown(
  address: string,
  desired: ReadonlyMap<string, Resource>,
  current: ReadonlyMap<string, Resource>,
): readonly string[] {
  const known = new Map([...current, ...desired]);
  const target = known.get(address);
  const share = target?.kind === 'listing' ? `share ${target.share}` : address;
  if (!share.startsWith('share ')) return [];
  const found: string[] = [];
  const holders = [share];
  for (const holder of holders) {
    for (const [each, privilege] of known) {
      if (privilege.kind !== 'grant' && privilege.kind !== 'roleGrant') continue;
      if (granteeOf(privilege) !== holder) continue;
      found.push(each, ...closureOf(each, desired));
      if (privilege.kind === 'roleGrant') holders.push(granteeAddress(privilege.role));
    }
  }
  return found;
}

function unknownTarget(scope: PlanScope, target: string, known: ReadonlySet<string>): CoreError {
  const meant = nearMiss(target, known);
  return new CoreError('DAS_PLAN_UNKNOWN_TARGET', `there is no ${target} in the plan`, {
    place: `domain ${scope.name}`,
    next:
      meant === undefined
        ? 'name an address as das plan prints it, such as table DATABASE.SCHEMA.TABLE'
        : `did you mean ${meant}?`,
  });
}
