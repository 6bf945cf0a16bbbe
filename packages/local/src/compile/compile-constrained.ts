import { simple } from '../datatype/data-type.js';
import type { Expression } from '../query/expression.js';
import type { SelectQuery } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { compileItems, hasAggregate } from './compile-items.js';
import type { CompiledQuery, OutputColumn } from './compile-query.js';
import {
  checkConstrained,
  isFallible,
  requireNoFailure,
  requireSafe,
} from './constrained-rules.js';
import { convert } from './convert.js';
import { groupConstrained } from './group-constrained.js';
import type { CarriedConstraint } from './scope.js';
import { spreadStars } from './spread-stars.js';

/**
 * Compiles a query whose FROM holds rows of aggregation-constrained tables. One that aggregates
 * satisfies their policies; one that does not hands them on to the query around it.
 *
 * @param written - the query as it was said
 * @param place - with a scope that FROM has filled, and that knows no table around the query
 * @param from - FROM as `compileFrom` wrote it
 * @param carried - what the policies ask of the rows
 * @see https://docs.snowflake.com/en/user-guide/aggregation-policies
 */
export function compileConstrained(
  written: SelectQuery,
  place: Place,
  from: string,
  carried: readonly CarriedConstraint[],
): CompiledQuery {
  const { compilation, scope } = place;
  const query = isGrouped(written) ? spreadStars(written, place) : written;
  for (const item of query.items) {
    if (item.alias !== undefined) scope.aliases.set(item.alias, item.expression);
  }
  checkConstrained(query, place);
  const mayFail = compilation.mayFail;
  compilation.mayFail = false;
  for (const condition of place.scope.joinConditions) requireSafe(condition);
  const where =
    query.where === undefined
      ? ''
      : ` WHERE ${requireSafe(convert(compileExpression(query.where, place), simple('BOOLEAN')).sql)}`;
  const rows = `${from}${where}`;
  requireNoFailure(compilation);
  const compiled = isGrouped(query)
    ? groupConstrained(query, place, rows, carried)
    : passOn(query, place, rows, carried);
  compilation.mayFail ||= mayFail;
  return compiled;
}

function isGrouped(query: SelectQuery): boolean {
  return (
    query.distinct ||
    query.groupBy === 'ALL' ||
    query.groupBy.length > 0 ||
    query.having !== undefined ||
    query.items.some((item) => hasAggregate(item.expression))
  );
}

/** A query that only picks rows and columns: the rows keep what tells them apart. */
function passOn(
  query: SelectQuery,
  place: Place,
  rows: string,
  carried: readonly CarriedConstraint[],
): CompiledQuery {
  if (query.orderBy.length > 0 || query.limit !== undefined || query.offset !== undefined) {
    throw unsupported(
      'ORDER BY or LIMIT before rows of an aggregation-constrained table are grouped',
    );
  }
  const { compilation, scope } = place;
  const items = compileItems(query.items, place);
  const columns = items.map(({ name, value, projection, expression }, at): OutputColumn => {
    const named = expression?.kind === 'column' ? scope.column(expression.path) : undefined;
    const visible = scope.visible.find((each) => each.sql === value.sql);
    const source = expression === undefined ? visible : named;
    return {
      name,
      type: value.type,
      sql: `o${at + 1}`,
      projection,
      isDerived: source === undefined || source.isDerived === true,
      isFragile: source?.isFragile === true || mayFailAlone(expression, place),
    };
  });
  compilation.mayFail = false;
  const list = items.map(({ value }, at) => {
    const sql = value.type.kind === 'NULL' ? 'CAST(NULL AS VARCHAR)' : value.sql;
    return `${sql} AS o${at + 1}`;
  });
  const keys = carried.map(({ sql }, at) => `${sql} AS k${at + 1}`);
  return {
    sql: `SELECT ${[...list, ...keys].join(', ')}${rows}`,
    columns,
    constraints: carried.map((constraint, at) => ({ ...constraint, sql: `k${at + 1}` })),
  };
}

/** An expression that may fail is no harm where nobody reads it; who does is refused. */
function mayFailAlone(expression: Expression | undefined, place: Place): boolean {
  if (expression === undefined) return false;
  const { compilation } = place;
  compilation.mayFail = false;
  const { value } = compilation.collect(() => compileExpression(expression, place));
  return compilation.mayFail || isFallible(value.sql);
}
