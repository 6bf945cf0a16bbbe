import type { ResultSet } from '@das/core';
import type { TableObject } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { compileFrom } from '../compile/compile-from.js';
import type { CompiledQuery } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { simple } from '../datatype/data-type.js';
import { type PreparedQuery, prepare } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { isOperator, isWord, keyword, operator, type Token } from '../lexing/token.js';
import { isBareTail, parseExpressions, parseQuery } from '../polyglot/parse-query.js';
import type { Expression } from '../query/expression.js';
import type { TableReference } from '../query/query.js';
import { countResult } from '../shaping/status-result.js';
import { invalidStatement } from '../warehouse/errors.js';
import { changeRows, rowSource } from './change-rows.js';
import { findTarget } from './find-target.js';

/** `UPDATE t [alias] SET a = …, b = … [FROM …] [WHERE …]`. */
export async function update(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  reader.expect('UPDATE');
  const name = reader.name();
  const alias = readAlias(context, ['SET']);
  reader.expect('SET');
  const table = findTarget(context, name, ['UPDATE', 'SELECT']);
  const assignments = readAssignments(context, table, alias ?? name.at(-1));
  const from = reader.accept('FROM') ? reader.until((token) => isWord(token, 'WHERE')) : undefined;
  const where = readWhere(context);
  const tables = readTables(from);
  const compile = async (): Promise<PreparedQuery> =>
    await prepareChange(context, table, (compilation) => {
      const place = targetPlace(name, alias, tables, compilation);
      const values = assignments.map(({ column, expression }, at) => {
        const row = { ...place, drawsNumbers: true };
        const { name, type } = column;
        const [value, sources] = compilation.usage.item(() =>
          convert(compileExpression(expression, row), type),
        );
        return { name, type, sources, sql: `${value.sql} AS v${at + 1}` };
      });
      const list = ['rid', ...values.map(({ sql }) => sql)];
      return { ...changeQuery(list, where, place), columns: values };
    });
  const updated = await changeRows(context, table, compile, async (rows, query) => {
    // A row that several rows of FROM match is changed, and counted, once.
    const once = `SELECT * FROM (${query.sql}) AS s QUALIFY row_number() OVER (PARTITION BY rid) = 1`;
    return await rows.update(
      rowSource(query, tables.length === 0 ? query.sql : once),
      assignments.map(({ column }, at) => ({ column: `c${column.id}`, value: `q.v${at + 1}` })),
    );
  });
  return {
    ...countResult({ 'number of rows updated': updated, 'number of multi-joined rows updated': 0 }),
    rowsAffected: updated,
  };
}

/** `DELETE FROM t [alias] [USING …] [WHERE …]`. */
export async function deleteRows(context: StatementContext): Promise<ResultSet> {
  const { reader } = context;
  reader.expect('DELETE');
  reader.expect('FROM');
  const name = reader.name();
  const alias = readAlias(context, ['USING', 'WHERE']);
  const table = findTarget(context, name, ['DELETE', 'SELECT']);
  const using = reader.accept('USING')
    ? reader.until((token) => isWord(token, 'WHERE'))
    : undefined;
  const where = readWhere(context);
  const tables = readTables(using);
  const compile = async (): Promise<PreparedQuery> =>
    await prepareChange(context, table, (compilation) =>
      changeQuery(['rid'], where, targetPlace(name, alias, tables, compilation)),
    );
  const deleted = await changeRows(context, table, compile, (rows, query) =>
    rows.delete(rowSource(query)),
  );
  return countResult({ 'number of rows deleted': deleted });
}

/** An alias, unless the next word begins a clause. */
export function readAlias(
  context: StatementContext,
  clauses: readonly string[],
): string | undefined {
  const { reader } = context;
  if (reader.accept('AS')) return reader.identifier();
  const next = reader.peek();
  if (next.kind === 'quoted') return reader.identifier();
  if (next.kind === 'word' && !clauses.includes(next.value)) return reader.identifier();
  return undefined;
}

interface Assignment {
  readonly column: TableObject['columns'][number];
  readonly expression: Expression;
}

function readAssignments(
  context: StatementContext,
  table: TableObject,
  alias: string | undefined,
): readonly Assignment[] {
  const { reader } = context;
  const columns: TableObject['columns'][number][] = [];
  const slices: (readonly Token[])[] = [];
  do {
    columns.push(assignedColumn(reader.name(), table, alias));
    reader.expectOperator('=');
    slices.push(reader.until((token) => isOperator(token, ',') || isWord(token, 'FROM', 'WHERE')));
  } while (reader.acceptOperator(','));
  if (new Set(columns).size < columns.length) throw invalidStatement('a column is assigned twice');
  const expressions = parseExpressions(slices);
  return columns.map((column, at) => {
    const expression = expressions[at];
    if (expression === undefined) throw invalidStatement('an assignment has no value');
    return { column, expression };
  });
}

/** The column that `a = …` or `t.a = …` assigns to. */
function assignedColumn(
  path: readonly string[],
  table: TableObject,
  alias: string | undefined,
): TableObject['columns'][number] {
  const name = path.at(-1) ?? '';
  const column = table.columns.find((candidate) => candidate.name === name);
  const isOwn = path.length === 1 || (path.length === 2 && path[0] === alias);
  if (column === undefined || !isOwn) {
    throw invalidStatement(`invalid identifier ${path.join('.')}`, path.join('.'), 904);
  }
  return column;
}

function readWhere(context: StatementContext): Expression | undefined {
  const { reader } = context;
  if (!reader.accept('WHERE')) {
    reader.expectEnd();
    return undefined;
  }
  return parseExpressions([reader.rest()])[0];
}

/** The tables of FROM or USING, parsed as the FROM of a query. */
export function readTables(tokens: readonly Token[] | undefined): readonly TableReference[] {
  if (tokens === undefined) return [];
  const query = parseQuery([keyword('SELECT'), operator('*'), keyword('FROM'), ...tokens]);
  const isPlain = query.kind === 'select' && query.where === undefined && isBareTail(query);
  if (!isPlain) throw invalidStatement('syntax error in FROM');
  return query.from;
}

/** A scope whose first table is the one to change; its secure view also gives row ids. */
function targetPlace(
  name: readonly string[],
  alias: string | undefined,
  tables: readonly TableReference[],
  compilation: Compilation,
): Place & { readonly from: string } {
  const place = { compilation, frame: compilation.frame(), scope: new Scope() };
  const target: TableReference = { kind: 'table', name, alias, columns: [] };
  const from = compileFrom([target, ...tables], place);
  return { ...place, from };
}

/** The alias of the table to change in the DuckDB text. */
function targetAlias(place: Place): string {
  return place.scope.relations[0]?.columns[0]?.sql.split('.')[0] ?? '';
}

function changeQuery(
  values: readonly string[],
  where: Expression | undefined,
  place: Place & { readonly from: string },
): CompiledQuery {
  const list = values.map((value) =>
    value === 'rid' ? `${targetAlias(place)}.rid AS rid` : value,
  );
  const condition =
    where === undefined
      ? ''
      : ` WHERE ${convert(compileExpression(where, place), simple('BOOLEAN')).sql}`;
  return { sql: `SELECT ${list.join(', ')}${place.from}${condition}`, columns: [] };
}

async function prepareChange(
  context: StatementContext,
  table: TableObject,
  build: (compilation: Compilation) => CompiledQuery,
): ReturnType<typeof prepare> {
  return await prepare(context.engine, context.state.context(), context.binds, (compilation) => {
    compilation.target = table.id;
    return build(compilation);
  });
}
