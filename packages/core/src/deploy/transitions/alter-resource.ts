import { signatureType } from '../../access/mask-expression.js';
import type { TableName } from '../../domain/domain-names.js';
import { CoreError } from '../../errors/core-error.js';
import {
  createStatements,
  fingerprintOf,
  replaceDynamicTable,
} from '../../resources/create-statement.js';
import {
  activateNetworkPolicy,
  alterNetworkRule,
  deactivateNetworkPolicy,
  alterNetworkPolicy as setNetworkRules,
} from '../../resources/network.js';
import { alterPolicyBody } from '../../resources/policy.js';
import {
  addressOf,
  type BudgetResource,
  type DynamicTableResource,
  type NetworkPolicyResource,
  type NetworkRuleResource,
  type Resource,
  type TagResource,
} from '../../resources/resource.js';
import { setShareComment } from '../../resources/share.js';
import { setPropagation, setTagPolicies, unsetTagPolicies } from '../../resources/tag.js';
import { alterTask, resumeTask, suspendTask } from '../../resources/task.js';
import { alterResourceMonitor, alterWarehouse } from '../../resources/warehouse.js';
import { type SqlFragment, sql } from '../../warehouse/statement.js';
import { type Change, leaving, neutral } from '../change.js';
import { underWayComment } from '../fingerprint-comment.js';
import { isFollowed, isSamePlace } from '../network-places.js';
import { unversioned } from '../policy-versions.js';
import { has, isEqual } from '../same-value.js';
import { alterBudget } from './alter-budget.js';

/** What is known of an object that is to become something else. */
export interface Transition<R extends Resource = Resource> {
  /** What it is; `undefined` where an interrupted plan left it in an unknown state. */
  readonly before: R | undefined;
  readonly after: R;
  /** The role that deploys. */
  readonly deployRole: string;
  /** Whether the comment says already that the object is under way. */
  readonly isResumed: boolean;
  /** Whether an earlier plan set out to change it and may have done so in part. */
  readonly isPending: boolean;
  /** All that there is, and all that is wanted, by address. */
  readonly current: ReadonlyMap<string, Resource>;
  readonly desired: ReadonlyMap<string, Resource>;
}

/** A transition of what is known. */
export interface KnownTransition<R extends Resource> extends Transition<R> {
  readonly before: R;
}

type AlteredKind = Exclude<
  Resource['kind'],
  'listing' | 'table' | 'grant' | 'roleGrant' | 'dataMetric'
>;

/**
 * The statements that make an existing object what it is to be. All of them may run again after an
 * interruption, and the one that writes the fingerprint into the comment comes last.
 */
export function alterResource(
  transition: Transition<Extract<Resource, { kind: AlteredKind }>>,
): readonly Change[] {
  const { after, deployRole } = transition;
  switch (after.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
      // CREATE OR ALTER keeps the policy attached, so what it protects stays protected.
      return createStatements(after).map((statement) => leaving(after, statement));
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return alterPolicyBody(after).map((statement) => leaving(after, statement));
    case 'dynamicTable':
      known(transition);
      return replaceWithOwner(after, deployRole);
    case 'tag':
      return alterTag(known(transition as Transition<TagResource>));
    case 'warehouse':
      return [leaving(after, alterWarehouse(after))];
    case 'resourceMonitor':
      return [leaving(after, alterResourceMonitor(after))];
    case 'networkRule': {
      const { before: was } = known(transition as Transition<NetworkRuleResource>);
      if (was.type !== after.type || was.mode !== after.mode) {
        throw unsupported(after, 'the type and the mode of a network rule are fixed');
      }
      return [leaving(after, alterNetworkRule(after))];
    }
    case 'networkPolicy':
      return alterNetworkPolicy(known(transition as Transition<NetworkPolicyResource>));
    case 'task':
      return [
        neutral(suspendTask(after.name)),
        leaving(after, alterTask(after)),
        neutral(resumeTask(after.name)),
      ];
    case 'budget':
      return alterBudget(known(transition as Transition<BudgetResource>));
    case 'share':
      known(transition);
      // Its accounts are not changed here: they come in last.
      return [neutral(setShareComment(after))];
    case 'database':
    case 'schema':
    case 'role':
    case 'stage':
    case 'dataMetricFunction':
      throw unsupported(after, 'it exists with another definition');
    case 'databaseRole':
      return createStatements(after).map((statement) => leaving(after, statement));
  }
}

/** What a change may lower, and what it has to undo, only the former definition says. */
function known<R extends Resource>(transition: Transition<R>): KnownTransition<R> {
  const { before, after } = transition;
  if (before !== undefined) return { ...transition, before };
  throw unsupported(
    after,
    'nothing says what it is now, so a change could lose protection',
    'drop it by hand, where nothing needs it, or give the new one another name',
  );
}

/** What of a creation comes after the first statement: it may run again when a plan was interrupted. */
export function finishCreation(after: Resource, deployRole: string): readonly Change[] {
  switch (after.kind) {
    case 'dynamicTable':
      // What was refreshed while it was the deployer's holds what the deployer may see: it is filled anew.
      return replaceWithOwner(after, deployRole);
    case 'table':
    case 'tag':
    case 'task':
    case 'networkPolicy':
      return createStatements(after)
        .slice(1)
        .map((statement) => leaving(after, statement));
    default:
      return [];
  }
}

