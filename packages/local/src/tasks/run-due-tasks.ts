import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { openOwnerSession } from './owner-session.js';
import { holds } from './run-task.js';
import { readsStream } from './task-condition.js';
import { finalizedRoot, isStarted, predecessorsOf } from './task-graph.js';
import type { RecordedRun } from './task-run.js';
import { latestTime, parseSchedule } from './task-schedule.js';

/** Runs the graphs that are due on the clock, side by side, and waits for their ends. */
export async function runDueTasks(engine: Engine): Promise<readonly RecordedRun[]> {
  const { catalogue } = engine;
  const now = engine.clock().getTime();
  const roots = [...catalogue.ofKind('TASK')].filter(
    (task) =>
      isStarted(catalogue, task) &&
      predecessorsOf(catalogue, task).length === 0 &&
      finalizedRoot(catalogue, task) === undefined,
  );
  const work = roots.map((root) => runIfDue(engine, root, now));
  return (await Promise.all(work)).flat();
}

async function runIfDue(
  engine: Engine,
  root: TaskObject,
  now: number,
): Promise<readonly RecordedRun[]> {
  const { tasks: runner } = engine;
  const started = Date.parse(root.startedOn ?? '');
  const recorded = runner.lastTime(root) ?? (await lastTime(engine, root));
  // Somebody may have started a run while the history was read.
  const last = runner.lastTime(root) ?? recorded;
  if (root.schedule !== undefined) {
    const after = Math.max(started, last ?? started);
    const due = latestTime(parseSchedule(root.schedule), started, after, now);
    // While the last run goes on, a time that comes is let pass.
    if (due === undefined || runner.isBusy(root)) return [];
    return await runner.run(root, { scheduledFrom: 'SCHEDULE', scheduledTime: due });
  }
  if (!readsStream(root.condition) || isTooSoon(root, last, now) || runner.isBusy(root)) return [];
  if (!(await isTriggered(engine, root))) return [];
  if (runner.isBusy(root) || isTooSoon(root, runner.lastTime(root) ?? last, now)) return [];
  return await runner.run(root, { scheduledFrom: 'TRIGGER', scheduledTime: now });
}

function isTooSoon(root: TaskObject, last: number | undefined, now: number): boolean {
  return last !== undefined && now - last < root.minimumTriggerSeconds * 1000;
}

/** When a root task was last to run before this process began. */
async function lastTime(engine: Engine, root: TaskObject): Promise<number | undefined> {
  const connection = await engine.database.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT max(scheduled) FROM das_catalogue.task_runs WHERE task_id = ${root.id}`,
    );
    const last = reader.getRows()[0]?.[0] ?? null;
    return last === null ? undefined : Number(last);
  } finally {
    connection.closeSync();
  }
}

/** A condition that cannot be evaluated is the run's own failure: it is told there. */
async function isTriggered(engine: Engine, root: TaskObject): Promise<boolean> {
  const session = await openOwnerSession(engine, root);
  try {
    return await holds(session, root.condition ?? '');
  } catch {
    return true;
  } finally {
    await session.close();
  }
}
