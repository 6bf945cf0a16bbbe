import type { ResultSet } from '@das/core';
import { holds, reaches, sees } from '../../access/privileges.js';
import type { TaskObject } from '../../catalogue/task-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { resumedTask, suspendedTask } from '../../tasks/resume-task.js';
import { isStarted, predecessorsOf, rootOf } from '../../tasks/task-graph.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { requireWarehouse } from '../account/warehouse-use.js';
import type { Definition } from '../definition.js';
import {
  markModified,
  place,
  readCondition,
  readFinalize,
  readTasks,
  readText,
  requireSuspended,
} from './task.js';
import { checkSettings, readTaskOptions, type TaskDraft, unsetTaskOption } from './task-options.js';

/**
 * `ALTER TASK … RESUME | SUSPEND | SET … | UNSET … | MODIFY … | ADD AFTER … | REMOVE …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-task
 */
export async function alterTask(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'TASK');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = definition.findOrUndefined('TASK', name);
  if (found === undefined && ifExists) return done;
  const task = found ?? definition.find('TASK', name);
  if (reader.accept('RESUME')) {
    reader.expectEnd();
    resume(definition, task);
  } else if (reader.accept('SUSPEND')) {
    reader.expectEnd();
    suspend(definition, task);
  } else {
    definition.requireOwner(task);
    requireSuspended(definition, task);
    change(definition, task);
  }
  return done;
}

function requireOperator(definition: Definition, task: TaskObject): void {
  const { draft, roles } = definition;
  if (holds(roles, task, 'OPERATE')) return;
  const full = draft.fullName(task);
  const isVisible = reaches(draft, roles, task) && sees(roles, task);
  throw isVisible ? notAuthorized('Task', full) : notFound('Task', full);
}

function resume(definition: Definition, task: TaskObject): void {
  const { draft, now } = definition;
  requireOperator(definition, task);
  const root = rootOf(draft, task);
  if (root.id !== task.id) requireSuspended(definition, root);
  if (isStarted(draft, task)) return;
  draft.put(resumedTask(draft, task, now));
  if (root.id !== task.id) markModified(definition, task);
}

function suspend(definition: Definition, task: TaskObject): void {
  const { draft, now } = definition;
  requireOperator(definition, task);
  const root = rootOf(draft, task);
  if (root.id !== task.id) requireSuspended(definition, root);
  if (task.startedOn === undefined) return;
  draft.put(suspendedTask(task, now, 'USER_SUSPENDED'));
  if (root.id !== task.id) markModified(definition, task);
}

function change(definition: Definition, task: TaskObject): void {
  const { reader } = definition;
  if (reader.accept('MODIFY', 'AS')) {
    place(definition, { ...task, text: readText(definition, reader.rest()) });
  } else if (reader.accept('MODIFY', 'WHEN')) {
    place(definition, { ...task, condition: readCondition(definition, reader.rest()) });
  } else if (reader.accept('REMOVE', 'WHEN')) {
    reader.expectEnd();
    place(definition, { ...task, condition: undefined });
  } else if (reader.accept('ADD', 'AFTER')) {
    const added = readTasks(definition);
    reader.expectEnd();
    // A link that was severed is not there any more.
    const kept = predecessorsOf(definition.draft, task).map(({ id }) => id);
    place(definition, { ...task, after: [...new Set([...kept, ...added])] });
  } else if (reader.accept('REMOVE', 'AFTER')) {
    removeAfter(definition, task);
  } else if (reader.accept('SET', 'FINALIZE')) {
    const finalizes = readFinalize(definition);
    reader.expectEnd();
    if (task.finalizes !== undefined && task.finalizes !== finalizes) {
      throw invalidStatement('unset FINALIZE before it is set to another root task', task.name);
    }
    place(definition, { ...task, finalizes });
  } else if (reader.accept('UNSET', 'FINALIZE')) {
    reader.expectEnd();
    markModified(definition, task);
    const alone = { ...task, finalizes: undefined };
    place(definition, isResumed(task) ? atRest(definition, alone, 'FINALIZER_BECAME_ROOT') : alone);
  } else if (['TAG', 'CONTACT', 'EXECUTE'].some((word) => reader.peek(1).value === word)) {
    throw unsupported(`ALTER TASK … ${reader.peek().value} ${reader.peek(1).value}`);
  } else {
    changeSettings(definition, task);
  }
}

function removeAfter(definition: Definition, task: TaskObject): void {
  const { reader } = definition;
  const removed = readTasks(definition);
  reader.expectEnd();
  const missing = removed.find((id) => !task.after.includes(id));
  if (missing !== undefined) {
    throw invalidStatement(`${task.name} does not run after one of these tasks`, task.name);
  }
  // The graph that it leaves is another one from now on, too.
  markModified(definition, task);
  const left = { ...task, after: task.after.filter((id) => !removed.includes(id)) };
  const becomesRoot = left.after.length === 0 && isResumed(task);
  place(definition, becomesRoot ? atRest(definition, left, 'CHILD_BECAME_ROOT') : left);
}

function isResumed(task: TaskObject): boolean {
  return task.startedOn !== undefined;
}

function atRest(definition: Definition, task: TaskObject, reason: string): TaskObject {
  return suspendedTask(task, definition.now, reason);
}

function changeSettings(definition: Definition, task: TaskObject): void {
  const { reader } = definition;
  const changed: TaskDraft = { settings: task, comment: task.comment };
  const isSet = reader.expectOneOf(['SET', 'UNSET']) === 'SET';
  if (isSet) readTaskOptions(reader, changed);
  else {
    do unsetTaskOption(changed, reader.identifier());
    while (reader.acceptOperator(','));
  }
  reader.expectEnd();
  const next = { ...task, ...changed.settings, comment: changed.comment };
  checkSettings(next);
  if (next.warehouse !== undefined && next.warehouse !== task.warehouse) {
    requireWarehouse(definition, next.warehouse);
  }
  place(definition, next);
}
