import { type DataType, isSemiStructured, simple } from '../datatype/data-type.js';
import type { Expression } from '../query/expression.js';
import type {
  OrderItem,
  Query,
  QueryTail,
  SelectQuery,
  SetQuery,
  TableReference,
  ValuesQuery,
} from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { compileFrom } from './compile-from.js';
import { compileItems, expandGroupBy } from './compile-items.js';
import { compileRecursion } from './compile-recursion.js';
import { convert, unify } from './convert.js';
import { Scope } from './scope.js';
import { sortKey, type Typed, typed } from './typed.js';

/** A column that a query gives: its Snowflake name, its type, and its name in the DuckDB text. */
export interface OutputColumn {
  readonly name: string;
  readonly type: DataType;
  /** `o1`, `o2`, …: no name of the user ever stands in the text. */
  readonly sql: string;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

const boolean = simple('BOOLEAN');

/** Compiles a query. `place.scope` is an empty scope whose parents are the queries around it. */
export function compileQuery(query: Query, place: Place): CompiledQuery {
  const prefix = compileWith(query, place);
  const compiled =
    query.kind === 'select'
      ? compileSelect(query, place)
      : query.kind === 'set'
        ? withTail(query, compileSet(query, place), place)
        : withTail(query, compileValues(query, place), place);
  return { sql: prefix + compiled.sql, columns: compiled.columns };
}

function compileWith(query: Query, place: Place): string {
  const parts: string[] = [];
  let isRecursive = false;
  for (const table of query.with) {
    if (place.scope.queries.has(table.name)) {
      throw invalidStatement(`WITH names ${table.name} twice`, table.name);
    }
    // Snowflake would take this for a recursion, with or without the word RECURSIVE.
    if (table.query.kind === 'set' && readsTable(table.query, table.name)) {
      isRecursive = true;
      const reads = (inner: Query): boolean => readsTable(inner, table.name);
      parts.push(compileRecursion(table, place, reads));
      continue;
    }
    const inner = compileQuery(table.query, { ...place, scope: new Scope(place.scope) });
    const alias = place.compilation.alias('q');
    const columns = renameColumns(inner.columns, table.columns, table.name);
    place.scope.queries.set(table.name, { alias, columns });
    parts.push(`${alias} AS (${inner.sql})`);
  }
  return parts.length === 0 ? '' : `WITH ${isRecursive ? 'RECURSIVE ' : ''}${parts.join(', ')} `;
}

/** Whether FROM of a query, or of a side of a set operation, names a table without its schema. */
function readsTable(query: Query, name: string): boolean {
  if (query.with.some((table) => table.name === name)) return false;
  if (query.kind === 'set') return readsTable(query.left, name) || readsTable(query.right, name);
  const reads = (table: TableReference): boolean => {
    if (table.kind === 'join') return reads(table.left) || reads(table.right);
    if (table.kind === 'derived') return readsTable(table.query, name);
    if (table.kind === 'flatten') return false;
    return table.name.length === 1 && table.name[0] === name;
  };
  return query.kind === 'select' && query.from.some(reads);
}

/** Gives columns other names: `AS t(a, b)`. */
export function renameColumns<C extends { readonly name: string }>(
  columns: readonly C[],
  names: readonly string[],
  place: string,
): readonly C[] {
  if (names.length === 0) return columns;
  if (names.length !== columns.length) {
    throw invalidStatement(`${place} has ${columns.length} columns, not ${names.length}`, place);
  }
  return columns.map((column, at) => ({ ...column, name: names[at] ?? column.name }));
}

function compileSelect(query: SelectQuery, place: Place): CompiledQuery {
  const from = compileFrom(query.from, place);
  const items = compileItems(query.items, place);
  const columns = items.map(({ name, value }, at) => ({
    name,
    type: value.type,
    sql: `o${at + 1}`,
  }));
  const selected = items.map(({ value }, at) => `${materialised(value)} AS o${at + 1}`);
  const clause = (word: string, expression: Expression | undefined): string =>
    expression === undefined
      ? ''
      : ` ${word} ${convert(compileExpression(expression, place), boolean).sql}`;
  const group = expandGroupBy(query, items, place);
  const sql =
    `SELECT ${query.distinct ? 'DISTINCT ' : ''}${selected.join(', ')}${from}` +
    clause('WHERE', query.where) +
    group +
    clause('HAVING', query.having) +
    clause('QUALIFY', query.qualify) +
    compileOrder(query.orderBy, place, columns) +
    compileLimit(query, place);
  return { sql, columns };
}

/** A NULL of no type would become an INTEGER in DuckDB. */
function materialised(value: Typed): string {
  return value.type.kind === 'NULL' ? 'CAST(NULL AS VARCHAR)' : value.sql;
}

function compileSet(query: SetQuery, place: Place): CompiledQuery {
  const sides = [query.left, query.right].map((side) =>
    compileQuery(side, { ...place, scope: new Scope(place.scope) }),
  );
  const [left, right] = sides;
  if (left === undefined || right === undefined || left.columns.length !== right.columns.length) {
    throw invalidStatement('the sides of a set operation have different numbers of columns');
  }
  const [l, r] = [place.compilation.alias('r'), place.compilation.alias('r')];
  const pairs = left.columns.map((column, at) => {
    const other = right.columns[at] ?? column;
    const { type, sql } = unify(
      [typed(`${l}.${column.sql}`, column.type), typed(`${r}.${other.sql}`, other.type)],
      query.operator,
    );
    return { column: { ...column, type }, sql };
  });
  const side = (index: number, alias: string, inner: CompiledQuery): string => {
    const list = pairs.map(({ sql, column }) => `${sql[index]} AS ${column.sql}`).join(', ');
    return `(SELECT ${list} FROM (${inner.sql}) AS ${alias})`;
  };
  return {
    sql: `${side(0, l, left)} ${query.operator}${query.all ? ' ALL' : ''} ${side(1, r, right)}`,
    columns: pairs.map(({ column }) => column),
  };
}

function compileValues(query: ValuesQuery, place: Place): CompiledQuery {
  const rows = query.rows.map((row) => row.map((cell) => compileExpression(cell, place)));
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.some((row) => row.length !== width)) {
    throw invalidStatement('the rows of VALUES have different numbers of columns');
  }
  const columns: OutputColumn[] = [];
  const cells: string[][] = rows.map(() => []);
  for (let at = 0; at < width; at += 1) {
    const column = rows.map((row) => row[at] ?? typed('NULL', simple('NULL')));
    const { type, sql } = unify(column, 'a column of VALUES');
    columns.push({ name: `COLUMN${at + 1}`, type, sql: `o${at + 1}` });
    for (const [row, cell] of sql.entries()) cells[row]?.push(cell);
  }
  const alias = place.compilation.alias('r');
  const names = columns.map((column) => column.sql).join(', ');
  const values = cells.map((row) => `(${row.join(', ')})`).join(', ');
  return { sql: `SELECT ${names} FROM (VALUES ${values}) AS ${alias}(${names})`, columns };
}

