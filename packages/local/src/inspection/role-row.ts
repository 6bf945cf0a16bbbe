import type { Row } from '@das/core';
import { keyOfRole } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { RoleObject } from '../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../catalogue/database-role-object.js';
import type { SessionState } from '../engine/session-state.js';

/** What SHOW DATABASE ROLES has after the date and the name. */
export const databaseRoleNames: readonly string[] = [
  'is_default',
  'is_current',
  'is_inherited',
  'granted_to_roles',
  'granted_to_database_roles',
  'granted_database_roles',
  'owner',
  'comment',
  'owner_role_type',
];

/** What SHOW ROLES says of a role alone. */
export function roleValues(
  role: RoleObject,
  catalogue: Catalogue,
  state: SessionState,
): Record<string, Row[string]> {
  return {
    is_current: role.name === state.role ? 'Y' : 'N',
    is_inherited: role.name !== state.role && state.primaryRoles.has(role.name) ? 'Y' : 'N',
    assigned_to_users: [...catalogue.ofKind('USER')].filter((user) =>
      user.roles.some((granted) => granted.role === role.name),
    ).length,
    granted_to_roles: role.grantedTo.length,
    granted_roles: [...catalogue.ofKind('ROLE')].filter((other) =>
      other.grantedTo.includes(role.name),
    ).length,
  };
}

/** What SHOW DATABASE ROLES says of a database role alone. */
export function databaseRoleValues(
  role: DatabaseRoleObject,
  catalogue: Catalogue,
  state: SessionState,
): Record<string, Row[string]> {
  const key = keyOfRole(role);
  const accountRoles = role.grantedTo.filter((parent) => catalogue.role(parent) !== undefined);
  return {
    is_current: 'N',
    is_inherited: state.roles.has(key) ? 'Y' : 'N',
    granted_to_roles: accountRoles.length,
    granted_to_database_roles: role.grantedTo.length - accountRoles.length,
    granted_database_roles: [...catalogue.ofKind('DATABASE ROLE')].filter((other) =>
      other.grantedTo.includes(key),
    ).length,
  };
}
