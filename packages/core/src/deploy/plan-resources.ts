import type { CoreError } from '../errors/core-error.js';
import { createStatements } from '../resources/create-statement.js';
import {
  addressOf,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
  resourceKinds,
  type ShareResource,
} from '../resources/resource.js';
import { shareAccounts } from '../resources/share.js';
import { type ActualState, stateDigest } from './actual-state.js';
import { refuseTooManyBudgets } from './budget-limit.js';
import { leaving, stepOf } from './change.js';
import { currentState, hasFingerprint } from './current-state.js';
import { dependenciesFirst } from './dependencies.js';
import { withDriftColumns } from './drift-columns.js';
import { isSame, withMaker, withoutRenames } from './fingerprint-comment.js';
import { grantSteps, revokeSteps } from './grant-changes.js';
import { lateUnsets } from './late-unsets.js';
import { isNarrowed, publishingSteps } from './listing-steps.js';
import { refuseLowering } from './lowered-protection.js';
import { mayBeThere } from './may-be-there.js';
import { detachSteps } from './measurement-steps.js';
import { movedGrants } from './moved-grants.js';
import { narrowingSteps } from './narrowing/narrowing-steps.js';
import { refuseOpenBetween } from './network-between.js';
import { successorsFirst, withPlacesTaken } from './network-places.js';
import { objectSteps } from './object-steps.js';
import { ownedSteps } from './owner-grants.js';
import type { Plan } from './plan.js';
import { planDigest } from './plan-digest.js';
import type { PlanOptions, PlanScope } from './plan-options.js';
import { type PlanStep, touchedBy } from './plan-step.js';
import { versionPolicies } from './policy-versions.js';
import { removals } from './removals.js';
import { isEqual } from './same-value.js';
import { isNeededForRecord, targeted } from './targets.js';

/**
 * Plans the changes from a state to resources. Pure.
 *
 * @throws {@link CoreError} as `planChanges`
 */
export function planResources(
  scope: PlanScope,
  declared: readonly Resource[],
  actual: ActualState,
  options: PlanOptions = {},
): Plan {
  const made = declared.map((each) => withMaker(each, scope.database));
  const known = currentState(actual, made, scope.database);
  const desired = successorsFirst(versionPolicies(made, known), known);
  const byAddress = new Map(desired.map((resource) => [addressOf(resource), resource]));
  const isPlanned = targeted(scope, byAddress, new Map([...actual.pending, ...known]), options);
  const isStaying = (address: string) => byAddress.has(address) && isPlanned(address);
  const { database } = scope;
  const current =
    options.destroy === true
      ? withDriftColumns(known, byAddress, actual, { database, isStaying })
      : known;
  const planned = inOrder(scope, desired).filter((each) => isPlanned(addressOf(each)));
  const removed = removals({ scope, byAddress, current, actual, options, isPlanned });
  const dropped = [...removed.before, ...removed.after].map(({ address }) => address);
  if (options.allowLowering !== true) refuseLowering(planned, current, dropped, actual.network);
  const context = { scope, current, desired: byAddress, actual, options };
  const changed = planned.map((resource) => [resource, objectSteps(resource, context)] as const);
  const isFirst = ([resource]: (typeof changed)[number]) => isNeededForRecord(scope, resource);
  const stepsOf = (some: typeof changed) => some.flatMap(([, steps]) => steps);
  const privileges = privilegeChanges(planned, byAddress, context, isPlanned);
  const narrowing = narrowingSteps(planned, current);
  const isLater = ([resource]: (typeof changed)[number]) =>
    !isFirst([resource, []]) && !narrowing.addresses.has(addressOf(resource));
  const isShut = ([resource]: (typeof changed)[number]) =>
    losesAccounts(resource, current) || isNarrowed(resource, current);
  const changing = lateUnsets(
    stepsOf(changed.filter((each) => isLater(each) && !isShut(each))),
    current,
  );
  const owned = ownedSteps(changing.early, privileges.gained, scope, byAddress);
  const ordered = [
    ...stepsOf(changed.filter(isFirst)),
    ...revokeSteps(privileges.lost),
    ...stepsOf(changed.filter(isShut)),
    ...narrowing.before,
    ...removed.before,
    ...detachSteps(planned, context),
    ...owned.steps,
    ...changing.late,
    ...narrowing.after,
    ...grantSteps(privileges.gained.filter((each) => !owned.granted.has(addressOf(each)))),
    ...planned.flatMap((each) => (each.kind === 'share' ? openShare(each, context) : [])),
    ...planned.flatMap((each) => (each.kind === 'listing' ? publishingSteps(each, context) : [])),
    ...removed.after,
  ];
  const steps = withPlacesTaken(ordered, current, scope.deployRole, actual);
  refuseOpenBetween(steps, current);
  refuseTooManyBudgets(steps, actual.budgets);
  const plan: Omit<Plan, 'digest'> = {
    domain: scope.name,
    startsFrom: stateDigest(actual),
    startsWith: [...current.values()],
    steps,
    leftovers: removed.leftovers,
    unfinished: unfinished(
      steps,
      actual,
      (address) =>
        (byAddress.has(address) && isPlanned(address)) || isWhole(current.get(address), actual),
    ),
    options,
  };
  return { ...plan, digest: planDigest(plan) };
}