/** ORDER BY and LIMIT of a set operation or VALUES, over its output columns. */
function withTail(query: QueryTail, inner: CompiledQuery, place: Place): CompiledQuery {
  if (query.orderBy.length === 0 && !query.limit && !query.offset) return inner;
  const alias = place.compilation.alias('r');
  const scope = new Scope(place.scope);
  scope.visible = inner.columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` }));
  const outer = { ...place, scope };
  const list = inner.columns.map((column) => `${alias}.${column.sql} AS ${column.sql}`).join(', ');
  return {
    sql:
      `SELECT ${list} FROM (${inner.sql}) AS ${alias}` +
      compileOrder(query.orderBy, outer, inner.columns) +
      compileLimit(query, outer),
    columns: inner.columns,
  };
}

function compileOrder(
  items: readonly OrderItem[],
  place: Place,
  columns: readonly OutputColumn[],
): string {
  if (items.length === 0) return '';
  const sorted = items.map((item) => {
    const ordinal = ordinalOf(item.expression, columns.length);
    if (ordinal !== undefined) {
      refuseVariant(columns[Number(ordinal) - 1]?.type);
      return ordinal + orderSuffix(item);
    }
    const value = compileExpression(item.expression, { ...place, aliasFirst: true });
    refuseVariant(value.type);
    const sql = sortKey(value);
    return sql + orderSuffix(item);
  });
  return ` ORDER BY ${sorted.join(', ')}`;
}

/** A VARIANT is text to DuckDB, in whose order 10 comes before 9. */
export function refuseVariant(type: DataType | undefined): void {
  if (type !== undefined && isSemiStructured(type)) {
    throw unsupported('ORDER BY a VARIANT without a cast');
  }
}

/** NULLs are the highest: last when ascending, first when descending. */
export function orderSuffix(item: OrderItem): string {
  const nullsFirst = item.nullsFirst ?? item.descending;
  return ` ${item.descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
}

/** The position of an output column that an expression names by number. */
export function ordinalOf(expression: Expression, width: number): string | undefined {
  if (expression.kind !== 'literal' || expression.literal.type !== 'number') return undefined;
  const position = Number(expression.literal.value);
  if (!Number.isInteger(position) || position < 1 || position > width) {
    throw invalidStatement(`position ${expression.literal.value} is not in the select list`);
  }
  return String(position);
}

function compileLimit(query: QueryTail, place: Place): string {
  const count = (word: string, expression: Expression | undefined): string => {
    if (expression === undefined) return '';
    if (expression.kind === 'literal' && expression.literal.type === 'null') return '';
    if (expression.kind !== 'bind' && expression.kind !== 'literal') {
      throw unsupported(`an expression in ${word}`);
    }
    const value = compileExpression(expression, place);
    if (value.type.kind === 'NULL') return '';
    if (value.type.kind !== 'NUMBER') throw invalidStatement(`${word} needs a whole number`);
    return ` ${word} CAST(${value.sql} AS BIGINT)`;
  };
  return count('LIMIT', query.limit) + count('OFFSET', query.offset);
}
