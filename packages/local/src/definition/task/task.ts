import { randomUUID } from 'node:crypto';
import type { ResultSet } from '@das/core';
import type { SchemaObject } from '../../catalogue/catalogue-object.js';
import type { TaskObject } from '../../catalogue/task-object.js';
import { sourceText } from '../../engine/statement-context.js';
import { isWord, type Token } from '../../lexing/token.js';
import { statusResult } from '../../shaping/status-result.js';
import { checkCondition, readsStream } from '../../tasks/task-condition.js';
import { checkPlace, graphOf, isStarted, rootOf } from '../../tasks/task-graph.js';
import {
  alreadyExists,
  executionFailed,
  invalidStatement,
  unsupported,
} from '../../warehouse/errors.js';
import { requireWarehouse } from '../account/warehouse-use.js';
import { readCreate, readIfNotExists } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkSettings, defaultSettings, readTaskOptions, type TaskDraft } from './task-options.js';

/** What follows the options of CREATE TASK. */
interface TaskBody {
  readonly after: readonly number[];
  readonly finalizes: number | undefined;
  readonly condition: string | undefined;
  readonly text: string;
}

/**
 * `CREATE [OR REPLACE | OR ALTER] TASK`: suspended until it is resumed.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export async function createTask(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('TASK');
  const ifNotExists = readIfNotExists(reader, mode);
  const path = reader.name();
  const [database, schemaName, plain] = definition.path(path);
  const known = definition.findOrUndefined('TASK', path);
  const isAltered = mode.orAlter && known !== undefined;
  const schema = isAltered
    ? (draft.get(known.parent) as SchemaObject)
    : definition.schemaFor(path, 'TASK').schema;
  const existing = draft.find('TASK', schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (existing !== undefined && !mode.orReplace && !mode.orAlter) {
    throw alreadyExists('Task', `${database}.${schemaName}.${plain}`);
  }
  if (existing !== undefined) {
    definition.requireOwner(existing);
    requireSuspended(definition, existing);
  }
  if (reader.accept('COPY', 'GRANTS')) throw unsupported('COPY GRANTS of a task');
  const changed: TaskDraft = { settings: defaultSettings, comment: '' };
  readTaskOptions(reader, changed);
  const body = readBody(definition, changed);
  checkSettings(changed.settings);
  const { warehouse } = changed.settings;
  if (warehouse !== undefined) requireWarehouse(definition, warehouse);
  const isTriggered = changed.settings.schedule === undefined && body.after.length === 0;
  const waits = isTriggered && body.finalizes === undefined && readsStream(body.condition);
  if (
    waits &&
    warehouse === undefined &&
    !('TARGET_COMPLETION_INTERVAL' in changed.settings.compute)
  ) {
    throw invalidStatement(
      'a serverless task that a stream triggers needs TARGET_COMPLETION_INTERVAL',
    );
  }
  if (isAltered && existing !== undefined) {
    const task: TaskObject = {
      ...existing,
      ...changed.settings,
      ...body,
      comment: changed.comment,
    };
    place(definition, task);
    return statusResult('Statement executed successfully.');
  }
  if (existing !== undefined) draft.remove(existing.id);
  const task: TaskObject = definition.withFutureGrants({
    ...definition.base(plain, changed.comment),
    kind: 'TASK',
    parent: schema.id,
    ...changed.settings,
    ...body,
    uuid: randomUUID(),
    startedOn: undefined,
    startedBy: undefined,
    suspendedOn: undefined,
    suspendedReason: undefined,
    version: 0,
    isModified: true,
    committedOn: undefined,
  });
  place(definition, task);
  return statusResult(`Task ${plain} successfully created.`);
}

/** Puts a task into the draft at its place in a graph, whose root must be suspended. */
export function place(definition: Definition, task: TaskObject): void {
  const { draft } = definition;
  draft.put(task);
  checkPlace(draft, task);
  const root = rootOf(draft, task);
  if (root.id !== task.id) requireSuspended(definition, root);
  markModified(definition, task);
}

/** A graph that was changed gets a new version when its root is resumed or executed. */
export function markModified(definition: Definition, task: TaskObject): void {
  const { draft } = definition;
  const root = rootOf(draft, task);
  draft.put({ ...root, isModified: true });
}

/** Only a task at rest is modified, and one in a graph only while the root rests. */
export function requireSuspended(definition: Definition, task: TaskObject): void {
  const { draft } = definition;
  const root = rootOf(draft, task);
  if (!isStarted(draft, root)) return;
  const name = draft.fullName(root);
  throw executionFailed(`unable to update the graph with root task ${name}: it is not suspended`, {
    number: 91_093,
    sqlState: '55000',
    place: name,
    next: `run ALTER TASK ${name} SUSPEND first`,
  });
}

/** A task that stands alone is dropped at any time, one in a graph while its root rests. */
export function refuseStartedGraph(definition: Definition, task: TaskObject): void {
  const { tasks, finalizer } = graphOf(definition.draft, rootOf(definition.draft, task));
  if (tasks.length > 1 || finalizer !== undefined) requireSuspended(definition, task);
}

function readBody(definition: Definition, changed: TaskDraft): TaskBody {
  const { reader, context } = definition;
  let after: readonly number[] = [];
  let finalizes: number | undefined;
  let condition: string | undefined;
  while (!reader.accept('AS')) {
    if (reader.accept('AFTER')) after = readTasks(definition);
    else if (reader.accept('FINALIZE')) finalizes = readFinalize(definition);
    else if (reader.accept('WHEN')) {
      condition = readCondition(
        definition,
        reader.until((token) => isWord(token, 'AS')),
      );
    } else if (reader.sees('EXECUTE')) throw unsupported('EXECUTE AS USER of a task');
    else if (reader.sees('CLONE')) throw unsupported('CLONE of a task');
    else if (reader.isAtEnd) throw reader.unexpected('AS');
    else if (['WITH', 'TAG', 'CONTACT'].some((word) => reader.sees(word))) {
      throw unsupported('tags and contacts of a task');
    } else readTaskOptions(reader, changed);
  }
  const text = readText(definition, reader.rest());
  if (context.binds.length > 0) throw unsupported('a bind inside a task');
  return { after, finalizes, condition, text };
}

/** The statement of a task, which is only looked at when it runs. */
export function readText(definition: Definition, tokens: readonly Token[]): string {
  if (tokens.length === 0) throw invalidStatement('a task needs a statement');
  return sourceText(definition.context, tokens);
}

export function readCondition(definition: Definition, tokens: readonly Token[]): string {
  if (tokens.length === 0) throw invalidStatement('WHEN needs a condition');
  checkCondition(tokens);
  return sourceText(definition.context, tokens);
}

/** `= name` after FINALIZE. */
export function readFinalize(definition: Definition): number {
  definition.reader.expectOperator('=');
  return definition.find('TASK', definition.reader.name()).id;
}

/** `a, b, …`: the ids of tasks. */
export function readTasks(definition: Definition): readonly number[] {
  const { reader } = definition;
  const ids: number[] = [];
  do {
    const { id } = definition.find('TASK', reader.name());
    if (!ids.includes(id)) ids.push(id);
  } while (reader.acceptOperator(','));
  return ids;
}
