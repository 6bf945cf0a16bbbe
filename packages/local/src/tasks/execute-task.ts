import type { ResultSet } from '@das/core';
import { holds, reaches, sees } from '../access/privileges.js';
import type { TaskObject } from '../catalogue/task-object.js';
import { define } from '../definition/definition.js';
import type { Engine } from '../engine/engine.js';
import type { StatementContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { executionFailed, invalidStatement, notAuthorized, notFound } from '../warehouse/errors.js';
import { committedVersion } from './resume-task.js';
import { finalizedRoot, predecessorsOf } from './task-graph.js';
import { recordedRuns } from './task-history.js';
import { requireRunnable } from './task-privileges.js';
import type { RunRequest } from './task-runner.js';

/** `EXECUTE TASK name [USING CONFIG = '…' | RETRY LAST | RETRY GRAPH RUN GROUP '…']`. */
export async function executeTask(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  reader.expect('EXECUTE', 'TASK');
  const name = reader.name();
  let config: string | undefined;
  let retried: string | 'LAST' | undefined;
  if (reader.accept('USING', 'CONFIG')) {
    reader.expectOperator('=');
    config = reader.string();
  } else if (reader.accept('RETRY', 'LAST')) retried = 'LAST';
  else if (reader.accept('RETRY', 'GRAPH', 'RUN', 'GROUP')) retried = reader.string();
  reader.expectEnd();
  return await define(context, async (definition) => {
    const { draft, roles, now } = definition;
    const { engine } = context;
    const task = definition.find('TASK', name);
    const full = draft.fullName(task);
    if (!holds(roles, task, 'OPERATE')) {
      const isVisible = reaches(draft, roles, task) && sees(roles, task);
      throw isVisible ? notAuthorized('Task', full) : notFound('Task', full);
    }
    if (predecessorsOf(draft, task).length > 0 || finalizedRoot(draft, task) !== undefined) {
      throw invalidStatement(`${full} is not a root task: execute the root of its graph`, full);
    }
    requireRunnable(draft, task);
    checkConfig(config);
    const scheduledTime = Date.parse(now);
    let request: RunRequest = {
      scheduledFrom: 'EXECUTE_TASK',
      scheduledTime,
      ...(config === undefined ? {} : { config }),
    };
    if (retried !== undefined) request = await retryOf(engine, task, retried, scheduledTime);
    const root = retried === undefined ? committedVersion(task, now) : task;
    if (root !== task) draft.put(root);
    definition.afterCommit(() => engine.tasks.start(root, request));
    return statusResult(`Task ${task.name} is scheduled to run immediately.`);
  });
}

function checkConfig(config: string | undefined): void {
  if (config === undefined) return;
  try {
    const value: unknown = JSON.parse(config);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  } catch {
    // Told below, without the text.
  }
  throw invalidStatement('CONFIG is not a JSON object');
}

const fourteenDays = 14 * 86_400_000;

/** The run that goes on where another one of the same graph failed. */
async function retryOf(
  engine: Engine,
  task: TaskObject,
  group: string,
  now: number,
): Promise<RunRequest> {
  const wrong = (message: string): Error =>
    executionFailed(`cannot retry ${task.name}: ${message}`, { place: task.name });
  const connection = await engine.database.connect();
  let runs: Awaited<ReturnType<typeof recordedRuns>>;
  try {
    runs = await recordedRuns(connection, `root_id = ${task.id}`);
  } finally {
    connection.closeSync();
  }
  const id = group === 'LAST' ? runs[0]?.graphRunGroupId : group;
  const ofGroup = runs.filter((run) => run.graphRunGroupId === id);
  const attempts = ofGroup.map((run) => run.attemptNumber);
  const last = Math.max(0, ...attempts);
  const ofLast = ofGroup.filter((run) => run.attemptNumber === last);
  const [latest] = ofLast;
  if (latest === undefined || id === undefined) throw wrong('there is no such run');
  if (ofLast.some(({ state }) => state === 'EXECUTING')) throw wrong('it is still running');
  const failures = ['FAILED', 'FAILED_AND_AUTO_SUSPENDED', 'CANCELLED'];
  if (!ofLast.some(({ state }) => failures.includes(state))) throw wrong('it did not fail');
  if (task.isModified || latest.graphVersion !== task.version) {
    throw wrong('its graph was modified since');
  }
  const firstTime = Math.min(...ofGroup.map((run) => Date.parse(run.scheduledTime)));
  if (now - firstTime > fourteenDays) throw wrong('it began more than 14 days ago');
  const succeeded = ofGroup.filter(({ state }) => state === 'SUCCEEDED');
  return {
    scheduledFrom: 'MANUAL RETRY',
    scheduledTime: now,
    ...(latest.config === undefined ? {} : { config: latest.config }),
    retries: {
      graphRunGroupId: id,
      attemptNumber: last + 1,
      runId: latest.runId,
      succeeded: new Map(succeeded.map(({ taskId, returnValue }) => [taskId, returnValue])),
    },
  };
}
