import type { SessionOptions } from '@das/core';

/**
 * How a session is opened, beyond what the port knows.
 *
 * @example
 * ```ts
 * import { sql } from '@das/core';
 * import { openLocalWarehouse } from '@das/local';
 *
 * await using warehouse = await openLocalWarehouse();
 * await using provider = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
 * for (const statement of [
 *   sql`CREATE DATABASE SHOP`,
 *   sql`CREATE TABLE SHOP.PUBLIC.ORDERS AS SELECT 7 AS ID`,
 *   sql`CREATE SHARE ORDERS`,
 *   sql`GRANT USAGE ON DATABASE SHOP TO SHARE ORDERS`,
 *   sql`GRANT USAGE ON SCHEMA SHOP.PUBLIC TO SHARE ORDERS`,
 *   sql`GRANT SELECT ON TABLE SHOP.PUBLIC.ORDERS TO SHARE ORDERS`,
 *   sql`ALTER SHARE ORDERS ADD ACCOUNTS = PARTNER`,
 * ]) {
 *   await provider.execute(statement);
 * }
 *
 * await using partner = await warehouse.openSession({ account: 'PARTNER', role: 'ACCOUNTADMIN' });
 * await partner.execute(sql`CREATE DATABASE BOUGHT FROM SHARE LOCAL.ORDERS`);
 * console.log((await partner.execute(sql`SELECT ID FROM BOUGHT.PUBLIC.ORDERS`)).rows[0]);
 * // => { ID: 7 }
 * ```
 */
export interface AccountSessionOptions extends SessionOptions {
  /**
   * The account of the session, for what is shared between accounts. Default `LOCAL`, which is what
   * the server serves. Any other name is an account of its own in the same file, made when it is first
   * named: it has its own roles, users, warehouses and databases, and sees nothing of another account
   * but the shares that were given to it. It has no query history and no `ACCOUNT_USAGE`, and neither
   * its tasks nor its dynamic tables run by themselves.
   */
  readonly account?: string;
  /**
   * The type of the AI agent that is active in the session, for policies that look at
   * `SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED')`. Default: none.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
   */
  readonly agent?: AgentType;
}

/** The types of AI agents that Snowflake tells apart. */
export type AgentType =
  | 'SNOWFLAKE_INTELLIGENCE'
  | 'CORTEX_CODE_CLI'
  | 'CORTEX_CODE_DESKTOP'
  | 'CORTEX_CODE_SNOWSIGHT';

/** How the server opens a session. */
export interface LocalSessionOptions extends AccountSessionOptions {
  /** What `CURRENT_SESSION()` answers. Default: a random number. */
  readonly id?: string;
  /** The roles that the user holds. Absent: every role. */
  readonly grantedRoles?: readonly string[] | undefined;
}
