import { duckString } from '../compile/typed.js';
import { type DataType, duckType, numberType, simple, varchar } from '../datatype/data-type.js';
import { creditsPerHour } from '../query-history/statement-place.js';

/** A column of a view of the history: its name, its type, and the DuckDB expression that gives it. */
export interface HistoryColumn {
  readonly name: string;
  readonly type: DataType;
  readonly sql: string;
}

const types: Readonly<Record<string, DataType>> = {
  text: varchar,
  number: numberType(),
  credits: numberType(38, 9),
  float: simple('FLOAT'),
  boolean: simple('BOOLEAN'),
  time: simple('TIMESTAMP_LTZ'),
  array: simple('ARRAY'),
  object: simple('OBJECT'),
  variant: simple('VARIANT'),
};

/**
 * Columns written as `NAME:type`, in their documented order, with an expression for each that the
 * engine knows. The others are NULL: nothing here measures them.
 */
export function historyColumns(
  list: string,
  expressions: Readonly<Record<string, string>>,
): readonly HistoryColumn[] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [name = '', word = 'text'] = entry.split(':');
      const type = types[word] ?? varchar;
      return { name, type, sql: `CAST(${expressions[name] ?? 'NULL'} AS ${duckType(type)})` };
    });
}

const wasRunOn = "CASE WHEN h.warehouse_size IS NOT NULL THEN 'STANDARD' END";

/** What the query history knows, under the names of its views, over the table `h`. */
const queryExpressions: Readonly<Record<string, string>> = {
  QUERY_ID: 'h.query_id',
  QUERY_TEXT: 'h.query_text',
  DATABASE_ID: 'h.database_id',
  DATABASE_NAME: 'h.database_name',
  SCHEMA_ID: 'h.schema_id',
  SCHEMA_NAME: 'h.schema_name',
  QUERY_TYPE: 'h.query_type',
  SESSION_ID: 'h.session_id',
  AUTHN_EVENT_ID: 'h.authentication_id',
  USER_NAME: 'h.user_name',
  ROLE_NAME: 'h.role_name',
  ROLE_TYPE: "'ROLE'",
  WAREHOUSE_ID: 'h.warehouse_id',
  WAREHOUSE_NAME: 'h.warehouse_name',
  WAREHOUSE_SIZE: 'h.warehouse_size',
  WAREHOUSE_TYPE: wasRunOn,
  CLUSTER_NUMBER: 'CASE WHEN h.warehouse_size IS NOT NULL THEN 1 END',
  QUERY_TAG: 'h.query_tag',
  EXECUTION_STATUS: "CASE WHEN h.error_code IS NULL THEN 'SUCCESS' ELSE 'FAIL' END",
  ERROR_CODE: 'h.error_code',
  ERROR_MESSAGE: 'h.error_message',
  START_TIME: 'h.start_time',
  END_TIME: 'h.end_time',
  TOTAL_ELAPSED_TIME: 'h.elapsed',
  COMPILATION_TIME: 'h.compilation',
  EXECUTION_TIME: 'h.execution',
  QUEUED_PROVISIONING_TIME: '0',
  QUEUED_REPAIR_TIME: '0',
  QUEUED_OVERLOAD_TIME: '0',
  OUTBOUND_DATA_TRANSFER_BYTES: '0',
  INBOUND_DATA_TRANSFER_BYTES: '0',
  EXTERNAL_FUNCTION_TOTAL_INVOCATIONS: '0',
  EXTERNAL_FUNCTION_TOTAL_SENT_ROWS: '0',
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_ROWS: '0',
  EXTERNAL_FUNCTION_TOTAL_SENT_BYTES: '0',
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_BYTES: '0',
  QUERY_ACCELERATION_BYTES_SCANNED: '0',
  QUERY_ACCELERATION_PARTITIONS_SCANNED: '0',
  QUERY_ACCELERATION_UPPER_LIMIT_SCALE_FACTOR: '0',
  ROWS_PRODUCED: 'h.produced',
  ROWS_INSERTED: 'h.inserted',
  ROWS_UPDATED: 'h.updated',
  ROWS_DELETED: 'h.deleted',
  ROWS_UNLOADED: 'h.unloaded',
  ROWS_WRITTEN_TO_RESULT:
    "CASE WHEN h.query_type IN ('INSERT', 'UPDATE', 'DELETE', 'MERGE', 'CREATE_TABLE_AS_SELECT') THEN 1 ELSE h.produced END",
  IS_CLIENT_GENERATED_STATEMENT: 'FALSE',
  TRANSACTION_ID: 'h.transaction_id',
  QUERY_RETRY_TIME: '0',
  FAULT_HANDLING_TIME: '0',
  RELEASE_VERSION: "'9.0.0'",
};

