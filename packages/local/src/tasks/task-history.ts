import type { DuckDBConnection } from '@duckdb/node-api';
import type { Engine } from '../engine/engine.js';
import { isStarted, predecessorsOf } from './task-graph.js';
import type { RecordedRun } from './task-run.js';
import { nextTime, parseSchedule } from './task-schedule.js';

/** Writes a run for the first time. */
export async function addRun(
  connection: DuckDBConnection,
  key: string,
  run: RecordedRun,
): Promise<void> {
  await connection.run(
    'INSERT INTO das_catalogue.task_runs VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), $5, $6)',
    [
      key,
      String(run.taskId),
      String(run.rootId),
      String(Date.parse(run.scheduledTime)),
      run.state,
      JSON.stringify(run),
    ],
  );
}

/** Writes how a run went on. */
export async function changeRun(
  connection: DuckDBConnection,
  key: string,
  run: RecordedRun,
): Promise<void> {
  await connection.run('UPDATE das_catalogue.task_runs SET state = $2, body = $3 WHERE key = $1', [
    key,
    run.state,
    JSON.stringify(run),
  ]);
}

/** The runs that were written down, the latest first. */
export async function recordedRuns(
  connection: DuckDBConnection,
  where: string = 'TRUE',
): Promise<readonly RecordedRun[]> {
  const reader = await connection.runAndReadAll(
    `SELECT body FROM das_catalogue.task_runs WHERE ${where} ORDER BY scheduled DESC, rowid DESC`,
  );
  return reader.getRows().map(([body]) => JSON.parse(String(body)) as RecordedRun);
}

/**
 * Says of the runs that the end of the process cut off that they failed: what they had not committed
 * was undone.
 */
export async function closeInterruptedRuns(
  connection: DuckDBConnection,
  now: string,
): Promise<void> {
  const reader = await connection.runAndReadAll(
    "SELECT key, body FROM das_catalogue.task_runs WHERE state IN ('EXECUTING', 'SCHEDULED')",
  );
  for (const [key, body] of reader.getRows()) {
    const run = JSON.parse(String(body)) as RecordedRun;
    await changeRun(connection, String(key), {
      ...run,
      state: 'FAILED',
      errorCode: 603,
      errorMessage: 'the process ended while the task ran',
      completedTime: now,
    });
  }
}

/**
 * Every run of every task, the latest first, with the next one of each resumed root task as
 * `SCHEDULED`. Whoever shows it to a role filters it by the privileges on the tasks.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/task_history
 */
export async function taskHistory(engine: Engine): Promise<readonly RecordedRun[]> {
  const connection = await engine.database.connect();
  try {
    return [...scheduledRuns(engine), ...(await recordedRuns(connection))].sort(
      (a, b) => Date.parse(b.scheduledTime) - Date.parse(a.scheduledTime),
    );
  } finally {
    connection.closeSync();
  }
}

/** The next run of each resumed root task. */
export function scheduledRuns({
  catalogue,
  clock,
}: Pick<Engine, 'catalogue' | 'clock'>): readonly RecordedRun[] {
  const now = clock().getTime();
  return [...catalogue.ofKind('TASK')].flatMap((task): readonly RecordedRun[] => {
    const isRoot = predecessorsOf(catalogue, task).length === 0;
    if (!isRoot || task.schedule === undefined || !isStarted(catalogue, task)) return [];
    const schedule = parseSchedule(task.schedule);
    const base = Date.parse(task.startedOn ?? '');
    const next = nextTime(schedule, base, now);
    if (next === undefined) return [];
    const after = nextTime(schedule, base, next);
    const { database, schema } = catalogue.container(task);
    return [
      {
        queryId: undefined,
        name: task.name,
        databaseName: database,
        schemaName: schema,
        queryText: task.text,
        conditionText: task.condition,
        state: 'SCHEDULED',
        errorCode: undefined,
        errorMessage: undefined,
        scheduledTime: new Date(next).toISOString(),
        queryStartTime: undefined,
        nextScheduledTime: after === undefined ? undefined : new Date(after).toISOString(),
        completedTime: undefined,
        rootTaskId: task.uuid,
        graphVersion: task.version,
        runId: next,
        returnValue: undefined,
        scheduledFrom: 'SCHEDULE',
        attemptNumber: 1,
        config: task.config,
        graphRunGroupId: '',
        owner: task.owner,
        taskId: task.id,
        rootId: task.id,
      },
    ];
  });
}
