import type { Grantee, Resource } from '@das/core';

/** A role or a share, as one text: `ROLE READER`, `DATABASE ROLE SHOP.FINANCE`, `SHARE FINANCE`. */
export type Principal = `${'ROLE' | 'DATABASE ROLE' | 'SHARE'} ${string}`;

/** Who inherits from whom. */
export interface RoleGraph {
  /** The principal and every role whose privileges it has through the hierarchy. */
  activeIn(principal: Principal): ReadonlySet<Principal>;
  /** The principals that have what is granted to one: itself, and those above it. */
  holdersOf(principal: Principal): ReadonlySet<Principal>;
}

/** The principal of a grantee. */
function principalOf({ type, name }: Grantee): Principal {
  return `${type} ${name.join('.')}`;
}

/** The principal that a grant names. */
export function granteeOf(grant: Extract<Resource, { kind: 'grant' }>): Principal {
  return `${grant.toType ?? 'ROLE'} ${grant.to}`;
}

/** Every role has what PUBLIC has. */
const everyone: Principal = 'ROLE PUBLIC';

/**
 * What Snowflake grants of itself.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
const systemRoles: readonly (readonly [role: Principal, to: Principal])[] = [
  ['ROLE SYSADMIN', 'ROLE ACCOUNTADMIN'],
  ['ROLE SECURITYADMIN', 'ROLE ACCOUNTADMIN'],
  ['ROLE USERADMIN', 'ROLE SECURITYADMIN'],
];

/** The hierarchy of the roles that resources name. */
export function roleGraph(resources: Iterable<Resource>): RoleGraph {
  const below = new Map<Principal, Principal[]>();
  const above = new Map<Principal, Principal[]>();
  const known = new Set<Principal>([everyone]);
  const connect = (role: Principal, to: Principal) => {
    known.add(role).add(to);
    below.set(to, [...(below.get(to) ?? []), role]);
    above.set(role, [...(above.get(role) ?? []), to]);
  };
  for (const [role, to] of systemRoles) connect(role, to);
  for (const resource of resources) {
    if (resource.kind === 'roleGrant')
      connect(principalOf(resource.role), principalOf(resource.to));
    else if (resource.kind === 'role') known.add(`ROLE ${resource.name[0]}`);
    else if (resource.kind === 'grant') known.add(granteeOf(resource));
  }
  const active = new Map<Principal, ReadonlySet<Principal>>();
  const isInAccount = (principal: Principal) => principal.startsWith('ROLE ');
  return {
    activeIn(principal) {
      const before = active.get(principal);
      if (before !== undefined) return before;
      const found = reachable(principal, below);
      if (isInAccount(principal)) for (const each of reachable(everyone, below)) found.add(each);
      active.set(principal, found);
      return found;
    },
    holdersOf(principal) {
      const found = reachable(principal, above);
      if (found.has(everyone)) for (const each of known) if (isInAccount(each)) found.add(each);
      return found;
    },
  };
}

function reachable(
  start: Principal,
  next: ReadonlyMap<Principal, readonly Principal[]>,
): Set<Principal> {
  const found = new Set([start]);
  for (const each of found) for (const one of next.get(each) ?? []) found.add(one);
  return found;
}
