import type { ResultSet } from '@das/core';
import { requirePrivilege } from '../access/privileges.js';
import type { TableObject } from '../catalogue/catalogue-object.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { compileFrom } from '../compile/compile-from.js';
import type { OutputColumn } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { simple } from '../datatype/data-type.js';
import { type PreparedQuery, prepare } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import type { TableReference } from '../query/query.js';
import { countResult } from '../shaping/status-result.js';
import { executionFailed, invalidStatement } from '../warehouse/errors.js';
import { gatherRows } from '../writing/gather-rows.js';
import type { RowWriter } from '../writing/row-writer.js';
import { changeRows, rowSource } from './change-rows.js';
import { findTarget } from './find-target.js';
import { defaultOf } from './insert.js';
import { type MergeClause, type MergeStatement, readMerge } from './read-merge.js';

const boolean = simple('BOOLEAN');

/**
 * `MERGE`: the join is computed once into a temporary table, with the action of each row; a target
 * row that two source rows would change is an error, as documented for
 * `ERROR_ON_NONDETERMINISTIC_MERGE`.
 */
export async function merge(context: StatementContext): Promise<ResultSet> {
  const statement = readMerge(context);
  const table = findTarget(context, statement.target, ['SELECT']);
  const { engine, state } = context;
  const { activeRoles } = state.context();
  for (const { action } of statement.clauses) {
    requirePrivilege(engine.catalogue, activeRoles, table, action);
  }
  const compile = async (): Promise<PreparedQuery> =>
    await prepare(engine, state.context(), context.binds, (compilation) => {
      compilation.target = table.id;
      const base = { compilation, frame: compilation.frame(), scope: new Scope() };
      const columns: OutputColumn[] = [];
      return { sql: mergeQuery(statement, table, base, columns), columns };
    });
  const counts = await changeRows(context, table, compile, (rows, query) =>
    apply(context, statement, table, rows, query),
  );
  return countResult({
    'number of rows inserted': counts.INSERT,
    'number of rows updated': counts.UPDATE,
    'number of rows deleted': counts.DELETE,
  });
}

function mergeQuery(
  statement: MergeStatement,
  table: TableObject,
  base: Place,
  written: OutputColumn[],
): string {
  const sourcePlace = { ...base, scope: new Scope() };
  const both = { ...base, scope: new Scope() };
  const target: TableReference = {
    kind: 'table',
    name: statement.target,
    alias: statement.alias,
    columns: [],
  };
  const targetScope = new Scope();
  const targetSql = compileFrom([target], { ...base, scope: targetScope }).slice(' FROM '.length);
  const sourceSql = compileFrom([statement.source], sourcePlace).slice(' FROM '.length);
  both.scope.relations.push(...targetScope.relations, ...sourcePlace.scope.relations);
  both.scope.visible = [...targetScope.visible, ...sourcePlace.scope.visible];
  const alias = targetScope.relations[0]?.columns[0]?.sql.split('.')[0] ?? '';
  const on = convert(compileExpression(statement.on, both), boolean).sql;
  const matched = `${alias}.rid IS NOT NULL`;
  const cases: string[] = [];
  const values: string[] = [];
  for (const [at, clause] of statement.clauses.entries()) {
    const place = clause.isMatched ? both : sourcePlace;
    const tests = [clause.isMatched ? matched : `NOT (${matched})`];
    if (clause.condition !== undefined) {
      tests.push(
        `COALESCE(${convert(compileExpression(clause.condition, place), boolean).sql}, FALSE)`,
      );
    }
    cases.push(`WHEN ${tests.join(' AND ')} THEN ${at + 1}`);
    values.push(...clauseValues(clause, at, table, place, tests.join(' AND '), written));
  }
  const action = `(CASE ${cases.join(' ')} ELSE 0 END)`;
  return `SELECT ${alias}.rid AS rid, ${action} AS a${values.map((value) => `, ${value}`).join('')} FROM ${sourceSql} LEFT JOIN ${targetSql} ON ${on}`;
}

/** The values of a clause, computed only for the rows on which it may act: others might fail. */
function clauseValues(
  clause: MergeClause,
  at: number,
  table: TableObject,
  place: Place,
  test: string,
  written: OutputColumn[],
): readonly string[] {
  return clause.columns.map((name, index) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    const expression = clause.values[index];
    if (column === undefined || expression === undefined) {
      throw invalidStatement(`invalid identifier ${name}`, name, 904);
    }
    const row = { ...place, drawsNumbers: true };
    const [value, sources] = place.compilation.usage.item(() =>
      convert(compileExpression(expression, row), column.type),
    );
    written.push({ name, type: column.type, sql: value.sql, sources });
    return `(CASE WHEN ${test} THEN ${value.sql} END) AS v${at + 1}_${index + 1}`;
  });
}

type Counts = Record<'INSERT' | 'UPDATE' | 'DELETE', number>;

async function apply(
  context: StatementContext,
  statement: MergeStatement,
  table: TableObject,
  writer: RowWriter,
  query: PreparedQuery,
): Promise<Counts> {
  const { connection } = context.state;
  const scratch = `temp.main.m${context.engine.nextId()}`;
  return await gatherRows(connection, scratch, rowSource(query), async (rows) => {
    const counts: Counts = { INSERT: 0, UPDATE: 0, DELETE: 0 };
    const twice = await connection.runAndReadAll(
      `SELECT 1 FROM ${rows} WHERE rid IS NOT NULL AND a > 0 GROUP BY rid HAVING count(*) > 1 LIMIT 1`,
    );
    if (twice.currentRowCount > 0) {
      throw executionFailed('two source rows match one target row in MERGE', {
        number: 100_090,
        sqlState: '42P18',
        next: 'make the source unique by the columns of ON',
      });
    }
    for (const [at, clause] of statement.clauses.entries()) {
      counts[clause.action] += await applyClause(clause, at, table, writer, rows, query);
    }
    return counts;
  });
}

async function applyClause(
  clause: MergeClause,
  at: number,
  table: TableObject,
  writer: RowWriter,
  rows: string,
  query: PreparedQuery,
): Promise<number> {
  const chosen = `SELECT * FROM ${rows} WHERE a = ${at + 1}`;
  const value = (index: number): string => `q.v${at + 1}_${index + 1}`;
  const id = (name: string): string =>
    `c${table.columns.find((column) => column.name === name)?.id ?? 0}`;
  switch (clause.action) {
    case 'DELETE':
      return await writer.delete({ sql: chosen });
    case 'UPDATE': {
      const set = clause.columns.map((name, index) => ({ column: id(name), value: value(index) }));
      return await writer.update({ sql: chosen }, set);
    }
    case 'INSERT': {
      const list = table.columns.map((column) => `c${column.id}`);
      const cells = table.columns.map((column) => {
        const index = clause.columns.indexOf(column.name);
        return index >= 0 ? value(index) : defaultOf(column, query.compilation).sql;
      });
      return await writer.insert(list, {
        sql: `SELECT ${cells.join(', ')} FROM (${chosen}) AS q`,
      });
    }
  }
}
