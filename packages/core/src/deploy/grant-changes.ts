import { grantStatement, revokeStatement, roleGrantStatement } from '../resources/grant.js';
import {
  addressOf,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
} from '../resources/resource.js';
import type { SqlFragment } from '../warehouse/statement.js';
import type { Effect, PlanStep } from './plan-step.js';

/**
 * The steps that grant: roles first, then one step for the privileges of one grantee on one object. A share
 * takes a database role only once it has the database.
 */
export function grantSteps(
  grants: readonly (GrantResource | RoleGrantResource)[],
): readonly PlanStep[] {
  const roles = grants.filter((grant) => grant.kind === 'roleGrant');
  const roleStep = (grant: RoleGrantResource) =>
    step('grant', grant, roleGrantStatement(grant), { is: 'present', resource: grant });
  return [
    ...roles.filter(({ to }) => to.type !== 'SHARE').map(roleStep),
    ...grouped(grants).map((group) => {
      const grant = together(group);
      const effects = group.map((resource): Effect => ({ is: 'present', resource }));
      return step('grant', grant, grantStatement(grant), several(effects));
    }),
    ...roles.filter(({ to }) => to.type === 'SHARE').map(roleStep),
  ];
}

/** The steps that take privileges away. */
export function revokeSteps(
  grants: readonly (GrantResource | RoleGrantResource)[],
): readonly PlanStep[] {
  return [
    ...grants.flatMap((grant) =>
      grant.kind === 'roleGrant'
        ? [step('revoke', grant, revokeStatement(grant), absent(grant))]
        : [],
    ),
    ...grouped(grants).map((group) => {
      const grant = together(group);
      return step('revoke', grant, revokeStatement(grant), several(group.map(absent)));
    }),
  ];
}

/** The privileges of one grantee on one object together, in the order of the first of them. */
function grouped(
  grants: readonly (GrantResource | RoleGrantResource)[],
): readonly (readonly [GrantResource, ...GrantResource[]])[] {
  const groups = new Map<string, [GrantResource, ...GrantResource[]]>();
  for (const grant of grants) {
    if (grant.kind !== 'grant') continue;
    const isOwnership = grant.privilege === 'OWNERSHIP';
    const key = JSON.stringify([grant.on, grant.to, grant.toType, grant.inherited, isOwnership]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [grant]);
    else group.push(grant);
  }
  return [...groups.values()];
}

function together(group: readonly [GrantResource, ...GrantResource[]]): GrantResource {
  return { ...group[0], privilege: group.map((each) => each.privilege).join(', ') };
}

function several(effects: readonly Effect[]): Effect {
  const [first] = effects;
  return effects.length === 1 && first !== undefined ? first : { is: 'several', effects };
}

function absent(resource: Resource): Effect {
  return { is: 'absent', address: addressOf(resource) };
}

function step(
  action: PlanStep['action'],
  resource: Resource,
  statement: SqlFragment,
  effect: Effect,
): PlanStep {
  // The action says that it is a grant; the address need not say it again.
  const address = addressOf(resource).replace(/^grant /, '');
  return { action, address, statements: [statement.text], effects: [effect] };
}
