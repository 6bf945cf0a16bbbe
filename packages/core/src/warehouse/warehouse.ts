import type { Statement } from './statement.js';

/** A value as a session returns it: what the Snowflake driver for Node returns for the column's type. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | { readonly [key: string]: unknown }
  | readonly unknown[];

/** One row, keyed by column name as Snowflake reports it (upper case unless it was quoted). */
export type Row = Readonly<Record<string, Value>>;

/** A column of a result, with its Snowflake type as text, such as `NUMBER(12,2)`. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** What a statement gave back. */
export interface ResultSet<R = Row> {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly R[];
  /** Rows inserted, updated and deleted by DML; 0 for anything else. */
  readonly rowsAffected: number;
}

/** How a session is opened. */
export interface SessionOptions {
  /** The primary role. Privileges and policies are evaluated for it. */
  readonly role: string;
  /** Secondary roles. Default `NONE`: they would widen what the primary role sees. */
  readonly secondaryRoles?: 'ALL' | 'NONE';
  /** The user name that `CURRENT_USER()` answers. */
  readonly user?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly warehouse?: string;
  /** `QUERY_TAG` of every statement of the session. */
  readonly queryTag?: string;
}

/** Options of one statement. */
export interface ExecuteOptions {
  readonly signal?: AbortSignal;
}

/** Bytes to upload: all at once, or as a stream. */
export type UploadContent = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * A conversation with the warehouse under one role.
 *
 * A session runs one statement at a time. It is not shared between concurrent tasks.
 */
export interface Session extends AsyncDisposable {
  readonly role: string;

  /** Runs one Snowflake SQL statement and returns its whole result. */
  execute<R = Row>(statement: Statement, options?: ExecuteOptions): Promise<ResultSet<R>>;

  /** Runs one query and yields its rows without holding them all. */
  stream<R = Row>(statement: Statement, options?: ExecuteOptions): AsyncIterable<R>;

  /**
   * Runs `work` between `BEGIN` and `COMMIT`; rolls back when it throws, and rethrows.
   * DDL inside would commit the transaction, as on Snowflake, and is refused.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Writes a file to an internal stage, replacing one of the same name.
   *
   * @param stage - the stage's name, as quoted SQL: `"DB"."SCHEMA"."STAGE"`
   * @param path - the file's path inside the stage, with `/` separators
   */
  upload(
    stage: string,
    path: string,
    content: UploadContent,
    options?: ExecuteOptions,
  ): Promise<void>;

  close(): Promise<void>;
}

/** A warehouse: a place that opens role-bound sessions. */
export interface Warehouse extends AsyncDisposable {
  /** For messages: the kind and place of the warehouse, without secrets. */
  readonly description: string;
  /** How many more sessions can be open without waiting for others, where that is known. */
  readonly freeSessions?: number;
  openSession(options: SessionOptions): Promise<Session>;
  close(): Promise<void>;
}