/** `ACCOUNT_USAGE.QUERY_HISTORY`. */
export const queryHistoryView: readonly HistoryColumn[] = historyColumns(
  `QUERY_ID QUERY_TEXT DATABASE_ID:number DATABASE_NAME SCHEMA_ID:number SCHEMA_NAME QUERY_TYPE
  SESSION_ID:number AUTHN_EVENT_ID:number USER_NAME ROLE_NAME WAREHOUSE_ID:number WAREHOUSE_NAME
  WAREHOUSE_SIZE WAREHOUSE_TYPE CLUSTER_NUMBER:number QUERY_TAG EXECUTION_STATUS ERROR_CODE:number
  ERROR_MESSAGE START_TIME:time END_TIME:time TOTAL_ELAPSED_TIME:number BYTES_SCANNED:number
  PERCENTAGE_SCANNED_FROM_CACHE:float BYTES_WRITTEN:number BYTES_WRITTEN_TO_RESULT:number
  BYTES_READ_FROM_RESULT:number ROWS_PRODUCED:number ROWS_INSERTED:number ROWS_UPDATED:number
  ROWS_DELETED:number ROWS_UNLOADED:number BYTES_DELETED:number PARTITIONS_SCANNED:number
  PARTITIONS_TOTAL:number BYTES_SPILLED_TO_LOCAL_STORAGE:number BYTES_SPILLED_TO_REMOTE_STORAGE:number
  BYTES_SENT_OVER_THE_NETWORK:number COMPILATION_TIME:number EXECUTION_TIME:number
  QUEUED_PROVISIONING_TIME:number QUEUED_REPAIR_TIME:number QUEUED_OVERLOAD_TIME:number
  TRANSACTION_BLOCKED_TIME:number OUTBOUND_DATA_TRANSFER_CLOUD OUTBOUND_DATA_TRANSFER_REGION
  OUTBOUND_DATA_TRANSFER_BYTES:number INBOUND_DATA_TRANSFER_CLOUD INBOUND_DATA_TRANSFER_REGION
  INBOUND_DATA_TRANSFER_BYTES:number LIST_EXTERNAL_FILES_TIME:number CREDITS_USED_CLOUD_SERVICES:number
  RELEASE_VERSION EXTERNAL_FUNCTION_TOTAL_INVOCATIONS:number EXTERNAL_FUNCTION_TOTAL_SENT_ROWS:number
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_ROWS:number EXTERNAL_FUNCTION_TOTAL_SENT_BYTES:number
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_BYTES:number QUERY_LOAD_PERCENT:number
  IS_CLIENT_GENERATED_STATEMENT:boolean QUERY_ACCELERATION_BYTES_SCANNED:number
  QUERY_ACCELERATION_PARTITIONS_SCANNED:number QUERY_ACCELERATION_UPPER_LIMIT_SCALE_FACTOR:number
  TRANSACTION_ID:number CHILD_QUERIES_WAIT_TIME:number ROLE_TYPE QUERY_HASH QUERY_HASH_VERSION:number
  QUERY_PARAMETERIZED_HASH QUERY_PARAMETERIZED_HASH_VERSION:number SECONDARY_ROLE_STATS
  ROWS_WRITTEN_TO_RESULT:number QUERY_RETRY_TIME:number QUERY_RETRY_CAUSE FAULT_HANDLING_TIME:number
  USER_TYPE USER_DATABASE_NAME USER_DATABASE_ID USER_SCHEMA_NAME USER_SCHEMA_ID BIND_VALUES:array
  AGENT_TYPE`,
  queryExpressions,
);

