import { quoteLiteral } from '../../warehouse/statement.js';
import type { SessionOptions } from '../../warehouse/warehouse.js';
import type { DriverConnection } from '../driver/snowflake-driver.js';
import { SnowflakeError } from '../errors/snowflake-error.js';

/**
 * Parameters that decide what statements mean and how values are written. An account or a user may
 * have set others, so each session says its own.
 *
 * @see https://docs.snowflake.com/en/sql-reference/parameters
 */
const parameters: Readonly<Record<string, string>> = {
  ABORT_DETACHED_QUERY: 'TRUE',
  AUTOCOMMIT: 'TRUE',
  ERROR_ON_NONDETERMINISTIC_MERGE: 'TRUE',
  JS_TREAT_INTEGER_AS_BIGINT: 'TRUE',
  MULTI_STATEMENT_COUNT: '1',
  QUOTED_IDENTIFIERS_IGNORE_CASE: 'FALSE',
  TIMESTAMP_TYPE_MAPPING: "'TIMESTAMP_NTZ'",
  TIMEZONE: "'UTC'",
  TIME_OUTPUT_FORMAT: "'HH24:MI:SS'",
  WEEK_START: '0',
};

/** Makes a new connection the session that was asked for, and closes it when it is not. */
export async function setUpSession(
  connection: DriverConnection,
  options: SessionOptions,
): Promise<void> {
  const set = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  const tag = options.queryTag;
  if (tag !== undefined) set.push(`QUERY_TAG = ${quoteLiteral(tag)}`);
  try {
    await run(connection, `USE SECONDARY ROLES ${options.secondaryRoles ?? 'NONE'}`);
    await run(connection, `ALTER SESSION SET ${set.join(' ')}`);
    const role = await currentRole(connection);
    if (role === options.role) return;
    throw new SnowflakeError(
      'DAS_SNOWFLAKE_SESSION_MISMATCH',
      `the session was opened for the role ${options.role}, and has another`,
      { place: `role ${options.role}`, next: 'grant the role to the user that logs in' },
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function run(connection: DriverConnection, text: string): Promise<void> {
  await connection.run({ text, binds: [] }).done;
}

/** The primary role that Snowflake works with. */
export async function currentRole(connection: DriverConnection): Promise<string | undefined> {
  const result = await connection.run({ text: 'SELECT CURRENT_ROLE()', binds: [] }).done;
  for await (const [role] of result.rows()) return typeof role === 'string' ? role : undefined;
  return undefined;
}
