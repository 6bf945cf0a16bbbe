import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { showVariables } from '../statement/session-variable.js';
import { unsupported } from '../warehouse/errors.js';
import { describe } from './describe.js';
import { describeTask, showTasks } from './describe-task.js';
import { show } from './show.js';
import { describeSequence, showSequences } from './show-sequences.js';

/** `SHOW` and `DESCRIBE`. */
export async function inspect(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  if (reader.sees('SHOW', 'VARIABLES')) return showVariables(context);
  if (reader.sees('SHOW', 'SEQUENCES')) return await showSequences(context);
  if (reader.sees('SHOW', 'TASKS') || reader.sees('SHOW', 'TERSE', 'TASKS')) {
    return showTasks(context);
  }
  if (reader.peek(1).value === 'TASK') return describeTask(context);
  if (reader.peek(1).value === 'SEQUENCE') return await describeSequence(context);
  if (reader.accept('SHOW')) return show(context);
  if (reader.accept('DESCRIBE') || reader.accept('DESC')) return describe(context);
  throw unsupported(`the statement ${reader.peek().value}`);
}
