import type { Catalogue } from '../catalogue/catalogue.js';
import type { TaskObject } from '../catalogue/task-object.js';
import { invalidStatement } from '../warehouse/errors.js';
import { readsStream } from './task-condition.js';
import { finalizedRoot, predecessorsOf } from './task-graph.js';
import { requireRunnable } from './task-privileges.js';

/**
 * A task as it is once it is resumed. Resuming a root sets a version of its graph.
 *
 * @throws WarehouseError when nothing would ever make it run, or its owner may not run it
 */
export function resumedTask(catalogue: Catalogue, task: TaskObject, now: string): TaskObject {
  requireRunnable(catalogue, task);
  const isRoot =
    predecessorsOf(catalogue, task).length === 0 && finalizedRoot(catalogue, task) === undefined;
  if (isRoot && task.schedule === undefined && !readsStream(task.condition)) {
    throw invalidStatement(
      `${catalogue.fullName(task)} has neither a schedule, nor a predecessor, nor a stream to wait for`,
      catalogue.fullName(task),
    );
  }
  const started = { ...task, startedOn: now, startedBy: task.owner };
  return isRoot ? committedVersion(started, now) : started;
}

export function suspendedTask(task: TaskObject, now: string, reason: string): TaskObject {
  return {
    ...task,
    startedOn: undefined,
    startedBy: undefined,
    suspendedOn: now,
    suspendedReason: reason,
  };
}

/** A root whose graph has a new version if anything of it was changed since the last one. */
export function committedVersion(root: TaskObject, now: string): TaskObject {
  if (!root.isModified) return root;
  return { ...root, version: root.version + 1, isModified: false, committedOn: now };
}
