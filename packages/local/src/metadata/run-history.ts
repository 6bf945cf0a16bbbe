import { type HistoryColumn, historyColumns } from './history-columns.js';

/** A member of the JSON that a run was written down as. */
function member(name: string): string {
  return `json_extract_string(h.body, '$.${name}')`;
}

/** The time in a member: ISO 8601 with `Z`. */
function time(name: string): string {
  return `replace(replace(${member(name)}, 'T', ' '), 'Z', '')`;
}

const taskExpressions: Readonly<Record<string, string>> = {
  QUERY_ID: member('queryId'),
  NAME: member('name'),
  DATABASE_NAME: member('databaseName'),
  SCHEMA_NAME: member('schemaName'),
  QUERY_TEXT: member('queryText'),
  CONDITION_TEXT: member('conditionText'),
  STATE: member('state'),
  ERROR_CODE: member('errorCode'),
  ERROR_MESSAGE: member('errorMessage'),
  SCHEDULED_TIME: time('scheduledTime'),
  QUERY_START_TIME: time('queryStartTime'),
  NEXT_SCHEDULED_TIME: time('nextScheduledTime'),
  COMPLETED_TIME: time('completedTime'),
  ROOT_TASK_ID: member('rootTaskId'),
  GRAPH_VERSION: member('graphVersion'),
  RUN_ID: member('runId'),
  RETURN_VALUE: member('returnValue'),
  SCHEDULED_FROM: member('scheduledFrom'),
  ATTEMPT_NUMBER: member('attemptNumber'),
  CONFIG: member('config'),
  GRAPH_RUN_GROUP_ID: `nullif(${member('graphRunGroupId')}, '')`,
};

/** The table function `TASK_HISTORY`. */
export const taskHistoryFunction: readonly HistoryColumn[] = historyColumns(
  `QUERY_ID NAME DATABASE_NAME SCHEMA_NAME QUERY_TEXT CONDITION_TEXT STATE ERROR_CODE:number
  ERROR_MESSAGE SCHEDULED_TIME:time QUERY_START_TIME:time NEXT_SCHEDULED_TIME:time COMPLETED_TIME:time
  ROOT_TASK_ID GRAPH_VERSION:number RUN_ID:number RETURN_VALUE SCHEDULED_FROM ATTEMPT_NUMBER:number
  CONFIG QUERY_HASH QUERY_HASH_VERSION:number QUERY_PARAMETERIZED_HASH
  QUERY_PARAMETERIZED_HASH_VERSION:number GRAPH_RUN_GROUP_ID BACKFILL_INFO:object SPCS_JOB_ID:number`,
  taskExpressions,
);

/** `ACCOUNT_USAGE.TASK_HISTORY`. */
export const taskHistoryView: readonly HistoryColumn[] = historyColumns(
  `NAME QUERY_TEXT CONDITION_TEXT SCHEMA_NAME TASK_SCHEMA_ID:number DATABASE_NAME
  TASK_DATABASE_ID:number SCHEDULED_TIME:time COMPLETED_TIME:time STATE RETURN_VALUE QUERY_ID
  QUERY_START_TIME:time ERROR_CODE ERROR_MESSAGE GRAPH_VERSION:number RUN_ID:number ROOT_TASK_ID
  SCHEDULED_FROM ATTEMPT_NUMBER:number INSTANCE_ID:number CONFIG QUERY_HASH QUERY_HASH_VERSION:number
  QUERY_PARAMETERIZED_HASH QUERY_PARAMETERIZED_HASH_VERSION:number GRAPH_RUN_GROUP_ID
  BACKFILL_INFO:object SPCS_JOB_ID:number`,
  taskExpressions,
);

const refreshExpressions: Readonly<Record<string, string>> = {
  NAME: member('name'),
  SCHEMA_NAME: member('schemaName'),
  DATABASE_NAME: member('databaseName'),
  ID: 'h.table_id',
  STATE: member('state'),
  STATE_CODE: member('stateCode'),
  STATE_MESSAGE: member('stateMessage'),
  QUERY_ID: member('queryId'),
  DATA_TIMESTAMP: time('dataTimestamp'),
  REFRESH_START_TIME: time('refreshStartTime'),
  REFRESH_END_TIME: time('refreshEndTime'),
  COMPLETION_TARGET: time('completionTarget'),
  QUALIFIED_NAME: `${member('databaseName')} || '.' || ${member('schemaName')} || '.' || ${member('name')}`,
  STATISTICS: "json_extract(h.body, '$.statistics')",
  REFRESH_ACTION: member('refreshAction'),
  REFRESH_TRIGGER: member('refreshTrigger'),
  TARGET_LAG_SEC: member('targetLagSeconds'),
};

/** The table function `DYNAMIC_TABLE_REFRESH_HISTORY`. */
export const refreshHistoryFunction: readonly HistoryColumn[] = historyColumns(
  `NAME SCHEMA_NAME DATABASE_NAME STATE STATE_CODE STATE_MESSAGE QUERY_ID DATA_TIMESTAMP:time
  REFRESH_START_TIME:time REFRESH_END_TIME:time COMPLETION_TARGET:time QUALIFIED_NAME
  LAST_COMPLETED_DEPENDENCY:object STATISTICS:object REFRESH_ACTION REINIT_REASON REFRESH_TRIGGER
  TARGET_LAG_SEC:number GRAPH_HISTORY_VALID_FROM:time INPUTS_WITH_CHANGED_DATA:array`,
  refreshExpressions,
);

