import { type DataType, duckType, isSemiStructured, simple } from '../datatype/data-type.js';
import { type Projection, projectionViolation } from '../enforcement/projection.js';
import type { Expression } from '../query/expression.js';
import type { OrderItem, Query, QueryTail, SelectQuery, TableReference } from '../query/query.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import type { ColumnSource } from './column-usage.js';
import { compileConstrained } from './compile-constrained.js';
import { compileExpression, type Place } from './compile-expression.js';
import { compileFrom } from './compile-from.js';
import { compileItems, expandGroupBy } from './compile-items.js';
import { compileRecursion } from './compile-recursion.js';
import { compileSet } from './compile-set.js';
import { compileValues } from './compile-values.js';
import { withoutTables } from './constrained-rules.js';
import { convert } from './convert.js';
import { type CarriedConstraint, Scope } from './scope.js';
import { sortKey, type Typed } from './typed.js';

/** A column that a query gives: its Snowflake name, its type, and its name in the DuckDB text. */
export interface OutputColumn {
  readonly name: string;
  readonly type: DataType;
  /** `o1`, `o2`, …: no name of the user ever stands in the text. */
  readonly sql: string;
  /** What its values are made of. */
  readonly sources?: readonly ColumnSource[] | undefined;
  /** What a projection policy says of what the column comes from. */
  readonly projection?: Projection | undefined;
  /** Whether it was made of columns of an aggregation-constrained table, and is none of them. */
  readonly isDerived?: boolean | undefined;
  /** Whether it is such a column, and computing it may fail on a row. */
  readonly isFragile?: boolean | undefined;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  /** What aggregation policies still ask of the rows: whoever reads them must aggregate. */
  readonly constraints?: readonly CarriedConstraint[] | undefined;
  /** Whether it aggregates rows of an aggregation-constrained table. */
  readonly isConstrained?: boolean | undefined;
  /** Whether Snowflake may leave the check of its entities to the query around it. */
  readonly defers?: boolean | undefined;
}

const boolean = simple('BOOLEAN');

/**
 * Compiles a query whose rows will be seen or stored: aggregation policies must be satisfied, and
 * what projection policies keep back is refused, or NULL.
 *
 * `place.scope` is an empty scope whose parents are the queries around it.
 */
export function compileQuery(query: Query, place: Place): CompiledQuery {
  const compiled = requireAggregated(compileAny(query, place));
  const hidden = compiled.columns.filter(({ projection }) => projection !== undefined);
  const refused = hidden.find(({ projection }) => projection === 'FAIL');
  if (refused !== undefined) throw projectionViolation(refused.name);
  if (hidden.length === 0) return compiled;
  const alias = place.compilation.alias('r');
  const list = compiled.columns.map((column) =>
    column.projection === undefined
      ? `${alias}.${column.sql} AS ${column.sql}`
      : `CAST(NULL AS ${duckType(column.type)}) AS ${column.sql}`,
  );
  const columns = compiled.columns.map(({ projection: _, ...column }) => column);
  return {
    ...compiled,
    columns,
    sql: `SELECT ${list.join(', ')} FROM (${compiled.sql}) AS ${alias}`,
  };
}

/** Requires that nothing is left of what aggregation policies ask of the rows. */
export function requireAggregated(compiled: CompiledQuery): CompiledQuery {
  if ((compiled.constraints ?? []).length > 0) throw aggregationRequired();
  return compiled;
}

export function aggregationRequired(): Error {
  return executionFailed(
    'SQL compilation error: Aggregation policy violation: aggregation required.',
    { next: 'aggregate the rows with AVG, COUNT, HLL or SUM, or group them' },
  );
}

/** Compiles a query inside another one, which takes over what policies ask of its rows and columns. */
export function compileInner(query: Query, place: Place): CompiledQuery {
  const compiled = compileAny(query, place);
  if (compiled.defers === true) {
    throw unsupported('groups of a table with an entity key inside another query');
  }
  return compiled;
}

function compileAny(query: Query, around: Place): CompiledQuery {
  const place = { ...around, drawsNumbers: false };
  const prefix = compileWith(query, place);
  const compiled =
    query.kind === 'select'
      ? compileSelect(query, place)
      : query.kind === 'set'
        ? withTail(query, compileSet(query, place), place)
        : withTail(query, compileValues(query, place), place);
  return { ...compiled, sql: prefix + compiled.sql };
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
    const inner = compileInner(table.query, { ...place, scope: new Scope(place.scope) });
    const alias = place.compilation.alias('q');
    const columns = renameColumns(inner.columns, table.columns, table.name);
    place.scope.queries.set(table.name, { alias, columns, constraints: inner.constraints });
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
  // Only what stands in the select list is shown: other clauses may name every column.
  return place.compilation.collect(() => selectOf(query, place)).value;
}

function selectOf(query: SelectQuery, place: Place): CompiledQuery {
  const from = compileFrom(query.from, place, true);
  if (carriedIn(place.scope).length > 0) return isolated(query, place);
  const isPlain = !query.distinct && query.groupBy.length === 0 && query.having === undefined;
  const drawsNumbers = isPlain && query.qualify === undefined;
  const items = compileItems(query.items, { ...place, drawsNumbers });
  const columns = items.map(({ name, value, sources, projection }, at) => ({
    name,
    type: value.type,
    sql: `o${at + 1}`,
    sources,
    projection,
  }));
  // Whether a row is one of several same ones depends on every column.
  if (query.distinct) for (const { sources } of items) place.compilation.usage.use(sources);
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

function carriedIn(scope: Scope): readonly CarriedConstraint[] {
  return scope.relations.flatMap(({ constraints = [] }) => constraints);
}

/** Compiles FROM again without the tables around it: protected rows must not depend on one of those. */
function isolated(query: SelectQuery, place: Place): CompiledQuery {
  const { compilation, frame } = place;
  const inside: Place = { compilation, frame, scope: new Scope(withoutTables(place.scope)) };
  const from = compileFrom(query.from, inside, true);
  return compileConstrained(query, inside, from, carriedIn(inside.scope));
}

/** A NULL of no type would become an INTEGER in DuckDB. */
function materialised(value: Typed): string {
  return value.type.kind === 'NULL' ? 'CAST(NULL AS VARCHAR)' : value.sql;
}

/** ORDER BY and LIMIT of a set operation or VALUES, over its output columns. */
function withTail(query: QueryTail, inner: CompiledQuery, place: Place): CompiledQuery {
  if (query.orderBy.length === 0 && !query.limit && !query.offset) return inner;
  requireAggregated(inner);
  const alias = place.compilation.alias('r');
  const scope = new Scope(place.scope);
  scope.visible = inner.columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` }));
  const outer = { ...place, scope };
  const list = inner.columns.map((column) => `${alias}.${column.sql} AS ${column.sql}`).join(', ');
  const order = place.compilation.collect(() => compileOrder(query.orderBy, outer, inner.columns));
  return {
    ...inner,
    sql: `SELECT ${list} FROM (${inner.sql}) AS ${alias}${order.value}${compileLimit(query, outer)}`,
  };
}

export function compileOrder(
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

export function compileLimit(query: QueryTail, place: Place): string {
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
