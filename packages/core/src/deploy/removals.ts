import { CoreError } from '../errors/core-error.js';
import { addressOf, type Resource, resourceKinds } from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { stepOf } from './change.js';
import { dependenciesFirst, dependenciesOf } from './dependencies.js';
import { neededByDrift } from './drift-columns.js';

import type { PlanOptions, PlanScope } from './plan-options.js';
import type { Effect, PlanStep } from './plan-step.js';
import { unversioned } from './policy-versions.js';
import { dropResource, type ObjectResource } from './transitions/drop-resource.js';

/** What is known when it is decided what goes. */
export interface RemovalContext {
  readonly scope: PlanScope;
  readonly byAddress: ReadonlyMap<string, Resource>;
  readonly current: ReadonlyMap<string, Resource>;
  readonly actual: ActualState;
  readonly options: PlanOptions;
  readonly isPlanned: (address: string) => boolean;
}

/** The steps that drop what is not declared any more, and what stays. */
export interface Removals {
  /** What makes room for something else of the same name. */
  readonly before: readonly PlanStep[];
  readonly after: readonly PlanStep[];
  readonly leftovers: readonly string[];
}

/** What is in these goes with them. */
const holdsData: ReadonlySet<Resource['kind']> = new Set(['database', 'schema', 'table', 'stage']);

/**
 * Objects that DAS made and that are not declared any more, in the order in which they can go. A version
 * of a policy that another one has replaced goes when nothing uses it, and so does a function that nothing is
 * measured by, and what is measured of a table that stays; all else only with `destroy`.
 *
 * @throws {@link CoreError} `DAS_PLAN_DESTROYS_DATA`, `DAS_PLAN_UNSUPPORTED_CHANGE`
 */
export function removals(context: RemovalContext): Removals {
  const { scope, byAddress, current, actual, options, isPlanned } = context;
  const gone = undeclared(context);
  const isDestroyed = (resource: ObjectResource) =>
    options.destroy === true && isPlanned(addressOf(resource));
  const staying = [
    ...byAddress.values(),
    ...gone.filter((each) => !isDestroyed(each) || each.kind.endsWith('Policy')),
    ...[...current].flatMap(([address, each]) => (isPlanned(address) ? [] : [each])),
  ];
  const used = new Set(staying.flatMap(dependenciesOf));
  const goneFor = new Set(gone.filter(isDestroyed).map(addressOf));
  // A column that drift has added is known of a table where it goes.
  const drifted = neededByDrift(actual, scope.database, (address, column) => {
    const table = current.get(address);
    const isKnown = table?.kind === 'table' && table.columns.some(({ name }) => name === column);
    return goneFor.has(address) || isKnown;
  });
  const dropped = gone.filter((each) => {
    const address = addressOf(each);
    if (isDestroyed(each)) return !drifted.has(address);
    return isOldVersion(each, byAddress) && isPlanned(address) && !used.has(address);
  });
  checkData(dropped, context);
  const planned = [...byAddress].flatMap(([address, each]) => (isPlanned(address) ? [each] : []));
  const places = new Set(planned.flatMap(placeTaken));
  const isInTheWay = (each: ObjectResource) => placeTaken(each).some((place) => places.has(place));
  // A measurement outlives a column that is dropped, and could then not be named any more.
  // Who reads by a listing is shut out before anything shows more.
  const isBefore = (each: ObjectResource) =>
    each.kind === 'dataMetric' || each.kind === 'listing' || isInTheWay(each);
  const blocking = gone.filter((each) => isInTheWay(each) && !dropped.includes(each));
  const [blocked] = blocking;
  if (blocked !== undefined) throw inTheWay(blocked);
  const byRank = [...dropped].sort((one, other) => rankOf(one) - rankOf(other));
  const order = new Map(dependenciesFirst(byRank).map((each, at) => [each, at]));
  const placeOf = (each: ObjectResource) => order.get(each) ?? 0;
  const ordered = [...dropped].sort((one, other) => placeOf(other) - placeOf(one));
  const steps = (some: readonly ObjectResource[]) =>
    some.map((each) => {
      const changes = dropResource(each, scope.deployRole, byAddress).map((change) => ({
        ...change,
        effect: withPrivileges(change.effect, context),
      }));
      return stepOf('drop', addressOf(each), changes);
    });
  return {
    before: steps(ordered.filter(isBefore)),
    after: steps(ordered.filter((each) => !isBefore(each))),
    leftovers: gone.filter((each) => !dropped.includes(each)).map(addressOf),
  };
}

