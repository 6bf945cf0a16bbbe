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
  type DynamicTableResource,
  type NetworkPolicyResource,
  type Resource,
  type TagResource,
} from '../../resources/resource.js';
import { setShareComment } from '../../resources/share.js';
import { setTagPolicies, unsetTagPolicies } from '../../resources/tag.js';
import { alterTask, resumeTask, suspendTask } from '../../resources/task.js';
import { alterResourceMonitor, alterWarehouse } from '../../resources/warehouse.js';
import { type SqlFragment, sql } from '../../warehouse/statement.js';
import { type Change, leaving, neutral } from '../change.js';
import { underWayComment } from '../fingerprint-comment.js';

/** What is known of an object that is to become something else. */
export interface Transition<R extends Resource = Resource> {
  /** What it is; `undefined` where an interrupted plan left it in an unknown state. */
  readonly before: R | undefined;
  readonly after: R;
  /** The role that deploys. */
  readonly deployRole: string;
  /** Whether the comment says already that the object is under way. */
  readonly isResumed: boolean;
}

type AlteredKind = Exclude<Resource['kind'], 'table' | 'grant' | 'roleGrant' | 'dataMetric'>;

/**
 * The statements that make an existing object what it is to be. All of them may run again after an
 * interruption, and the one that writes the fingerprint into the comment comes last.
 */
export function alterResource(
  transition: Transition<Extract<Resource, { kind: AlteredKind }>>,
): readonly Change[] {
  const { after, before, deployRole } = transition;
  switch (after.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
      // CREATE OR ALTER keeps the policy attached, so what it protects stays protected.
      return createStatements(after).map((statement) => leaving(after, statement));
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return alterPolicyBody(after).map((statement) => leaving(after, statement));
    case 'dynamicTable':
      return replaceWithOwner(after, deployRole);
    case 'tag':
      return alterTag(transition as Transition<TagResource>);
    case 'warehouse':
      return [leaving(after, alterWarehouse(after))];
    case 'resourceMonitor':
      return [leaving(after, alterResourceMonitor(after))];
    case 'networkRule': {
      const was = before?.kind === 'networkRule' ? before : after;
      if (was.type !== after.type || was.mode !== after.mode) {
        throw unsupported(after, 'the type and the mode of a network rule are fixed');
      }
      return [leaving(after, alterNetworkRule(after))];
    }
    case 'networkPolicy':
      return alterNetworkPolicy(before?.kind === 'networkPolicy' ? before : undefined, after);
    case 'task':
      return [
        neutral(suspendTask(after.name)),
        leaving(after, alterTask(after)),
        neutral(resumeTask(after.name)),
      ];
    case 'share':
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

/** What of a creation comes after the first statement: it may run again when a plan was interrupted. */
export function finishCreation(after: Resource, deployRole: string): readonly Change[] {
  switch (after.kind) {
    case 'dynamicTable': {
      const changes = replaceWithOwner(after, deployRole);
      // Where the replacement was the last that ran, ownership has to come back.
      return changes.length === 3 ? changes.slice(-1) : changes;
    }
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

function alterTag({ before, after, isResumed }: Transition<TagResource>): readonly Change[] {
  const tag = sql.id(...after.name);
  const setComment = (text: string) => sql`COMMENT ON TAG ${tag} IS ${sql.literal(text)}`;
  const changes: Change[] = [];
  const known = before ?? { ...after, maskingPolicies: [] };
  let current: TagResource = known;
  const note = (statement: SqlFragment, next: TagResource) => {
    current = next;
    changes.push(leaving(next, statement));
  };
  const { allowedValues, maskingPolicies = [] } = after;
  if (before === undefined || !isEqual(known.allowedValues, allowedValues)) {
    const values = sql.join(allowedValues.map((value) => sql.literal(value)));
    const action =
      allowedValues.length === 0 ? sql`UNSET ALLOWED_VALUES` : sql`SET ALLOWED_VALUES ${values}`;
    note(sql`ALTER TAG ${tag} ${action}`, { ...current, allowedValues });
  }
  const added = maskingPolicies.filter((policy) => !has(current.maskingPolicies, policy));
  const gone = (current.maskingPolicies ?? []).filter((policy) => !has(maskingPolicies, policy));
  if (added.length > 0) {
    // FORCE puts each in the place of the one for its data type; the others stay.
    note(setTagPolicies(after.name, added), { ...current, maskingPolicies });
  }
  // What a policy for the same type has replaced is gone already.
  const unset = gone.filter((policy) => !isReplaced(policy, added));
  if (unset.length > 0) {
    note(unsetTagPolicies(after.name, unset), after);
  }
  return [
    ...(isResumed || before === undefined
      ? []
      : [neutral(setComment(underWayComment(before, after)))]),
    ...changes,
    leaving(after, setComment(fingerprintOf(after))),
  ];
}

/** A later version of a policy is for the same data type. */
function isReplaced(policy: TableName, added: readonly TableName[]): boolean {
  return added.some((each) => withoutVersion(each) === withoutVersion(policy));
}

function withoutVersion(name: TableName): string {
  return name.join('.').replace(/_V\d+$/, '');
}

/** The lists first, and where it comes into force before where it ceases to be; the comment at last. */
function alterNetworkPolicy(
  before: NetworkPolicyResource | undefined,
  after: NetworkPolicyResource,
): readonly Change[] {
  let current: NetworkPolicyResource = { ...after, activeOn: before?.activeOn ?? [] };
  const changes: Change[] = [leaving(current, setRuleLists(after))];
  const move = (statement: SqlFragment, activeOn: NetworkPolicyResource['activeOn']) => {
    current = { ...current, activeOn };
    changes.push(leaving(current, statement));
  };
  for (const place of after.activeOn) {
    if (before !== undefined && has(before.activeOn, place)) continue;
    move(activateNetworkPolicy(after, place), [...current.activeOn, place]);
  }
  for (const place of before?.activeOn ?? []) {
    if (has(after.activeOn, place)) continue;
    move(
      deactivateNetworkPolicy(place),
      current.activeOn.filter((each) => !isEqual(each, place)),
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

function has(all: readonly unknown[] | undefined, wanted: unknown): boolean {
  return (all ?? []).some((each) => isEqual(each, wanted));
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function unsupported(resource: Resource, message: string): CoreError {
  const place = addressOf(resource);
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${place} cannot be changed: ${message}`, {
    place,
    next: 'give it another name, or remove the old one by hand',
  });
}
