export type { RetryOptions } from './snowflake/backoff.js';
export type {
  PoolOptions,
  SnowflakeCredential,
  SnowflakeOptions,
} from './snowflake/configuration/snowflake-options.js';
export type {
  DriverBind,
  DriverColumn,
  DriverConnection,
  DriverConnectOptions,
  DriverCredential,
  DriverRequest,
  DriverResult,
  DriverStatement,
  SnowflakeDriver,
} from './snowflake/driver/snowflake-driver.js';
export { SnowflakeError, type SnowflakeErrorCode } from './snowflake/errors/snowflake-error.js';
export {
  openSnowflakeWarehouse,
  type SnowflakeWarehouse,
} from './snowflake/open-snowflake-warehouse.js';
export type {
  SnowflakeExecuteOptions,
  SnowflakeSession,
} from './snowflake/session/snowflake-session.js';
