import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Grantee, GrantResource, RoleGrantResource, Securable } from './resource.js';

/**
 * Grants a privilege, or several that are separated by commas, on one object, or on all objects of a kind
 * in one container.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-using
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege-share
 */
export function grantStatement(resource: GrantResource): SqlFragment {
  const target = sql`ON ${securable(resource)} TO ${grantee(resource)}`;
  return resource.privilege === 'OWNERSHIP'
    ? sql`GRANT OWNERSHIP ${target} COPY CURRENT GRANTS`
    : sql`GRANT ${privileges(resource)} ${target}`;
}

/**
 * Gives a role to another role or to a share.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-role
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-database-role
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-database-role-share
 */
export function roleGrantStatement({ role, to }: RoleGrantResource): SqlFragment {
  return sql`GRANT ${sql.raw(role.type)} ${sql.id(...role.name)} TO ${holder(to)}`;
}

/**
 * Takes a privilege or a role back. OWNERSHIP cannot be revoked: it has to be granted to somebody else.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-privilege
 * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-role
 */
export function revokeStatement(resource: GrantResource | RoleGrantResource): SqlFragment {
  if (resource.kind === 'roleGrant') {
    const { role, to } = resource;
    return sql`REVOKE ${sql.raw(role.type)} ${sql.id(...role.name)} FROM ${holder(to)}`;
  }
  return sql`REVOKE ${privileges(resource)} ON ${securable(resource)} FROM ${grantee(resource)}`;
}

function privileges({ privilege, inherited }: GrantResource): SqlFragment {
  return sql.raw(inherited === undefined ? privilege : `INHERITED ${privilege}`);
}

function securable({ on, inherited }: GrantResource): SqlFragment {
  const place = placeOf(on);
  return inherited === undefined ? place : sql`ALL ${sql.raw(`${inherited}S`)} IN ${place}`;
}

function placeOf(on: Securable): SqlFragment {
  return on.type === 'ACCOUNT' ? sql`ACCOUNT` : sql`${sql.raw(on.type)} ${sql.id(...on.name)}`;
}

function grantee({
  to,
  toType = 'ROLE',
}: Omit<GrantResource, 'toType'> & {
  readonly toType?: GrantResource['toType'] | 'ROLE';
}): SqlFragment {
  const parts = toType === 'DATABASE ROLE' ? to.split('.') : [to];
  return sql`${sql.raw(toType)} ${sql.id(...parts)}`;
}

function holder({ type, name }: Grantee): SqlFragment {
  return sql`${sql.raw(type)} ${sql.id(...name)}`;
}
