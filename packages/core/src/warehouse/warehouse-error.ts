import { DasError, type DasErrorOptions } from '@das/contracts';

/** The codes of errors that a warehouse adapter throws. */
export type WarehouseErrorCode =
  /** The object does not exist, or the role may not know that it does (Snowflake 002003, 42S02). */
  | 'DAS_WAREHOUSE_NOT_FOUND'
  /** The object exists already (Snowflake 002002, 42710). */
  | 'DAS_WAREHOUSE_ALREADY_EXISTS'
  /** The role lacks a privilege (Snowflake 003001, 42501). */
  | 'DAS_WAREHOUSE_NOT_AUTHORIZED'
  /** The role does not exist or is not granted to the user (Snowflake 002043 or 250001). */
  | 'DAS_WAREHOUSE_UNKNOWN_ROLE'
  /** The statement does not parse, or names a column that is not there (Snowflake 001003, 000904; 42000). */
  | 'DAS_WAREHOUSE_INVALID_STATEMENT'
  /** The statement, function or clause is not supported by this warehouse. */
  | 'DAS_WAREHOUSE_UNSUPPORTED'
  /** A constraint, a cast or a policy rule failed while the statement ran. */
  | 'DAS_WAREHOUSE_EXECUTION_FAILED'
  /** Another transaction holds what this one needs; it may succeed if it is tried again. */
  | 'DAS_WAREHOUSE_CONFLICT'
  /** The warehouse cannot be opened or reached. */
  | 'DAS_WAREHOUSE_UNAVAILABLE'
  /** The statement was cancelled by its signal. */
  | 'DAS_WAREHOUSE_CANCELLED';

/** What a warehouse error adds: Snowflake's own numbers, for clients that switch on them. */
export interface WarehouseErrorOptions extends DasErrorOptions {
  /** Snowflake's error number, such as `2003`. */
  readonly number?: number | undefined;
  /** The SQLSTATE, such as `42S02`. */
  readonly sqlState?: string | undefined;
}

/** An error from a warehouse. Its message never holds a data value that the role may not see. */
export class WarehouseError extends DasError<WarehouseErrorCode> {
  readonly number: number | undefined;
  readonly sqlState: string | undefined;

  constructor(code: WarehouseErrorCode, message: string, options: WarehouseErrorOptions = {}) {
    super(code, message, options);
    this.name = 'WarehouseError';
    this.number = options.number;
    this.sqlState = options.sqlState;
  }
}
