import { compileExpression, type Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import type { CallExpression } from '../query/expression.js';
import { configValue, parsePath, predecessorValue, type TaskPlace } from '../tasks/task-place.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

type Read = (task: TaskPlace, argument: string | undefined) => string | undefined;

const reads: Readonly<Record<string, Read>> = {
  SYSTEM$GET_PREDECESSOR_RETURN_VALUE: predecessorValue,
  SYSTEM$GET_TASK_GRAPH_CONFIG: (task, path) =>
    configValue(task, path === undefined ? [] : parsePath(path)),
};

export const taskFunctionNames: readonly string[] = Object.keys(reads);

/** Compiles a function that tells a task of its run; nothing for any other function. */
export function compileTaskFunction(call: CallExpression, place: Place): Typed | undefined {
  const read = Object.hasOwn(reads, call.name) ? reads[call.name] : undefined;
  if (read === undefined) return undefined;
  const [argument, ...others] = call.args;
  if (others.length > 0) throw arityError(call.name);
  const text = argument === undefined ? undefined : compileExpression(argument, place).text;
  if (argument !== undefined && text === undefined) {
    throw unsupported(`${call.name} of anything but a literal`, call.name);
  }
  const { task } = place.compilation.session;
  if (task === undefined) throw invalidStatement(`${call.name} is called in a task`, call.name);
  const value = read(task, text);
  return value === undefined
    ? typed('CAST(NULL AS VARCHAR)', varchar)
    : { sql: duckString(value), type: varchar };
}