/** Privileges on what is dropped, or of a role that is, go with it. */
function withPrivileges(effect: Effect, { current, actual }: RemovalContext): Effect {
  if (effect.is !== 'absent') return effect;
  const known = new Map([...actual.pending, ...current]);
  const lost = [...known].flatMap(([address, each]): readonly Effect[] => {
    if (each.kind !== 'grant' && each.kind !== 'roleGrant') return [];
    return dependenciesOf(each).includes(effect.address) ? [{ is: 'absent', address }] : [];
  });
  return lost.length === 0 ? effect : { is: 'several', effects: [effect, ...lost] };
}

function undeclared({ byAddress, current }: RemovalContext): readonly ObjectResource[] {
  const renamed = new Set(
    [...byAddress.values()].flatMap((each) =>
      each.kind === 'table' && each.renamedFrom !== undefined && !current.has(addressOf(each))
        ? [`table ${each.renamedFrom.join('.')}`]
        : [],
    ),
  );
  return [...current].flatMap(([address, resource]) => {
    if (byAddress.has(address) || renamed.has(address)) return [];
    // It is taken off before the table has another name.
    if (
      resource.kind === 'dataMetric' &&
      renamed.has(`table ${resource.name.slice(0, 3).join('.')}`)
    ) {
      return [];
    }
    return resource.kind === 'grant' || resource.kind === 'roleGrant' ? [] : [resource];
  });
}

function isOldVersion(resource: Resource, byAddress: ReadonlyMap<string, Resource>): boolean {
  // What it measures is in its name: another definition is another function.
  if (resource.kind === 'dataMetricFunction') return true;
  // What is not measured any more may be masked by now, and would be measured wrongly.
  if (resource.kind === 'dataMetric') {
    return byAddress.has(`table ${resource.name.slice(0, 3).join('.')}`);
  }
  if (resource.kind !== 'maskingPolicy' && resource.kind !== 'rowAccessPolicy') return false;
  const base = unversioned(resource.name);
  return [...byAddress.values()].some(
    (each) => each.kind === resource.kind && unversioned(each.name) === base,
  );
}

function checkData(dropped: readonly ObjectResource[], { actual, options }: RemovalContext): void {
  const unconfirmed = dropped
    .filter((each) => holdsData.has(each.kind))
    .map(addressOf)
    .filter((address) => actual.rows.get(address) !== 0)
    .filter((address) => options.destroyData?.includes(address) !== true);
  const [first] = unconfirmed;
  if (first === undefined) return;
  throw new CoreError(
    'DAS_PLAN_DESTROYS_DATA',
    `${unconfirmed.join(', ')} would be dropped with what is in it`,
    {
      place: first,
      next: `confirm each by name: ${unconfirmed.map((each) => `--destroy-data '${each}'`).join(' ')}`,
    },
  );
}

function rankOf(resource: Resource): number {
  return resourceKinds.indexOf(resource.kind);
}

/** What only one object can have: tables of both kinds share their names, and a share has one listing or accounts. */
function placeTaken(resource: Resource): readonly string[] {
  if (resource.kind === 'listing') return [`share ${resource.share}`];
  if (resource.kind === 'share' && resource.accounts.length > 0) return [addressOf(resource)];
  const isRelation = resource.kind === 'table' || resource.kind === 'dynamicTable';
  return isRelation ? [`table ${resource.name.join('.')}`] : [];
}

function inTheWay(resource: ObjectResource): CoreError {
  const place = addressOf(resource);
  const [wanted, name] =
    resource.kind === 'listing'
      ? ['its share can be shown otherwise', 'declare it as it was']
      : ['a table of another kind can have its name', 'give the new table another name'];
  return new CoreError(
    'DAS_PLAN_UNSUPPORTED_CHANGE',
    `${place} would have to be dropped, so that ${wanted}`,
    { place, next: `drop it with --destroy, or ${name}` },
  );
}
