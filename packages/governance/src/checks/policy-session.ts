import type { Resource } from '@das/core';
import { otherPrimaries, primariesAskedBy, publicRole } from '../policy-bodies/asked-primary.js';
import { type Principal, type RoleGraph, roleGraph } from './role-graph.js';

/** A session as the body of a policy sees it, as far as one can know it without running anything. */
export interface PolicySession {
  /** The role that CURRENT_ROLE names; `undefined` where it is NULL, as for those who read a share. */
  readonly currentRole: string | undefined;
  readonly active: ReadonlySet<Principal>;
}

/**
 * The sessions of a principal in which policies may answer otherwise. Each is a principal, after which
 * the role may stand that is the primary one instead of it.
 */
export type SessionsOf = (principal: Principal) => readonly Principal[];

/** Between a principal and the role that is the primary one: no name has it. */
const separator = '\u0000';

/**
 * The sessions of principals in all states of a plan. There is one for each, unless a body asks for
 * CURRENT_ROLE: then the primary role matters, beside which all others are active as secondary ones.
 *
 * @param resources Of all states
 */
export function sessionsIn(resources: readonly Resource[]): SessionsOf {
  const asked = resources.flatMap((each) => {
    const askedFor = 'body' in each ? primariesAskedBy(each.body) : undefined;
    return askedFor === undefined ? [] : [askedFor];
  });
  if (asked.length === 0) return (principal) => [principal];
  const askedFor = new Set(asked.flatMap((each) => [...each]));
  const roles = roleGraph(resources);
  const known = new Map<Principal, readonly Principal[]>();
  return (principal) => {
    const sessions = known.get(principal) ?? [
      principal,
      ...primariesOf(principal, roles, askedFor).map(
        (primary): Principal => `${principal}${separator}${primary}`,
      ),
    ];
    known.set(principal, sessions);
    return sessions;
  };
}

/** A share carries no role of the account, so nothing but NULL is the primary one. */
function primariesOf(
  principal: Principal,
  roles: RoleGraph,
  askedFor: ReadonlySet<string>,
): readonly string[] {
  if (principal.startsWith('SHARE ')) return [];
  const active = [...roles.activeIn(principal)].flatMap((each) => accountRole(each) ?? []);
  return otherPrimaries(accountRole(principal), active, askedFor);
}

/** A session in which all is active that a principal inherits. */
export function sessionOf(reader: Principal, roles: RoleGraph): PolicySession {
  const [principal, primary] = partsOf(reader);
  const active = roles.activeIn(principal);
  const isHeld = primary === publicRole || active.has(`ROLE ${primary}`);
  return { currentRole: isHeld ? primary : accountRole(principal), active };
}

/** The sessions of a user with several roles, of which each may be the primary one. */
export function sessionsWith(
  held: readonly Principal[],
  roles: RoleGraph,
  body: string,
): readonly PolicySession[] {
  const active = new Set(held.flatMap((each) => [...roles.activeIn(each)]));
  const [first] = held.flatMap((each) => accountRole(each) ?? []);
  const accountRoles = [...active].flatMap((each) => accountRole(each) ?? []);
  const askedFor = primariesAskedBy(body);
  const others = askedFor === undefined ? [] : otherPrimaries(first, accountRoles, askedFor);
  return [first, ...others].map((currentRole) => ({ currentRole, active }));
}

/** Sessions as a message names them: of a principal by its own, or by the role that is primary in it. */
export function readerNames(readers: readonly Principal[]): string {
  const all = new Set(readers);
  return readers
    .flatMap((reader) => {
      const [principal, primary] = partsOf(reader);
      const name = principal.replace(/^[A-Z ]+ /, (kind) => kind.toLowerCase());
      if (primary === undefined) return [name];
      return all.has(principal) ? [] : [`${name} with primary role ${primary}`];
    })
    .join(', ');
}

function partsOf(reader: Principal): readonly [principal: Principal, primary: string | undefined] {
  const [principal, primary] = reader.split(separator);
  return [principal as Principal, primary];
}

function accountRole(principal: Principal): string | undefined {
  return principal.startsWith('ROLE ') ? principal.slice('ROLE '.length) : undefined;
}
