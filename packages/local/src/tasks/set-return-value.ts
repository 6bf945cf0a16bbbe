import type { ResultSet } from '@das/core';
import { prepareQuery, runPrepared } from '../engine/run-query.js';
import { newContext, type StatementContext } from '../engine/statement-context.js';
import { keyword, operator } from '../lexing/token.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { invalidStatement } from '../warehouse/errors.js';

const name = 'SYSTEM$SET_RETURN_VALUE';

/** Whether a statement is the call by which a task says what it returns. */
export function setsReturnValue({ reader }: StatementContext): boolean {
  return reader.sees('CALL', name);
}

/**
 * `CALL SYSTEM$SET_RETURN_VALUE('…')`: what the tasks behind this one can ask for.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/system_set_return_value
 */
export async function setReturnValue(context: StatementContext): Promise<ResultSet> {
  const { engine, state, signal } = context;
  const { reader } = newContext(context, context.tokens);
  reader.expect('CALL', name);
  const argument = reader.parenthesised();
  reader.expectEnd();
  if (argument.length === 0) throw invalidStatement(`${name} needs a text`, name, 938);
  const { task } = state;
  if (task === undefined) throw invalidStatement(`${name} is called in a task`, name);
  const tokens = [keyword('SELECT'), operator('('), ...argument, operator(')')];
  const tail = [operator('::'), keyword('VARCHAR')];
  await state.transaction.beforeStatement();
  const query = await prepareQuery(
    engine,
    state.context(),
    context.binds,
    parseQuery([...tokens, ...tail]),
  );
  const { rows } = await runPrepared(state, query, signal);
  const value = Object.values(rows[0] ?? {})[0];
  if (typeof value === 'string' && Buffer.byteLength(value) > 10_000) {
    throw invalidStatement('a task returns a text of at most 10 kB');
  }
  task.returnValue = typeof value === 'string' ? value : undefined;
  return {
    columns: [{ name, type: 'VARCHAR(16777216)' }],
    rows: [{ [name]: 'true' }],
    rowsAffected: 0,
  };
}
