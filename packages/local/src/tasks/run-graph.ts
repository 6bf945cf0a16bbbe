import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { type GraphRunFacts, runTask } from './run-task.js';
import { isStarted, type TaskGraph } from './task-graph.js';
import type { RecordedRun } from './task-run.js';

/** What became of a task in a run of its graph. `passed` stands for one that is suspended. */
type Outcome = 'succeeded' | 'passed' | 'stopped';

/** One run of a graph. */
export interface GraphRun {
  readonly runs: readonly RecordedRun[];
  /** The tasks that failed or were cancelled, without the finalizer. */
  readonly failed: ReadonlySet<number>;
  /** What each task that succeeded has returned, in this attempt or an earlier one. */
  readonly succeeded: ReturnValues;
}

/** What tasks that succeeded have returned, by their numbers. */
export type ReturnValues = ReadonlyMap<number, string | undefined>;

/**
 * Runs a graph: each task once its predecessors have succeeded, those that do not wait for each other
 * side by side, and the finalizer at the end.
 *
 * @param done - the tasks that succeeded in an earlier attempt: they are not run again
 * @param onRoot - called when the root has ended
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
export async function runGraph(
  engine: Engine,
  graph: TaskGraph,
  facts: GraphRunFacts,
  signal: AbortSignal,
  done: ReturnValues,
  onRoot: () => void,
): Promise<GraphRun> {
  const { catalogue } = engine;
  const started = new Set(
    graph.tasks.filter((task) => isStarted(catalogue, task)).map(({ id }) => id),
  );
  const finalizer =
    graph.finalizer !== undefined && isStarted(catalogue, graph.finalizer)
      ? graph.finalizer
      : undefined;
  const runs: RecordedRun[] = [];
  const succeeded = new Map(done);
  const outcomes = new Map<number, Promise<Outcome>>();
  const outcomeOf = async (task: TaskObject): Promise<Outcome> => {
    if (done.has(task.id)) return 'succeeded';
    const isRoot = task.id === graph.root.id;
    const before = graph.predecessors.get(task.id) ?? [];
    const ends = await Promise.all(before.map((id) => outcomes.get(id)));
    if (!isRoot && !mayRun(ends)) return 'stopped';
    if (!isRoot && !started.has(task.id)) return 'passed';
    const at = isRoot ? facts.scheduledTime : engine.clock().toISOString();
    const run = await runTask(
      engine,
      task,
      { ...facts, scheduledTime: at },
      valuesBefore(graph, task, succeeded),
      signal,
    );
    runs.push(run);
    if (run.state !== 'SUCCEEDED') return 'stopped';
    succeeded.set(task.id, run.returnValue);
    return 'succeeded';
  };
  for (const task of graph.tasks) {
    const outcome = outcomeOf(task);
    outcomes.set(task.id, outcome);
    if (task.id === graph.root.id) void outcome.finally(onRoot).catch(() => undefined);
  }
  await Promise.all(outcomes.values());
  const isSkipped = runs.some(
    ({ taskId, state }) => taskId === graph.root.id && state === 'SKIPPED',
  );
  const withState = (...states: readonly string[]): ReadonlySet<number> =>
    new Set(runs.filter(({ state }) => states.includes(state)).map(({ taskId }) => taskId));
  const failed = withState('FAILED', 'CANCELLED');
  if (finalizer !== undefined && !isSkipped && !signal.aborted) {
    const at = engine.clock().toISOString();
    const before = { predecessors: [], returnValues: new Map() };
    const last = { ...facts, scheduledTime: at };
    runs.push(await runTask(engine, finalizer, last, before, signal));
  }
  return { runs, failed, succeeded };
}

/**
 * A suspended predecessor counts as if it had succeeded; of several, one at least must be resumed and
 * every resumed one must have succeeded.
 */
function mayRun(ends: readonly (Outcome | undefined)[]): boolean {
  if (ends.includes('stopped')) return false;
  return ends.length === 1 || ends.includes('succeeded');
}

/** What the tasks before one, near and far, have returned. */
function valuesBefore(
  graph: TaskGraph,
  task: TaskObject,
  succeeded: ReturnValues,
): { predecessors: readonly string[]; returnValues: ReadonlyMap<string, string | undefined> } {
  const names = new Map(graph.tasks.map(({ id, name }) => [id, name]));
  const before = new Set<number>();
  const visit = (id: number): void => {
    for (const each of graph.predecessors.get(id) ?? []) {
      if (before.has(each)) continue;
      before.add(each);
      visit(each);
    }
  };
  visit(task.id);
  const known = [...before].filter((id) => succeeded.has(id));
  const direct = (graph.predecessors.get(task.id) ?? []).filter((id) => succeeded.has(id));
  return {
    predecessors: direct.map((id) => names.get(id) ?? ''),
    returnValues: new Map(known.map((id) => [names.get(id) ?? '', succeeded.get(id)])),
  };
}
