import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { suspendedTask } from './resume-task.js';
import { defineAsSystem } from './system-definition.js';
import { recordedRuns } from './task-history.js';
import type { RecordedRun } from './task-run.js';

/**
 * Suspends a root task once one task of its graph has failed in so many runs in a row.
 *
 * @param runs - the runs of the graph run that has just ended
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export async function suspendAfterFailures(
  engine: Engine,
  root: TaskObject,
  runs: readonly RecordedRun[],
): Promise<void> {
  const limit = root.suspendAfterFailures;
  const failed = new Set(
    runs.filter(({ state }) => state === 'FAILED').map(({ taskId }) => taskId),
  );
  const { startedOn } = root;
  if (limit === 0 || failed.size === 0 || startedOn === undefined) return;
  const connection = await engine.database.connect();
  let last: number | undefined;
  try {
    for (const task of failed) {
      const since = await recordedRuns(
        connection,
        `task_id = ${task} AND scheduled > ${Date.parse(startedOn)}`,
      );
      if (failuresInARow(since) >= limit) last = task;
    }
    if (last === undefined) return;
    await connection.run(
      `UPDATE das_catalogue.task_runs
       SET state = 'FAILED_AND_AUTO_SUSPENDED',
           body = CAST(json_merge_patch(body, '{"state": "FAILED_AND_AUTO_SUSPENDED"}') AS VARCHAR)
       WHERE rowid = (SELECT max(rowid) FROM das_catalogue.task_runs WHERE task_id = ${last} AND state = 'FAILED')`,
    );
  } finally {
    connection.closeSync();
  }
  await defineAsSystem(engine, ({ draft, now }) => {
    const current = draft.get(root.id);
    if (current?.kind !== 'TASK' || current.startedOn !== startedOn) return;
    draft.put(suspendedTask(current, now, 'SUSPENDED_DUE_TO_ERRORS'));
  });
}

/** The failed runs before the last one that succeeded; the attempts of one run count once. */
function failuresInARow(latestFirst: readonly RecordedRun[]): number {
  const groups = new Set<string>();
  for (const { state, graphRunGroupId } of latestFirst) {
    if (state === 'SKIPPED' || state === 'CANCELLED' || groups.has(graphRunGroupId)) continue;
    if (state === 'SUCCEEDED') break;
    groups.add(graphRunGroupId);
  }
  return groups.size;
}
