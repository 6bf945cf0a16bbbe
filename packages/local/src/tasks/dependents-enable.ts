import type { ResultSet } from '@das/core';
import { holds, reaches, sees } from '../access/privileges.js';
import type { TaskObject } from '../catalogue/task-object.js';
import { type Definition, define } from '../definition/definition.js';
import type { StatementContext } from '../engine/statement-context.js';
import { isOperator } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import { resumedTask } from './resume-task.js';
import { childrenOf, finalizerOf, isStarted, rootOf } from './task-graph.js';

const name = 'SYSTEM$TASK_DEPENDENTS_ENABLE';

/** Whether a statement is the call that resumes a graph: it is a query in form, and DDL in effect. */
export function enablesDependents({ tokens }: StatementContext): boolean {
  const [select, call, open, argument, close, ...more] = tokens;
  return (
    select?.value === 'SELECT' &&
    call?.kind === 'word' &&
    call.value === name &&
    open !== undefined &&
    isOperator(open, '(') &&
    argument?.kind === 'string' &&
    close !== undefined &&
    isOperator(close, ')') &&
    more.length === 0
  );
}

/**
 * `SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('name')`: resumes a task with all that depends on it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/system_task_dependents_enable
 */
export async function enableDependents(context: StatementContext): Promise<ResultSet> {
  const reader = new TokenReader(tokenize(context.tokens[3]?.value ?? ''));
  const path = reader.name();
  reader.expectEnd();
  await define(context, async (definition) => {
    const task = definition.find('TASK', path);
    requireOperator(definition, task);
    const all = dependents(definition, task);
    // The root comes last: while it rests, the others may be resumed.
    const root = rootOf(definition.draft, task);
    const rest = all.filter((each) => each.id !== root.id);
    for (const each of [...rest, ...all.filter((one) => one.id === root.id)]) {
      if (isStarted(definition.draft, each)) continue;
      const current = definition.draft.get(each.id);
      if (current?.kind !== 'TASK') continue;
      definition.draft.put(resumedTask(definition.draft, current, definition.now));
    }
    return { columns: [], rows: [], rowsAffected: 0 };
  });
  const column = `${name}('${context.tokens[3]?.value ?? ''}')`;
  return {
    columns: [{ name: column, type: 'BOOLEAN' }],
    rows: [{ [column]: true }],
    rowsAffected: 0,
  };
}

function requireOperator({ draft, roles }: Definition, task: TaskObject): void {
  if (holds(roles, task, 'OPERATE')) return;
  const full = draft.fullName(task);
  const isVisible = reaches(draft, roles, task) && sees(roles, task);
  throw isVisible ? notAuthorized('Task', full) : notFound('Task', full);
}

function dependents({ draft }: Definition, task: TaskObject): readonly TaskObject[] {
  const found = new Map<number, TaskObject>();
  const visit = (each: TaskObject): void => {
    if (found.has(each.id)) return;
    found.set(each.id, each);
    for (const child of childrenOf(draft, each)) visit(child);
    const finalizer = finalizerOf(draft, each);
    if (finalizer !== undefined) visit(finalizer);
  };
  visit(task);
  return [...found.values()];
}
