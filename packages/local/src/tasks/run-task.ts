import { randomUUID } from 'node:crypto';
import { WarehouseError } from '@das/core';
import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { prepareQuery, runPrepared } from '../engine/run-query.js';
import { parameterOf } from '../statement/session-parameter.js';
import type { LocalSession } from '../warehouse/local-session.js';
import { openOwnerSession } from './owner-session.js';
import { conditionQuery } from './task-condition.js';
import { addRun, changeRun } from './task-history.js';
import type { TaskPlace } from './task-place.js';
import { requireRunnable } from './task-privileges.js';
import type { RecordedRun } from './task-run.js';

/** What a run of a graph says of the runs of its tasks. */
export type GraphRunFacts = Pick<
  RecordedRun,
  | 'scheduledTime'
  | 'nextScheduledTime'
  | 'rootTaskId'
  | 'rootId'
  | 'graphVersion'
  | 'runId'
  | 'scheduledFrom'
  | 'attemptNumber'
  | 'config'
  | 'graphRunGroupId'
>;

/** Runs one task, unless its condition says no, and writes down how it went. Never throws. */
export async function runTask(
  engine: Engine,
  task: TaskObject,
  facts: GraphRunFacts,
  before: Pick<TaskPlace, 'predecessors' | 'returnValues'>,
  signal: AbortSignal,
): Promise<RecordedRun> {
  const key = randomUUID();
  const queryId = randomUUID();
  const { database, schema } = engine.catalogue.container(task);
  const now = (): string => engine.clock().toISOString();
  let run: RecordedRun = {
    ...facts,
    queryId,
    name: task.name,
    databaseName: database,
    schemaName: schema,
    queryText: task.text,
    conditionText: task.condition,
    state: 'EXECUTING',
    errorCode: undefined,
    errorMessage: undefined,
    queryStartTime: now(),
    completedTime: undefined,
    returnValue: undefined,
    owner: task.owner,
    taskId: task.id,
  };
  const session = await openOwnerSession(engine, task);
  const { connection } = session.state;
  const place: TaskPlace = { ...before, config: facts.config, returnValue: undefined };
  session.state.task = place;
  try {
    await addRun(connection, key, run);
    try {
      requireRunnable(engine.catalogue, task);
      const isWanted = task.condition === undefined || (await holds(session, task.condition));
      if (isWanted) await execute(session, task, queryId, signal);
      run = isWanted
        ? { ...run, state: 'SUCCEEDED', returnValue: place.returnValue }
        : { ...run, state: 'SKIPPED', queryId: undefined, queryStartTime: undefined };
    } catch (error) {
      run = { ...run, ...failureOf(error, signal) };
    }
    run = { ...run, completedTime: now() };
    await changeRun(connection, key, run);
  } finally {
    await session.close();
  }
  return run;
}

/** Whether the condition of a task is true for its owner. */
export async function holds({ state }: LocalSession, condition: string): Promise<boolean> {
  const query = await prepareQuery(state.engine, state.context(), [], conditionQuery(condition));
  const { rows } = await runPrepared(state, query);
  return Object.values(rows[0] ?? {})[0] === true;
}

async function execute(
  session: LocalSession,
  task: TaskObject,
  queryId: string,
  signal: AbortSignal,
): Promise<void> {
  const statementSeconds = Number(parameterOf(session.state, 'STATEMENT_TIMEOUT_IN_SECONDS'));
  const limits = [task.timeoutMs, statementSeconds * 1000].filter((limit) => limit > 0);
  // A timer takes no more than 24 days; the longest limit of a task is seven.
  const timeout = AbortSignal.timeout(Math.min(...limits, 604_800_000));
  const statement = { text: task.text, binds: [] };
  try {
    await session.execute(statement, { queryId, signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    if (!timeout.aborted || signal.aborted) throw error;
    throw new WarehouseError('DAS_WAREHOUSE_CANCELLED', 'the task reached its timeout', {
      number: 630,
      sqlState: '57014',
      next: 'raise USER_TASK_TIMEOUT_MS, or make the statement cheaper',
    });
  }
}

/** How a run that ended with an error stands. Only messages of the engine are kept: they hold no value. */
function failureOf(
  error: unknown,
  signal: AbortSignal,
): Pick<RecordedRun, 'state' | 'errorCode' | 'errorMessage'> {
  if (signal.aborted) {
    return { state: 'CANCELLED', errorCode: 604, errorMessage: 'the run was cancelled' };
  }
  const known = error instanceof WarehouseError ? error : undefined;
  return {
    state: 'FAILED',
    errorCode: known?.number ?? 603,
    errorMessage: known?.message ?? 'the statement failed while it ran',
  };
}
