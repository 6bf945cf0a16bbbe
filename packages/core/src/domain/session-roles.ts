import { quoteLiteral } from '../warehouse/statement.js';

/** `TRUE` for sessions in which one of the roles is active, as a policy body writes it. */
export function isAnyRoleInSession(roles: readonly string[]): string {
  return [...new Set(roles)]
    .map((role) => `IS_ROLE_IN_SESSION(${quoteLiteral(role)})`)
    .join(' OR ');
}

/**
 * `TRUE` where a role of the protected object's own database is active, in another account too.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_database_role_in_session
 */
export function isDatabaseRoleInSession(role: string): string {
  return `IS_DATABASE_ROLE_IN_SESSION(${quoteLiteral(role)})`;
}

/**
 * `TRUE` where it is known that no AI agent is in the execution context.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
 */
export const isWithoutAgent: string =
  "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE'";

/** The base of a policy's name, with its version from the second on. */
export function versioned(name: string, version: number | undefined): string {
  return version === undefined || version === 1 ? name : `${name}_V${version}`;
}