/** Ownership goes to the deployer and comes back around the replacement. */
function replaceWithOwner(resource: DynamicTableResource, deployRole: string): readonly Change[] {
  return replaceDynamicTable(resource, deployRole).map((statement) =>
    statement.text.startsWith('CREATE ') ? leaving(resource, statement) : neutral(statement),
  );
}

function alterTag(transition: KnownTransition<TagResource>): readonly Change[] {
  const { before, after, isResumed } = transition;
  const tag = sql.id(...after.name);
  const setComment = (text: string) => sql`COMMENT ON TAG ${tag} IS ${sql.literal(text)}`;
  const changes: Change[] = [];
  let current: TagResource = before;
  const note = (statement: SqlFragment, next: TagResource) => {
    current = next;
    changes.push(leaving(next, statement));
  };
  const { allowedValues, maskingPolicies = [], propagate } = after;
  if (!isEqual(before.allowedValues, allowedValues)) {
    const values = sql.join(allowedValues.map((value) => sql.literal(value)));
    const action =
      allowedValues.length === 0 ? sql`UNSET ALLOWED_VALUES` : sql`SET ALLOWED_VALUES ${values}`;
    note(sql`ALTER TAG ${tag} ${action}`, { ...current, allowedValues });
  }
  const added = maskingPolicies.filter((policy) => !has(current.maskingPolicies ?? [], policy));
  const gone = (current.maskingPolicies ?? []).filter((policy) => !has(maskingPolicies, policy));
  // What a policy for the same type has replaced is gone already, and cannot be taken off.
  const unset = gone.filter((policy) => !isReplaced(policy, added, transition));
  if (added.length > 0) {
    // FORCE puts each in the place of the one for its data type; the others stay.
    note(setTagPolicies(after.name, added), {
      ...current,
      maskingPolicies: [...maskingPolicies, ...unset],
    });
  }
  if (before.propagate !== propagate) {
    note(setPropagation(after), withPropagation(current, propagate));
  }
  if (unset.length > 0) {
    note(unsetTagPolicies(after.name, unset), after);
  }
  return [
    ...(isResumed ? [] : [neutral(setComment(underWayComment(before, after)))]),
    ...changes,
    leaving(after, setComment(fingerprintOf(after))),
  ];
}

function withPropagation(
  { propagate: _, ...tag }: TagResource,
  propagate: TagResource['propagate'],
): TagResource {
  return { ...tag, ...(propagate !== undefined && { propagate }) };
}

/** A tag has one policy for each data type. A later version of a policy is for the type of the earlier. */
function isReplaced(
  policy: TableName,
  added: readonly TableName[],
  { current, desired }: Pick<Transition, 'current' | 'desired'>,
): boolean {
  const typeOf = (name: TableName) => {
    const address = `maskingPolicy ${name.join('.')}`;
    const found = desired.get(address) ?? current.get(address);
    return found?.kind === 'maskingPolicy' ? signatureType(found.type) : undefined;
  };
  const type = typeOf(policy);
  return added.some((each) => {
    const next = typeOf(each);
    if (type !== undefined && next !== undefined) return next === type;
    return unversioned(each) === unversioned(policy);
  });
}

/**
 * The lists first, and where it comes into force before where it ceases to be; the comment at last.
 * Where another policy is wanted, that one takes its place: to unset the place would take off the other.
 */
function alterNetworkPolicy({
  before,
  after,
  isPending,
  desired,
}: KnownTransition<NetworkPolicyResource>): readonly Change[] {
  // Its successors are planned before it, and have its place by now.
  const held = before.activeOn.filter(
    (place) =>
      after.activeOn.some((each) => isSamePlace(each, place)) || !isFollowed(after, place, desired),
  );
  let current: NetworkPolicyResource = { ...after, activeOn: held };
  const changes: Change[] = [leaving(current, setRuleLists(after))];
  const move = (statement: SqlFragment, activeOn: NetworkPolicyResource['activeOn']) => {
    current = { ...current, activeOn };
    changes.push(leaving(current, statement));
  };
  for (const place of after.activeOn) {
    const isHeld = held.some((each) => isSamePlace(each, place));
    // What was interrupted may not have come so far.
    if (isHeld && !isPending) continue;
    move(
      activateNetworkPolicy(after, place),
      isHeld ? current.activeOn : [...current.activeOn, place],
    );
  }
  for (const place of held) {
    if (after.activeOn.some((each) => isSamePlace(each, place))) continue;
    move(
      deactivateNetworkPolicy(place),
      current.activeOn.filter((each) => !isSamePlace(each, place)),
    );
  }
  return [...changes, leaving(after, setNetworkRules(after))];
}

/** The rules without the fingerprint, which would say that all the rest is done. */
function setRuleLists({ name, allowed, blocked }: NetworkPolicyResource): SqlFragment {
  const list = (rules: readonly TableName[]) =>
    sql`(${sql.join(rules.map((rule) => sql.literal(sql.id(...rule).text)))})`;
  return sql`ALTER NETWORK POLICY ${sql.id(...name)} SET ALLOWED_NETWORK_RULE_LIST = ${list(allowed)} BLOCKED_NETWORK_RULE_LIST = ${list(blocked)}`;
}

function unsupported(
  resource: Resource,
  message: string,
  next: string = 'give it another name, or remove the old one by hand',
): CoreError {
  const place = addressOf(resource);
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${place} cannot be changed: ${message}`, {
    place,
    next,
  });
}
