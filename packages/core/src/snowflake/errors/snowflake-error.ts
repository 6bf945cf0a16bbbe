import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors about reaching Snowflake; what a statement does wrong is a `WarehouseError`. */
export type SnowflakeErrorCode =
  /** `snowflake-sdk`, an optional peer, is not installed. */
  | 'DAS_SNOWFLAKE_DRIVER_MISSING'
  /** The account, the user, the credential or another setting is missing or malformed. */
  | 'DAS_SNOWFLAKE_CONFIGURATION_INVALID'
  /** A file with secrets may be read or written by others than its owner. */
  | 'DAS_SNOWFLAKE_CONFIGURATION_EXPOSED'
  /** Snowflake refused the credential (390100 and its neighbours). */
  | 'DAS_SNOWFLAKE_LOGIN_REFUSED'
  /** The session that was opened is not the one that was asked for: it is closed, not used. */
  | 'DAS_SNOWFLAKE_SESSION_MISMATCH'
  /** The connection broke while a statement that may have changed something was under way. */
  | 'DAS_SNOWFLAKE_OUTCOME_UNKNOWN'
  /** Every connection of the pool is in use, and none came back in time. */
  | 'DAS_SNOWFLAKE_POOL_EXHAUSTED'
  /** A result holds what this adapter cannot read exactly. */
  | 'DAS_SNOWFLAKE_RESULT_UNREADABLE';

/** An error about reaching Snowflake. Its message never holds a secret or a data value. */
export class SnowflakeError extends DasError<SnowflakeErrorCode> {
  constructor(code: SnowflakeErrorCode, message: string, options: DasErrorOptions = {}) {
    super(code, message, options);
    this.name = 'SnowflakeError';
  }
}

/** A setting that is missing or malformed. */
export function invalidConfiguration(message: string, place: string, next: string): SnowflakeError {
  return new SnowflakeError('DAS_SNOWFLAKE_CONFIGURATION_INVALID', message, { place, next });
}