/** `ACCOUNT_USAGE.DYNAMIC_TABLE_REFRESH_HISTORY`. */
export const refreshHistoryView: readonly HistoryColumn[] = historyColumns(
  `NAME SCHEMA_NAME DATABASE_NAME ID:number SCHEMA_ID:number DATABASE_ID:number STATE STATE_CODE
  STATE_MESSAGE QUERY_ID DATA_TIMESTAMP:time REFRESH_START_TIME:time REFRESH_END_TIME:time
  COMPLETION_TARGET:time QUALIFIED_NAME LAST_COMPLETED_DEPENDENCY:object STATISTICS:object
  REFRESH_ACTION REINIT_REASON REFRESH_TRIGGER TARGET_LAG_SEC:number GRAPH_HISTORY_VALID_FROM:time`,
  refreshExpressions,
);

const copyExpressions: Readonly<Record<string, string>> = {
  FILE_NAME: 'h.file',
  STAGE_LOCATION: 'h.stage',
  LAST_LOAD_TIME: 'h.loaded_at',
  ROW_COUNT: 'h.row_count',
  ROW_PARSED: 'h.row_parsed',
  FILE_SIZE: 'h.bytes',
  FIRST_ERROR_MESSAGE: 'h.first_error',
  FIRST_ERROR_LINE_NUMBER: 'h.first_error_line',
  FIRST_ERROR_CHARACTER_POS: 'h.first_error_character',
  FIRST_ERROR_CHARACTER_POSITION: 'h.first_error_character',
  FIRST_ERROR_COLUMN_NAME: 'h.first_error_column',
  FIRST_ERROR_COL_NAME: 'h.first_error_column',
  ERROR_COUNT: 'h.error_count',
  ERROR_LIMIT: 'h.error_limit',
  STATUS:
    "CASE h.status WHEN 'LOADED' THEN 'Loaded' WHEN 'PARTIALLY_LOADED' THEN 'Partially loaded' WHEN 'LOAD_FAILED' THEN 'Load failed' END",
  TABLE_ID: 'h.table_id',
  TABLE_NAME: 'h.table_name',
  TABLE_SCHEMA_ID: 'h.schema_id',
  TABLE_SCHEMA_NAME: 'h.schema_name',
  TABLE_CATALOG_ID: 'h.database_id',
  TABLE_CATALOG_NAME: 'h.database_name',
  SCHEMA_NAME: 'h.schema_name',
};

/** The table function `COPY_HISTORY`. */
export const copyHistoryFunction: readonly HistoryColumn[] = historyColumns(
  `FILE_NAME STAGE_LOCATION LAST_LOAD_TIME:time ROW_COUNT:number ROW_PARSED:number FILE_SIZE:number
  FIRST_ERROR_MESSAGE FIRST_ERROR_LINE_NUMBER:number FIRST_ERROR_CHARACTER_POS:number
  FIRST_ERROR_COLUMN_NAME ERROR_COUNT:number ERROR_LIMIT:number STATUS TABLE_CATALOG_NAME
  TABLE_SCHEMA_NAME TABLE_NAME PIPE_CATALOG_NAME PIPE_SCHEMA_NAME PIPE_NAME PIPE_RECEIVED_TIME:time
  BYTES_BILLED:number`,
  copyExpressions,
);

/** `ACCOUNT_USAGE.COPY_HISTORY`. */
export const copyHistoryView: readonly HistoryColumn[] = historyColumns(
  `FILE_NAME STAGE_LOCATION LAST_LOAD_TIME:time ROW_COUNT:number ROW_PARSED:number FILE_SIZE:number
  FIRST_ERROR_MESSAGE FIRST_ERROR_LINE_NUMBER:number FIRST_ERROR_CHARACTER_POS:number
  FIRST_ERROR_COLUMN_NAME ERROR_COUNT:number ERROR_LIMIT:number STATUS TABLE_ID:number TABLE_NAME
  TABLE_SCHEMA_ID:number TABLE_SCHEMA_NAME TABLE_CATALOG_ID:number TABLE_CATALOG_NAME PIPE_CATALOG_NAME
  PIPE_SCHEMA_NAME PIPE_NAME PIPE_RECEIVED_TIME:time FIRST_COMMIT_TIME:time BYTES_BILLED:number`,
  copyExpressions,
);

/** `INFORMATION_SCHEMA.LOAD_HISTORY`. */
export const loadHistoryView: readonly HistoryColumn[] = historyColumns(
  `SCHEMA_NAME FILE_NAME TABLE_NAME LAST_LOAD_TIME:time STATUS ROW_COUNT:number ROW_PARSED:number
  FIRST_ERROR_MESSAGE FIRST_ERROR_LINE_NUMBER:number FIRST_ERROR_CHARACTER_POSITION:number
  FIRST_ERROR_COL_NAME ERROR_COUNT:number ERROR_LIMIT:number`,
  { ...copyExpressions, STATUS: "replace(h.status, '_', ' ')" },
);
