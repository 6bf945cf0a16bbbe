import type { ResultSet, Statement } from '@das/core';
import { isQuery, readStatement } from '../engine/execute-statement.js';
import type { SessionState } from '../engine/session-state.js';
import type { StatementContext } from '../engine/statement-context.js';
import { answerOf } from '../warehouse/statement-answer.js';
import { countsOf } from './record-statement.js';
import type { StatementRecord } from './statement-record.js';

/** Cuts a statement into tokens, and tells its record what it is. */
export function readRecorded(
  state: SessionState,
  statement: Statement,
  signal: AbortSignal | undefined,
): StatementContext {
  const context = readStatement(state.engine, state, statement, signal);
  state.record?.read(statement.text, context.tokens);
  return context;
}

/** Keeps what a statement answered, unless it is a query, whose rows were kept as they flowed. */
export function recordAnswer(context: StatementContext, result: ResultSet): void {
  const { record } = context.state;
  if (record === undefined || isQuery(context) || record.type === 'SELECT') return;
  keepAnswer(record, result);
}

/** Keeps the counts of DML, and the result for `RESULT_SCAN`. */
export function keepAnswer(record: StatementRecord, result: ResultSet): void {
  record.counts = countsOf(record.type, result.rows);
  const names = result.columns.map(({ name }) => name);
  record.keep(answerOf(result).columns).addRows(names, result.rows);
}