/** The table functions `QUERY_HISTORY` and `QUERY_HISTORY_BY_…`. */
export const queryHistoryFunction: readonly HistoryColumn[] = historyColumns(
  `QUERY_ID QUERY_TEXT DATABASE_NAME SCHEMA_NAME QUERY_TYPE SESSION_ID:number AUTHN_EVENT_ID:number
  USER_NAME USER_TYPE USER_DATABASE_NAME USER_SCHEMA_NAME ROLE_NAME WAREHOUSE_NAME WAREHOUSE_SIZE
  WAREHOUSE_TYPE CLUSTER_NUMBER:number QUERY_TAG EXECUTION_STATUS ERROR_CODE:number ERROR_MESSAGE
  START_TIME:time END_TIME:time TOTAL_ELAPSED_TIME:number BYTES_SCANNED:number ROWS_PRODUCED:number
  COMPILATION_TIME:number EXECUTION_TIME:number QUEUED_PROVISIONING_TIME:number
  QUEUED_REPAIR_TIME:number QUEUED_OVERLOAD_TIME:number TRANSACTION_BLOCKED_TIME:number
  OUTBOUND_DATA_TRANSFER_CLOUD OUTBOUND_DATA_TRANSFER_REGION OUTBOUND_DATA_TRANSFER_BYTES:number
  INBOUND_DATA_TRANSFER_CLOUD INBOUND_DATA_TRANSFER_REGION INBOUND_DATA_TRANSFER_BYTES:number
  LIST_EXTERNAL_FILE_TIME:number CREDITS_USED_CLOUD_SERVICES:number RELEASE_VERSION
  EXTERNAL_FUNCTION_TOTAL_INVOCATIONS:number EXTERNAL_FUNCTION_TOTAL_SENT_ROWS:number
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_ROWS:number EXTERNAL_FUNCTION_TOTAL_SENT_BYTES:number
  EXTERNAL_FUNCTION_TOTAL_RECEIVED_BYTES:number IS_CLIENT_GENERATED_STATEMENT:boolean QUERY_HASH
  QUERY_HASH_VERSION:number QUERY_PARAMETERIZED_HASH QUERY_PARAMETERIZED_HASH_VERSION:number
  TRANSACTION_ID:number QUERY_ACCELERATION_BYTES_SCANNED:number
  QUERY_ACCELERATION_PARTITIONS_SCANNED:number QUERY_ACCELERATION_UPPER_LIMIT_SCALE_FACTOR:number
  BYTES_WRITTEN_TO_RESULT:number ROWS_WRITTEN_TO_RESULT:number ROWS_INSERTED:number
  QUERY_RETRY_TIME:number QUERY_RETRY_CAUSE FAULT_HANDLING_TIME:number BIND_VALUES:array AGENT_TYPE`,
  {
    ...queryExpressions,
    EXECUTION_STATUS:
      "CASE WHEN h.is_running THEN 'RUNNING' WHEN h.error_code IS NULL THEN 'SUCCESS' ELSE 'FAILED_WITH_ERROR' END",
    END_TIME: "COALESCE(h.end_time, TIMESTAMP '1970-01-01 00:00:00')",
  },
);

/** `ACCOUNT_USAGE.ACCESS_HISTORY`. */
export const accessHistoryView: readonly HistoryColumn[] = historyColumns(
  `QUERY_ID QUERY_START_TIME:time USER_NAME DIRECT_OBJECTS_ACCESSED:array BASE_OBJECTS_ACCESSED:array
  OBJECTS_MODIFIED:array OBJECT_MODIFIED_BY_DDL:object POLICIES_REFERENCED:array PARENT_QUERY_ID
  ROOT_QUERY_ID EVENT_SOURCE ADDITIONAL_PROPERTIES:variant INVOKER_IDENTITY:variant AGENTS_INFO:array`,
  {
    QUERY_ID: 'h.query_id',
    QUERY_START_TIME: 'h.start_time',
    USER_NAME: 'h.user_name',
    DIRECT_OBJECTS_ACCESSED: 'h.direct',
    BASE_OBJECTS_ACCESSED: 'h.base',
    OBJECTS_MODIFIED: 'h.modified',
    OBJECT_MODIFIED_BY_DDL: 'h.definition',
    POLICIES_REFERENCED: 'h.policies',
    PARENT_QUERY_ID: 'h.parent_id',
    ROOT_QUERY_ID: 'h.root_id',
    EVENT_SOURCE: "'snowflake_sql'",
  },
);

