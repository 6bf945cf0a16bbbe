import type { Principal, RoleGraph } from './role-graph.js';

/** A session as the body of a policy sees it, as far as one can know it without running anything. */
export interface PolicySession {
  /** The role that CURRENT_ROLE names; `undefined` where it is NULL, as for those who read a share. */
  readonly currentRole: string | undefined;
  readonly active: ReadonlySet<Principal>;
}

/** A session in which one role is active, with all that it inherits. */
export function sessionOf(principal: Principal, roles: RoleGraph): PolicySession {
  return { currentRole: accountRole(principal), active: roles.activeIn(principal) };
}

/** A session of a user: the primary role, and secondary roles that are active beside it. */
export function sessionWith(
  primary: Principal,
  secondary: readonly Principal[],
  roles: RoleGraph,
): PolicySession {
  return {
    currentRole: accountRole(primary),
    active: new Set([primary, ...secondary].flatMap((each) => [...roles.activeIn(each)])),
  };
}

function accountRole(principal: Principal): string | undefined {
  return principal.startsWith('ROLE ') ? principal.slice('ROLE '.length) : undefined;
}
