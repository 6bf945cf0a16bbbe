/** How a run of a task stands. */
export type TaskRunState =
  | 'SCHEDULED'
  | 'EXECUTING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'FAILED_AND_AUTO_SUSPENDED'
  | 'CANCELLED'
  | 'SKIPPED';

/** What started a run: its schedule, a statement, a retry, or the stream of a triggered task. */
export type ScheduledFrom =
  | 'SCHEDULE'
  | 'EXECUTE_TASK'
  | 'MANUAL RETRY'
  | 'AUTOMATIC RETRY'
  | 'TRIGGER';

/**
 * One run of a task, as the history tells it. Times are ISO 8601 texts.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/task_history
 */
export interface TaskRun {
  /** Absent before the statement began. */
  readonly queryId: string | undefined;
  /** The name of the task, without its database and schema. */
  readonly name: string;
  readonly databaseName: string;
  readonly schemaName: string;
  /** The statement, and the condition after WHEN. */
  readonly queryText: string;
  readonly conditionText: string | undefined;
  readonly state: TaskRunState;
  readonly errorCode: number | undefined;
  /** Never holds a data value. */
  readonly errorMessage: string | undefined;
  readonly scheduledTime: string;
  readonly queryStartTime: string | undefined;
  readonly nextScheduledTime: string | undefined;
  readonly completedTime: string | undefined;
  /** The id of SHOW TASKS of the root. */
  readonly rootTaskId: string;
  readonly graphVersion: number;
  /** When the root was originally to run, in milliseconds since 1970. */
  readonly runId: number;
  readonly returnValue: string | undefined;
  readonly scheduledFrom: ScheduledFrom;
  readonly attemptNumber: number;
  readonly config: string | undefined;
  readonly graphRunGroupId: string;
  /** The role that owned the task. */
  readonly owner: string;
}

/** A run as it is kept. */
export interface RecordedRun extends TaskRun {
  /** The numbers of the task and of the root in the catalogue. */
  readonly taskId: number;
  readonly rootId: number;
}
