import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Grantee, GrantResource, RoleGrantResource } from './resource.js';

/**
 * Grants a privilege, or several that are separated by commas, on one object.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege-share
 */
export function grantStatement(resource: GrantResource): SqlFragment {
  const target = sql`ON ${securable(resource)} TO ${grantee(resource)}`;
  return resource.privilege === 'OWNERSHIP'
    ? sql`GRANT OWNERSHIP ${target} COPY CURRENT GRANTS`
    : sql`GRANT ${sql.raw(resource.privilege)} ${target}`;
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
  return sql`REVOKE ${sql.raw(resource.privilege)} ON ${securable(resource)} FROM ${grantee(resource)}`;
}

function securable({ on }: GrantResource): SqlFragment {
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