/** What is known and wanted while one resource after the other is planned. */
export interface PlanContext {
  readonly scope: PlanScope;
  readonly current: ReadonlyMap<string, Resource>;
  readonly desired: ReadonlyMap<string, Resource>;
  readonly actual: ActualState;
  readonly options: PlanOptions;
}

/**
 * What an interrupted plan has left, and neither a step changes nor this plan has looked at and found right:
 * it may still be there, or be there in part.
 */
function unfinished(
  steps: readonly PlanStep[],
  actual: ActualState,
  isJudged: (address: string) => boolean,
): readonly string[] {
  const touched = new Set(touchedBy(steps));
  const left = [...actual.attempts].flatMap(([address, attempts]) => {
    if (touched.has(address) || isJudged(address)) return [];
    return attempts.some((each) => mayBeThere(each, actual)) ? [address] : [];
  });
  return left.sort();
}

/** Whether one statement makes an object, and has done so. A share is opened by another one. */
function isWhole(resource: Resource | undefined, { attempts }: ActualState): boolean {
  if (resource === undefined || !hasFingerprint(resource.kind)) return false;
  if (resource.kind === 'share') return false;
  const several = attempts.get(addressOf(resource)) ?? [];
  return createStatements(resource).length === 1 && several.every((each) => isSame(each, resource));
}

type Privilege = GrantResource | RoleGrantResource;

function isPrivilege(resource: Resource): resource is Privilege {
  return resource.kind === 'grant' || resource.kind === 'roleGrant';
}

/** Whether a share is taken from an account: that comes with the revokes, before anything shows more. */
function losesAccounts(after: Resource, current: ReadonlyMap<string, Resource>): boolean {
  const before = current.get(addressOf(after));
  if (before?.kind !== 'share' || after.kind !== 'share') return false;
  return before.accounts.some((account) => !after.accounts.includes(account));
}

/** By kind, and each after what it needs. */
function inOrder(scope: PlanScope, desired: readonly Resource[]): readonly Resource[] {
  const ranks = new Map(resourceKinds.map((kind, rank) => [kind, rank]));
  const rank = (resource: Resource) =>
    isNeededForRecord(scope, resource) ? -1 : (ranks.get(resource.kind) ?? 0);
  return dependenciesFirst([...desired].sort((one, other) => rank(one) - rank(other)));
}

/** What is granted and not wanted, and what is wanted and not known to be granted. */
function privilegeChanges(
  planned: readonly Resource[],
  desired: ReadonlyMap<string, Resource>,
  { current, actual, scope }: PlanContext,
  isPlanned: (address: string) => boolean,
): { readonly lost: readonly Privilege[]; readonly gained: readonly Privilege[] } {
  const moved = movedGrants(current, desired);
  const held = new Set(
    [...current.keys()].filter((address) => !actual.pending.has(address)).map((a) => moved(a)),
  );
  const maybeHeld = [
    ...current.values(),
    ...[...actual.pending.values()].filter((each) => mayBeThere(each, actual)),
  ].filter(isPrivilege);
  const lost = new Map(
    maybeHeld
      .filter((each) => !desired.has(moved(addressOf(each))) && isPlanned(addressOf(each)))
      // Ownership cannot be taken, only given to somebody else.
      .filter((each) => each.kind === 'roleGrant' || each.privilege !== 'OWNERSHIP')
      // What the deployer may not see any more, it could not drop after an interruption.
      .filter((each) => each.kind === 'roleGrant' || each.to !== scope.deployRole)
      .map((each) => [addressOf(each), each]),
  );
  const gained = planned.filter(isPrivilege).filter((each) => !held.has(addressOf(each)));
  return { lost: [...lost.values()], gained };
}

/** A share is opened when all that it shows is granted. */
function openShare(share: ShareResource, { current, actual }: PlanContext): readonly PlanStep[] {
  const address = addressOf(share);
  const before = current.get(address);
  const accounts = before?.kind === 'share' ? before.accounts : [];
  const isOpen = isEqual(accounts, share.accounts);
  if (share.accounts.length === 0 || (isOpen && !actual.pending.has(address))) return [];
  return [stepOf('alter', address, [leaving(withoutRenames(share), shareAccounts(share))])];
}
