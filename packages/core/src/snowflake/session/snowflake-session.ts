import type { Statement } from '../../warehouse/statement.js';
import type { ExecuteOptions, ResultSet, Row, Session } from '../../warehouse/warehouse.js';

/** Options of one statement on Snowflake. */
export interface SnowflakeExecuteOptions extends ExecuteOptions {
  /**
   * The caller's word that running the statement twice does no more than running it once: then it is
   * tried again after the connection failed. Without it only what was surely not sent is. Default
   * `false`; ignored inside a transaction, whose earlier statements would be lost.
   */
  readonly isIdempotent?: boolean;
}

/** A session on Snowflake. */
export interface SnowflakeSession extends Session {
  execute<R = Row>(statement: Statement, options?: SnowflakeExecuteOptions): Promise<ResultSet<R>>;
}
