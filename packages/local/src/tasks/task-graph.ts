import { WarehouseError } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { TaskObject } from '../catalogue/task-object.js';
import { invalidStatement } from '../warehouse/errors.js';

/** A root task with all that runs after it, as one moment of the catalogue has them. */
export interface TaskGraph {
  readonly root: TaskObject;
  /** The root first, each task behind its predecessors, without the finalizer. */
  readonly tasks: readonly TaskObject[];
  /** The ids of the predecessors of each task. */
  readonly predecessors: ReadonlyMap<number, readonly number[]>;
  readonly finalizer: TaskObject | undefined;
}

function linked(catalogue: Catalogue, task: TaskObject, id: number): TaskObject | undefined {
  const other = catalogue.get(id);
  // Another owner, or a place in another schema, severs the link.
  if (other?.kind !== 'TASK' || other.owner !== task.owner) return undefined;
  return other.parent === task.parent ? other : undefined;
}

/** The tasks that a task runs after. */
export function predecessorsOf(catalogue: Catalogue, task: TaskObject): readonly TaskObject[] {
  return task.after.flatMap((id) => linked(catalogue, task, id) ?? []);
}

/** The root task whose finalizer a task is. */
export function finalizedRoot(catalogue: Catalogue, task: TaskObject): TaskObject | undefined {
  return task.finalizes === undefined ? undefined : linked(catalogue, task, task.finalizes);
}

/** The tasks that run after a task. */
export function childrenOf(catalogue: Catalogue, task: TaskObject): readonly TaskObject[] {
  return [...catalogue.ofKind('TASK')].filter(
    (other) => other.after.includes(task.id) && linked(catalogue, other, task.id) !== undefined,
  );
}

export function finalizerOf(catalogue: Catalogue, root: TaskObject): TaskObject | undefined {
  return [...catalogue.ofKind('TASK')].find(
    (other) => other.finalizes === root.id && finalizedRoot(catalogue, other) !== undefined,
  );
}

/** The root of the graph that a task is in; a task in no graph is its own. */
export function rootOf(catalogue: Catalogue, task: TaskObject): TaskObject {
  let at = finalizedRoot(catalogue, task) ?? task;
  const seen = new Set<number>();
  for (;;) {
    const [first] = predecessorsOf(catalogue, at);
    if (first === undefined || seen.has(first.id)) return at;
    seen.add(first.id);
    at = first;
  }
}

/** Whether a task is resumed: one that lost its owner or its graph since has to be resumed again. */
export function isStarted(catalogue: Catalogue, task: TaskObject): boolean {
  return task.startedOn !== undefined && suspensionOf(catalogue, task) === undefined;
}

/** Why a task that was resumed rests nevertheless. */
export function suspensionOf(catalogue: Catalogue, task: TaskObject): string | undefined {
  if (task.startedOn === undefined) return task.suspendedReason;
  if (task.startedBy !== task.owner) return 'GRANT_OWNERSHIP';
  if (task.after.length > 0 && predecessorsOf(catalogue, task).length === 0) {
    return 'CHILD_BECAME_ROOT';
  }
  const lostRoot = task.finalizes !== undefined && finalizedRoot(catalogue, task) === undefined;
  return lostRoot ? 'FINALIZER_BECAME_ROOT' : undefined;
}

/** The graph below a root task. */
export function graphOf(catalogue: Catalogue, root: TaskObject): TaskGraph {
  const predecessors = new Map<number, readonly number[]>();
  const tasks: TaskObject[] = [];
  const visit = (task: TaskObject): void => {
    if (predecessors.has(task.id)) return;
    predecessors.set(
      task.id,
      predecessorsOf(catalogue, task).map(({ id }) => id),
    );
    for (const child of childrenOf(catalogue, task)) visit(child);
    tasks.unshift(task);
  };
  visit(root);
  return { root, tasks, predecessors, finalizer: finalizerOf(catalogue, root) };
}

/**
 * Refuses a place in a graph that Snowflake does not allow.
 *
 * @param draft - the catalogue with the task as it is to be
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
export function checkPlace(draft: Catalogue, task: TaskObject): void {
  const name = draft.fullName(task);
  const wrong = (message: string): Error => invalidStatement(`${name}: ${message}`, name);
  const isChild = task.after.length > 0;
  if (isChild && task.finalizes !== undefined) {
    throw wrong('a finalizer task runs after no other task');
  }
  if ((isChild || task.finalizes !== undefined) && task.schedule !== undefined) {
    throw wrong('only a root task has a schedule');
  }
  if (isChild || task.finalizes !== undefined) {
    const ofRoot = [
      ['CONFIG', task.config !== undefined],
      ['OVERLAP_POLICY', task.overlap !== 'NO_OVERLAP'],
      ['TASK_AUTO_RETRY_ATTEMPTS', task.retryAttempts > 0],
    ] as const;
    const [found] = ofRoot.filter(([, isSet]) => isSet);
    if (found !== undefined) throw wrong(`${found[0]} is set on the root task`);
  }
  if (task.after.length > 100) throw wrong('a task has at most 100 predecessors');
  const predecessors = predecessorsOf(draft, task);
  if (predecessors.length < task.after.length) {
    throw invalidPredecessor(name, 'the tasks of a graph are in one schema and have one owner');
  }
  for (const predecessor of predecessors) {
    if (predecessor.finalizes !== undefined) {
      throw invalidPredecessor(name, 'a finalizer task has no child tasks');
    }
    if (reaches(draft, predecessor, task.id)) {
      throw invalidPredecessor(name, 'the tasks would wait for each other in a circle');
    }
    if (childrenOf(draft, predecessor).length > 100) {
      throw wrong('a task has at most 100 child tasks');
    }
  }
  if (new Set(predecessors.map((each) => rootOf(draft, each).id)).size > 1) {
    throw invalidPredecessor(name, 'a graph has one root task');
  }
  if (task.finalizes !== undefined) checkFinalizer(draft, task, wrong);
  if (graphOf(draft, rootOf(draft, task)).tasks.length > 1000) {
    throw wrong('a graph has at most 1000 tasks');
  }
}

function checkFinalizer(
  draft: Catalogue,
  task: TaskObject,
  wrong: (message: string) => Error,
): void {
  const root = finalizedRoot(draft, task);
  if (root === undefined || root.id === task.id) {
    throw wrong('a finalizer task is in the schema of its root task and has its owner');
  }
  if (predecessorsOf(draft, root).length > 0 || root.finalizes !== undefined) {
    throw wrong('a finalizer task belongs to a root task');
  }
  if (childrenOf(draft, task).length > 0) throw wrong('a finalizer task has no child tasks');
  const others = [...draft.ofKind('TASK')].filter((each) => each.finalizes === root.id);
  if (others.some((each) => each.id !== task.id)) {
    throw wrong('a root task has one finalizer task');
  }
}

function reaches(catalogue: Catalogue, from: TaskObject, id: number): boolean {
  const open = [from];
  const seen = new Set<number>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.id === id) return true;
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    open.push(...predecessorsOf(catalogue, next));
  }
  return false;
}

function invalidPredecessor(name: string, reason: string): Error {
  return new WarehouseError('DAS_WAREHOUSE_INVALID_STATEMENT', `${name}: ${reason}`, {
    place: name,
    number: 91_085,
    sqlState: '42601',
    next: 'correct the predecessors of the task',
  });
}
