import { type DataType, formatType, numberType } from '../datatype/data-type.js';
import { isAggregate } from '../functions/function-table.js';
import type { CommonTableExpression, Query, SelectQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { Place } from './compile-expression.js';
import {
  type CompiledQuery,
  compileInner,
  renameColumns,
  requireAggregated,
} from './compile-query.js';
import { convert } from './convert.js';
import { Scope } from './scope.js';
import { typed } from './typed.js';

/**
 * Compiles a query of WITH that reads itself: the anchor gives the types of the columns, and the
 * other side is compiled with the anchor's columns under the name. As on Snowflake nothing ends a
 * recursion that does not end by itself, but its signal.
 *
 * @param reads - whether a query names the table
 * @see https://docs.snowflake.com/en/sql-reference/constructs/with
 */
export function compileRecursion(
  table: CommonTableExpression,
  place: Place,
  reads: (query: Query) => boolean,
): string {
  const { query, name } = table;
  if (query.kind !== 'set' || query.operator !== 'UNION' || !query.all || hasTail(query)) {
    throw unsupported('a query in WITH that reads itself but is no UNION ALL', name);
  }
  if (table.columns.length === 0) {
    throw unsupported('a query in WITH that reads itself without a list of columns', name);
  }
  if (reads(query.left)) throw invalidStatement(`the anchor of ${name} reads ${name}`, name);
  checkRecursive(query.right, name);
  const inside = (): Place => ({ ...place, scope: new Scope(place.scope) });
  const anchor = requireAggregated(compileInner(query.left, inside()));
  const columns = renameColumns(anchor.columns, table.columns, name).map((column) => ({
    ...column,
    type: widened(column.type),
  }));
  const types = columns.map((column) => column.type);
  const alias = place.compilation.alias('q');
  place.scope.queries.set(name, { alias, columns });
  const other = requireAggregated(compileInner(query.right, inside()));
  for (const { sources } of other.columns) place.compilation.usage.use(sources);
  place.compilation.losesSources = true;
  if ([...anchor.columns, ...other.columns].some(({ projection }) => projection !== undefined)) {
    throw unsupported('a column with a projection policy in a recursive query', name);
  }
  const names = columns.map((column) => column.sql).join(', ');
  return `${alias}(${names}) AS (${side(anchor, types, place, name)} UNION ALL ${side(other, types, place, name)})`;
}

/** A whole number may grow; a text keeps the length that the anchor gave it. */
function widened(type: DataType): DataType {
  return type.kind === 'NUMBER' ? numberType(38, type.scale) : type;
}

function side(
  query: CompiledQuery,
  types: readonly DataType[],
  place: Place,
  name: string,
): string {
  if (query.columns.length !== types.length) {
    throw invalidStatement(`the sides of ${name} have different numbers of columns`, name);
  }
  const alias = place.compilation.alias('r');
  const list = query.columns.map((column, at) => {
    const type = types[at] ?? column.type;
    const isSame = column.type.kind === type.kind || column.type.kind === 'NULL';
    const isExact =
      column.type.kind !== 'NUMBER' || type.kind !== 'NUMBER' || column.type.scale <= type.scale;
    if (!isSame || !isExact) {
      throw unsupported(
        `${formatType(column.type)} in a column of ${name} whose anchor is ${formatType(type)}`,
        name,
      );
    }
    return `${convert(typed(`${alias}.${column.sql}`, column.type), type).sql} AS ${column.sql}`;
  });
  return `SELECT ${list.join(', ')} FROM (${query.sql}) AS ${alias}`;
}

function hasTail({ orderBy, limit, offset, with: inner }: Query): boolean {
  return orderBy.length > 0 || limit !== undefined || offset !== undefined || inner.length > 0;
}

function checkRecursive(query: Query, name: string): asserts query is SelectQuery {
  const isPlain =
    query.kind === 'select' &&
    !hasTail(query) &&
    !query.distinct &&
    query.groupBy.length === 0 &&
    query.having === undefined &&
    query.qualify === undefined;
  if (!isPlain || hasForbidden(query)) {
    throw unsupported(
      `${name} with anything but projections, filters and inner joins behind its UNION ALL`,
      name,
    );
  }
}

/** Aggregates, window functions and outer joins, wherever they stand. */
function hasForbidden(value: unknown): boolean {
  if (value instanceof Map || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasForbidden);
  const node = value as Readonly<Record<string, unknown>>;
  if (node.kind === 'call' && (node.over !== undefined || isAggregate(String(node.name))))
    return true;
  if (node.kind === 'join' && node.type !== 'INNER' && node.type !== 'CROSS') return true;
  return Object.values(node).some(hasForbidden);
}
