import type { BindValue, Statement } from '@das/core';
import { isOperator, isWord } from '../../lexing/token.js';
import { tokenize } from '../../lexing/tokenize.js';
import type { BoundStatement } from './read-binds.js';

/** Values in one statement: more would only make it slower to compile. */
const valuesPerStatement = 4000;

/**
 * Writes a bulk `INSERT … VALUES (?, …)` as statements of many rows; nothing for a statement of
 * another form, which runs once for each row.
 */
export function bulkInsert(bound: BoundStatement): readonly Statement[] | undefined {
  const tokens = tokenize(bound.text);
  const values = tokens.findIndex((token) => isWord(token, 'VALUES'));
  const open = tokens[values + 1];
  const last = tokens.findLast((token) => !isOperator(token, ';'));
  const isInsert = tokens[0] !== undefined && isWord(tokens[0], 'INSERT') && values > 0;
  if (!isInsert || open === undefined || !isOperator(open, '(')) return undefined;
  if (last === undefined || !isOperator(last, ')')) return undefined;
  const inside = tokens.slice(values + 1);
  let depth = 0;
  for (const token of inside) {
    if (isOperator(token, '(')) depth += 1;
    if (isOperator(token, ')')) depth -= 1;
    // A second row in the text: which binds belong to which is not for us to say.
    if (depth === 0 && token !== last) return undefined;
    if (token === last) break;
  }
  if (tokens.slice(0, values).some((token) => token.kind === 'bind')) return undefined;
  const head = bound.text.slice(0, open.start);
  const row = bound.text.slice(open.start, last.end);
  const width = Math.max(bound.rows[0]?.length ?? 1, 1);
  const size = Math.max(1, Math.floor(valuesPerStatement / width));
  const statements: Statement[] = [];
  for (let from = 0; from < bound.rows.length; from += size) {
    const rows = bound.rows.slice(from, from + size);
    const binds: BindValue[] = rows.flat();
    statements.push({ text: head + rows.map(() => row).join(', '), binds });
  }
  return statements;
}
