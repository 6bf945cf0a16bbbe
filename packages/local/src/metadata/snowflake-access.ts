import { holdsGlobal } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { notFound } from '../warehouse/errors.js';

/** The privilege that `GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE` gives. */
const importedPrivileges = 'IMPORTED PRIVILEGES';

/** The database roles of SNOWFLAKE that open views of ACCOUNT_USAGE. */
export const snowflakeRoles: readonly string[] = [
  'OBJECT_VIEWER',
  'USAGE_VIEWER',
  'GOVERNANCE_VIEWER',
  'SECURITY_VIEWER',
];

/** What a grant of `DATABASE ROLE SNOWFLAKE.<role>` gives, as a privilege on the account. */
export function snowflakePrivilege(role: string): string {
  return `SNOWFLAKE.${role}`;
}

/**
 * Whether the roles may read a view that is open to some database roles of SNOWFLAKE.
 *
 * @see https://docs.snowflake.com/en/sql-reference/snowflake-db-roles
 */
export function mayReadUsage(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  viewers: readonly string[],
): boolean {
  return (
    holdsGlobal(catalogue, roles, importedPrivileges) ||
    viewers.some((viewer) => holdsGlobal(catalogue, roles, snowflakePrivilege(viewer)))
  );
}

/** Requires that the roles may know the database SNOWFLAKE. */
export function requireSnowflakeAccess(catalogue: Catalogue, roles: ReadonlySet<string>): void {
  if (!mayReadUsage(catalogue, roles, snowflakeRoles)) throw notFound('Database', 'SNOWFLAKE');
}
