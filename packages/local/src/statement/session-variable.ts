import type { ResultSet } from '@das/core';
import type { SessionVariable } from '../compile/compilation.js';
import { type DataType, isSemiStructured, varchar } from '../datatype/data-type.js';
import { prepareQuery, runPrepared } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { readLike } from '../inspection/show-scope.js';
import { isOperator, keyword, operator, type Token } from '../lexing/token.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { rowsResult, statusResult } from '../shaping/status-result.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';

const mostBytes = 16_384;
const done = 'Statement executed successfully.';

/**
 * `SET a = expression`, `SET (a, b) = (expression, expression)`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/session-variables
 */
export async function setVariables(context: StatementContext): Promise<ResultSet> {
  const { reader, state } = context;
  reader.expect('SET');
  const isList = reader.seesOperator('(');
  const names = isList ? reader.list(() => reader.identifier()) : [reader.identifier()];
  reader.expectOperator('=');
  const slices = isList ? cutList(reader.parenthesised()) : [reader.rest()];
  reader.expectEnd();
  if (slices.length !== names.length || slices.some((slice) => slice.length === 0)) {
    throw invalidStatement(`SET has ${names.length} names and ${slices.length} values`);
  }
  const values: SessionVariable[] = [];
  for (const slice of slices) values.push(await evaluate(context, slice));
  for (const [at, name] of names.entries()) {
    const value = values[at];
    const before = state.variables.get(name);
    if (value !== undefined) {
      state.variables.set(name, { ...value, createdOn: before?.createdOn ?? value.createdOn });
    }
  }
  return statusResult(done);
}

function cutList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const slices: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isOperator(token, '(', '[')) depth += 1;
    if (isOperator(token, ')', ']')) depth -= 1;
    if (depth === 0 && isOperator(token, ',')) slices.push([]);
    else slices.at(-1)?.push(token);
  }
  return slices;
}

/** The value is kept as text with its type: it is read back exactly as it was. */
async function evaluate(
  context: StatementContext,
  tokens: readonly Token[],
): Promise<SessionVariable> {
  const { engine, state, binds } = context;
  await state.transaction.beforeStatement();
  const query = await prepareQuery(
    engine,
    state.context(),
    binds,
    parseQuery([keyword('SELECT'), operator('('), ...tokens, operator(')')]),
  );
  const [column] = query.columns;
  if (column === undefined) throw invalidStatement('SET needs a value');
  if (isSemiStructured(column.type) || column.type.kind === 'BINARY') {
    throw unsupported(`a session variable of the type ${column.type.kind}`);
  }
  const asText = {
    ...query,
    sql: `SELECT CAST(${column.sql} AS VARCHAR) AS o1 FROM (${query.sql})`,
    columns: [{ name: 'VALUE', type: varchar, sql: 'o1' }],
  };
  const { rows } = await runPrepared(state, asText, context.signal);
  const text = rows[0]?.VALUE == null ? null : String(rows[0].VALUE);
  if (text !== null && Buffer.byteLength(text) > mostBytes) {
    throw executionFailed('the value of a session variable has more than 16 KB');
  }
  const now = engine.clock().toISOString();
  return { text, type: storedType(column.type), createdOn: now, updatedOn: now };
}

function storedType(type: DataType): DataType {
  return type.kind === 'NULL' || type.kind === 'VARCHAR' ? { kind: 'VARCHAR' } : type;
}

/** `UNSET a`, `UNSET (a, b)`. */
export async function unsetVariables({ reader, state }: StatementContext): Promise<ResultSet> {
  reader.expect('UNSET');
  const names = reader.seesOperator('(')
    ? reader.list(() => reader.identifier())
    : [reader.identifier()];
  reader.expectEnd();
  for (const name of names) state.variables.delete(name);
  return statusResult(done);
}

const types: Readonly<Partial<Record<DataType['kind'], string>>> = {
  NUMBER: 'fixed',
  VARCHAR: 'text',
  FLOAT: 'real',
};

/** `SHOW VARIABLES [LIKE '…']`. */
export function showVariables(context: StatementContext): ResultSet {
  const { reader, state } = context;
  reader.expect('SHOW', 'VARIABLES');
  const pattern = readLike(context);
  reader.expectEnd();
  const names = ['session_id', 'created_on', 'updated_on', 'name', 'value', 'type', 'comment'];
  const rows = [...state.variables]
    .filter(([name]) => pattern?.test(name) ?? true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { text, type, createdOn, updatedOn }]) => ({
      session_id: state.id,
      created_on: new Date(createdOn),
      updated_on: new Date(updatedOn),
      name,
      value: text,
      type: types[type.kind] ?? type.kind.toLowerCase(),
      comment: '',
    }));
  return rowsResult(names, rows);
}
