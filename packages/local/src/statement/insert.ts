import type { ResultSet } from '@das/core';
import type { ColumnObject, TableObject } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { compileExpression } from '../compile/compile-expression.js';
import { type CompiledQuery, compileQuery } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { type Typed, typed } from '../compile/typed.js';
import { type PreparedQuery, prepare } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { isOperator, isWord } from '../lexing/token.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseExpression, parseExpressions, parseQuery } from '../polyglot/parse-query.js';
import type { Expression } from '../query/expression.js';
import { nextNumber } from '../sequences/draw-number.js';
import { countResult } from '../shaping/status-result.js';
import { invalidStatement } from '../warehouse/errors.js';
import { gatherRows } from '../writing/gather-rows.js';
import { changeRows, rowSource } from './change-rows.js';
import { findTarget } from './find-target.js';
import { simpleExpression } from './simple-expression.js';

/** `INSERT [OVERWRITE] INTO t [(columns)] VALUES … | query`. */
export async function insert(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  reader.expect('INSERT');
  const isOverwrite = reader.accept('OVERWRITE');
  reader.expect('INTO');
  const name = reader.name();
  const privileges = isOverwrite ? ['INSERT', 'DELETE'] : ['INSERT'];
  const table = findTarget(context, name, privileges);
  const columns = targetColumns(
    table,
    reader.seesOperator('(') && !seesQuery(context)
      ? reader.list(() => reader.identifier())
      : undefined,
  );
  const build = reader.sees('VALUES')
    ? valuesSource(context, columns)
    : querySource(context, columns);
  const compile = async (): Promise<PreparedQuery> =>
    await prepare(context.engine, context.state.context(), context.binds, (compilation) =>
      withDefaults(build(compilation), table, columns, compilation),
    );
  const list = table.columns.map((column) => `c${column.id}`);
  const inserted = await changeRows(context, table, compile, async (rows, query) => {
    if (!isOverwrite) return await rows.insert(list, rowSource(query));
    // OVERWRITE may read the table that it replaces: the new rows are gathered first.
    const gathered = `temp.main.m${context.engine.nextId()}`;
    return await gatherRows(context.state.connection, gathered, rowSource(query), async (from) => {
      await rows.clear();
      return await rows.insert(list, { sql: `SELECT * FROM ${from}` });
    });
  });
  return countResult({ 'number of rows inserted': inserted });
}

function seesQuery(context: StatementContext): boolean {
  const first = context.reader.peek(1);
  return isWord(first, 'SELECT', 'WITH', 'VALUES') || isOperator(first, '(');
}

function targetColumns(
  table: TableObject,
  names: readonly string[] | undefined,
): readonly ColumnObject[] {
  if (names === undefined) return table.columns;
  if (new Set(names).size < names.length) throw invalidStatement('a column is named twice');
  return names.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    return column;
  });
}

type Build = (compilation: Compilation) => CompiledQuery;

function querySource(context: StatementContext, columns: readonly ColumnObject[]): Build {
  const query = parseQuery(context.reader.rest());
  return (compilation) => {
    const compiled = compileQuery(query, {
      compilation,
      frame: compilation.frame(),
      scope: new Scope(),
    });
    checkWidth(compiled.columns.length, columns.length);
    return compiled;
  };
}

function checkWidth(actual: number, expected: number): void {
  if (actual === expected) return;
  throw invalidStatement(
    `the insert has ${actual} values for ${expected} columns`,
    undefined,
    2020,
  );
}

/** VALUES of literals and binds, thousands of rows of them, never reach the large parser. */
function valuesSource(context: StatementContext, columns: readonly ColumnObject[]): Build {
  const { reader } = context;
  reader.expect('VALUES');
  const rows: (readonly (Expression | 'DEFAULT')[])[] = [];
  do {
    rows.push(
      reader.list(() => {
        const tokens = reader.until((token) => isOperator(token, ','));
        const [only] = tokens;
        if (tokens.length === 1 && only !== undefined && isWord(only, 'DEFAULT')) return 'DEFAULT';
        return simpleExpression(tokens) ?? parseExpression(tokens);
      }),
    );
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  for (const row of rows) checkWidth(row.length, columns.length);
  return (compilation) => {
    const scope = new Scope();
    const place = { compilation, frame: compilation.frame(), scope, drawsNumbers: true };
    const lines = rows.map((row) => {
      const cells = row.map((cell, at) => {
        const column = columns[at];
        if (column === undefined) throw invalidStatement('a value has no column');
        if (cell === 'DEFAULT') return defaultOf(column, compilation).sql;
        return convert(compileExpression(cell, place), column.type).sql;
      });
      return `(${cells.join(', ')})`;
    });
    const names = columns.map((_, at) => `o${at + 1}`);
    const alias = compilation.alias('r');
    return {
      sql: `SELECT ${names.join(', ')} FROM (VALUES ${lines.join(', ')}) AS ${alias}(${names.join(', ')})`,
      columns: columns.map((column, at) => ({
        name: column.name,
        type: column.type,
        sql: `o${at + 1}`,
      })),
    };
  };
}

/** The value of a column that a statement leaves out. */
export function defaultOf(column: ColumnObject, compilation: Compilation): Typed {
  if (column.identity !== undefined) {
    return convert(nextNumber(column.identity, compilation), column.type);
  }
  if (column.defaultText === undefined)
    return convert(typed('NULL', { kind: 'NULL' }), column.type);
  const [expression] = parseExpressions([tokenize(column.defaultText)]);
  if (expression === undefined) throw invalidStatement('a default is empty');
  const value = compileExpression(expression, {
    compilation,
    frame: compilation.frame(),
    scope: new Scope(),
    drawsNumbers: true,
  });
  return convert(value, column.type);
}

/** Puts the columns of a source into the order of the table, converted, with defaults. */
export function withDefaults(
  source: CompiledQuery,
  table: TableObject,
  columns: readonly ColumnObject[],
  compilation: Compilation,
): CompiledQuery {
  const alias = compilation.alias('r');
  const values = table.columns.map((column) => {
    const at = columns.findIndex((candidate) => candidate.id === column.id);
    const given = source.columns[at];
    if (given === undefined) return defaultOf(column, compilation);
    return convert(typed(`${alias}.${given.sql}`, given.type), column.type);
  });
  const list = values.map((value, at) => `${value.sql} AS o${at + 1}`).join(', ');
  return {
    sql: `SELECT ${list} FROM (${source.sql}) AS ${alias}`,
    columns: table.columns.map((column, at) => {
      const given = source.columns[columns.findIndex(({ id }) => id === column.id)];
      const sources = given && (given.sources ?? []);
      return { name: column.name, type: column.type, sql: `o${at + 1}`, sources };
    }),
  };
}
