import type { BindValue } from '@das/core';
import { numberType, varchar } from '../../datatype/data-type.js';
import type { LocalSession } from '../../warehouse/local-session.js';
import type { StatementAnswer } from '../../warehouse/statement-answer.js';
import { firstWord } from '../result/statement-type.js';
import { type BoundStatement, statementOf } from './read-binds.js';

const counts: Readonly<Record<string, readonly string[]>> = {
  INSERT: ['number of rows inserted'],
  UPDATE: ['number of rows updated', 'number of multi-joined rows updated'],
  DELETE: ['number of rows deleted'],
};

/**
 * The columns that a statement would answer, without running it: those of a query are compiled, those
 * of other statements follow from their kind.
 */
export async function describeStatement(
  local: LocalSession,
  bound: BoundStatement,
): Promise<StatementAnswer['columns']> {
  const { text, binds } = statementOf(bound, 0);
  const missing = (text.match(/\?/g)?.length ?? 0) - binds.length;
  // A driver may ask for the columns before it has any values.
  const values: readonly BindValue[] =
    binds.length === 0 && missing > 0 ? Array<null>(missing).fill(null) : binds;
  const columns = await local.describe({ text, binds: values });
  if (columns !== undefined) return columns;
  const names = counts[firstWord(text)];
  if (names === undefined) return [{ name: 'status', type: varchar }];
  return names.map((name) => ({ name, type: numberType() }));
}
