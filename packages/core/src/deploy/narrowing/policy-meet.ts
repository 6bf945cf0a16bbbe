import { domainNames } from '../../domain/domain-names.js';
import { isAnyRoleInSession } from '../../domain/session-roles.js';
import { sqlTokens } from '../../promotion/sql-tokens.js';
import type { PolicyResource } from '../../resources/policy.js';
import type { Resource } from '../../resources/resource.js';
import { caseExpression } from './case-expression.js';
import { isArgument, meetOfMasks, withArgument } from './mask-meet.js';

/** Whether a resource is a policy with a body. */
export function isPolicy(resource: Resource | undefined): resource is PolicyResource {
  switch (resource?.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return true;
    default:
      return false;
  }
}

/**
 * A policy under which nobody sees what one of two hides: rows that both show, values that both show,
 * groups as large as both ask for. `undefined` where their bodies cannot be put together.
 */
export function meetOf(before: PolicyResource, after: PolicyResource): PolicyResource | undefined {
  if (before.kind !== after.kind || before.body === after.body) return after;
  if (hasComment(before.body) || hasComment(after.body)) return closed(before, after);
  switch (after.kind) {
    case 'rowAccessPolicy':
      return { ...after, body: `(${before.body}) AND (${after.body})` };
    case 'maskingPolicy': {
      const argument = argumentOf(after);
      const body = withArgument(before.body, argumentOf(before), argument);
      return body === undefined
        ? closed(before, after)
        : { ...after, body: meetOfMasks(body, after.body, argument) };
    }
    case 'aggregationPolicy': {
      const [one, other] = [groupsIn(before.body), groupsIn(after.body)];
      if (one === undefined || other === undefined) return undefined;
      const size = Math.max(one.size, other.size);
      const body = `CASE WHEN (${one.unless}) AND (${other.unless}) THEN NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => ${size}) END`;
      return { ...after, body };
    }
    case 'projectionPolicy': {
      const [one, other] = [shownIn(before.body), shownIn(after.body)];
      if (one === undefined || other === undefined) return undefined;
      const body = `CASE WHEN (${one.when}) AND (${other.when}) THEN PROJECTION_CONSTRAINT(ALLOW => TRUE) ELSE PROJECTION_CONSTRAINT(ALLOW => ${other.refused}) END`;
      return { ...after, body };
    }
  }
}

/**
 * A policy that shows nothing, but to the pipeline what it shows anyway: a promotion that found its
 * tables empty would write wrong data. `undefined` where there is no such policy of the kind.
 */
export function closed(before: PolicyResource, after: PolicyResource): PolicyResource | undefined {
  const pipeline = isAnyRoleInSession([domainNames(after.name[0]).pipelineRole]);
  const isOpen = [before, after].every((each) => showsAll(each, each.body, pipeline));
  switch (after.kind) {
    case 'rowAccessPolicy':
      return { ...after, body: isOpen ? pipeline : 'FALSE' };
    case 'maskingPolicy':
      return {
        ...after,
        body: isOpen ? `CASE WHEN ${pipeline} THEN ${argumentOf(after)} ELSE NULL END` : 'NULL',
      };
    default:
      return undefined;
  }
}

/** Whether a role sees all there is, whatever else decides: the first thing that a body asks for is it. */
function showsAll(policy: PolicyResource, body: string, role: string): boolean {
  const isOfRows = policy.kind === 'rowAccessPolicy';
  if (isOfRows && body === role) return true;
  const [first] = hasComment(body) ? [] : (caseExpression(body)?.branches ?? []);
  if (first === undefined) return false;
  if (first.when !== role && !first.when.startsWith(`${role} OR `)) return false;
  const isAll = isOfRows
    ? first.gives.toUpperCase() === 'TRUE'
    : isArgument(first.gives, argumentOf(policy));
  return isAll || showsAll(policy, first.gives, role);
}

/** What a plan that was interrupted may have left of a policy, on its way between two of these. */
export function interimPolicies(known: readonly Resource[]): readonly PolicyResource[] {
  const policies = known.filter(isPolicy);
  return policies.flatMap((before) =>
    policies.flatMap((after) => {
      if (before.kind !== after.kind) return [];
      return [meetOf(before, after), closed(before, after)].flatMap((each) => each ?? []);
    }),
  );
}

function hasComment(body: string): boolean {
  return sqlTokens(body).some(
    ({ kind, text }) => kind === 'symbol' && ['--', '//', '/*'].includes(text),
  );
}

function argumentOf(policy: PolicyResource): string {
  return policy.kind === 'maskingPolicy' ? (policy.argument ?? 'VAL') : 'VAL';
}

function groupsIn(body: string): { readonly unless: string; readonly size: number } | undefined {
  const found =
    /^(?:CASE WHEN (.*) THEN NO_AGGREGATION_CONSTRAINT\(\) ELSE )?AGGREGATION_CONSTRAINT\(MIN_GROUP_SIZE => (\d+)\)( END)?$/s.exec(
      body,
    );
  if (found === null || (found[1] === undefined) !== (found[3] === undefined)) return undefined;
  return { unless: found[1] ?? 'FALSE', size: Number(found[2]) };
}

function shownIn(body: string): { readonly when: string; readonly refused: string } | undefined {
  const found =
    /^CASE WHEN (.*) THEN PROJECTION_CONSTRAINT\(ALLOW => TRUE\) ELSE PROJECTION_CONSTRAINT\(ALLOW => (FALSE[^()]*)\) END$/s.exec(
      body,
    );
  const [, when, refused] = found ?? [];
  return when === undefined || refused === undefined ? undefined : { when, refused };
}