const loginExpressions: Readonly<Record<string, string>> = {
  EVENT_ID: 'h.event_id',
  EVENT_TIMESTAMP: 'h.event_time',
  EVENT_TYPE: "'LOGIN'",
  USER_NAME: 'h.user_name',
  CLIENT_IP: 'h.client_ip',
  REPORTED_CLIENT_TYPE: 'h.client_type',
  REPORTED_CLIENT_VERSION: 'h.client_version',
  FIRST_AUTHENTICATION_FACTOR: 'h.first_factor',
  IS_SUCCESS: 'h.is_success',
  ERROR_CODE: 'h.error_code',
  ERROR_MESSAGE: 'h.error_message',
  RELATED_EVENT_ID: '0',
};

/** `ACCOUNT_USAGE.LOGIN_HISTORY`. */
export const loginHistoryView: readonly HistoryColumn[] = historyColumns(
  `EVENT_ID:number EVENT_TIMESTAMP:time EVENT_TYPE USER_NAME CLIENT_IP REPORTED_CLIENT_TYPE
  REPORTED_CLIENT_VERSION FIRST_AUTHENTICATION_FACTOR SECOND_AUTHENTICATION_FACTOR IS_SUCCESS
  ERROR_CODE:number ERROR_MESSAGE RELATED_EVENT_ID:number CONNECTION CLIENT_PRIVATE_LINK_ID
  FIRST_AUTHENTICATION_FACTOR_ID SECOND_AUTHENTICATION_FACTOR_ID LOGIN_DETAILS
  AUTHORIZING_INTEGRATION_NAME`,
  loginExpressions,
);

/** The table functions `LOGIN_HISTORY` and `LOGIN_HISTORY_BY_USER`. */
export const loginHistoryFunction: readonly HistoryColumn[] = historyColumns(
  `EVENT_TIMESTAMP:time EVENT_ID:number EVENT_TYPE USER_NAME CLIENT_IP REPORTED_CLIENT_TYPE
  REPORTED_CLIENT_VERSION FIRST_AUTHENTICATION_FACTOR SECOND_AUTHENTICATION_FACTOR IS_SUCCESS
  ERROR_CODE:number ERROR_MESSAGE RELATED_EVENT_ID:number CONNECTION CLIENT_PRIVATE_LINK_ID
  FIRST_AUTHENTICATION_FACTOR_ID SECOND_AUTHENTICATION_FACTOR_ID LOGIN_DETAILS
  AUTHORIZING_INTEGRATION_NAME AUTHENTICATING_INTEGRATION_NAME`,
  loginExpressions,
);

/** `ACCOUNT_USAGE.SESSIONS`: one for each login that succeeded. */
export const sessionsView: readonly HistoryColumn[] = historyColumns(
  `SESSION_ID:number CREATED_ON:time USER_NAME AUTHENTICATION_METHOD LOGIN_EVENT_ID:number
  CLIENT_APPLICATION_VERSION CLIENT_APPLICATION_ID CLIENT_ENVIRONMENT CLIENT_BUILD_ID CLIENT_VERSION
  ACCESS_TIME:time IS_OPEN:boolean CLOSED_REASON`,
  {
    SESSION_ID: 'h.session_id',
    CREATED_ON: 'h.event_time',
    USER_NAME: 'h.user_name',
    AUTHENTICATION_METHOD: 'h.first_factor',
    LOGIN_EVENT_ID: 'h.event_id',
    CLIENT_APPLICATION_VERSION: 'h.client_version',
    CLIENT_APPLICATION_ID:
      "json_extract_string(h.client_application, '$.application') || ' ' || h.client_version",
    CLIENT_ENVIRONMENT: "CAST(json_extract(h.client_application, '$.environment') AS VARCHAR)",
  },
);

/** The rate of a warehouse in DuckDB, by the column of its size. */
export function creditRate(size: string): string {
  const branches = Object.entries(creditsPerHour).map(
    ([name, credits]) => `WHEN ${duckString(name)} THEN ${credits}`,
  );
  return `(CASE ${size} ${branches.join(' ')} END)`;
}
