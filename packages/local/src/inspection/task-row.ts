import type { Row } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { TaskObject } from '../catalogue/task-object.js';
import {
  finalizedRoot,
  finalizerOf,
  isStarted,
  predecessorsOf,
  suspensionOf,
} from '../tasks/task-graph.js';

/** What SHOW TASKS has after the date and the name. */
export const taskNames: readonly string[] = [
  'id',
  'database_name',
  'schema_name',
  'owner',
  'comment',
  'warehouse',
  'schedule',
  'predecessors',
  'state',
  'definition',
  'condition',
  'allow_overlapping_execution',
  'error_integration',
  'last_committed_on',
  'last_suspended_on',
  'owner_role_type',
  'config',
  'task_relations',
  'last_suspended_reason',
  'success_integration',
  'scheduling_mode',
  'target_completion_interval',
  'execute_as_user',
];

/** What SHOW TASKS says of a task alone. */
export function taskValues(task: TaskObject, catalogue: Catalogue): Record<string, Row[string]> {
  const predecessors = predecessorsOf(catalogue, task).map((each) => catalogue.fullName(each));
  const finalized = finalizedRoot(catalogue, task);
  const finalizer = finalizerOf(catalogue, task);
  const isRoot = predecessors.length === 0 && finalized === undefined;
  const relations = {
    ...(finalized === undefined ? {} : { FinalizedRootTask: catalogue.fullName(finalized) }),
    Predecessors: predecessors,
    ...(finalizer === undefined ? {} : { FinalizerTask: catalogue.fullName(finalizer) }),
  };
  const target = task.compute.TARGET_COMPLETION_INTERVAL;
  return {
    id: task.uuid,
    warehouse: task.warehouse ?? null,
    schedule: task.schedule ?? null,
    predecessors: JSON.stringify(predecessors),
    state: isStarted(catalogue, task) ? 'started' : 'suspended',
    definition: task.text,
    condition: task.condition ?? null,
    allow_overlapping_execution: isRoot ? String(task.overlap !== 'NO_OVERLAP') : null,
    error_integration: null,
    success_integration: null,
    last_committed_on: dateOf(task.committedOn),
    last_suspended_on: dateOf(task.suspendedOn),
    config: isRoot ? (task.config ?? null) : null,
    task_relations: JSON.stringify(relations),
    last_suspended_reason: suspensionOf(catalogue, task) ?? task.suspendedReason ?? null,
    scheduling_mode:
      task.warehouse !== undefined ? null : target === undefined ? 'FIXED' : 'FLEXIBLE',
    target_completion_interval: target ?? null,
    execute_as_user: null,
  };
}

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
