import { isAggregate } from '../functions/function-table.js';
import type { Expression } from '../query/expression.js';
import type { Query, SelectQuery } from '../query/query.js';
import { executionFailed, unsupported } from '../warehouse/errors.js';
import type { Compilation } from './compilation.js';
import type { Place } from './compile-expression.js';
import { compileInner, requireAggregated } from './compile-query.js';
import { someExpression } from './rewrite-expression.js';
import { Scope } from './scope.js';

/** The aggregates that a query over an aggregation-constrained table may use. */
const allowedAggregates = new Set(['AVG', 'COUNT', 'HLL', 'APPROX_COUNT_DISTINCT', 'SUM']);

/**
 * DuckDB text that may stop a statement on one row, which would tell of that row. A cast of a literal
 * number, a bind or NULL is none: it does not depend on a row, and cannot fail.
 */
const canFail =
  /error\(|datediff|(?<!_)CAST\((?!-?\d+ AS |'-?[\d.]+' AS DECIMAL|\$\d+ AS |NULL AS )|strptime|repeat\(|pad\(|make_date/;

/**
 * Refuses what the documentation forbids in a query over an aggregation-constrained table: window
 * functions, other aggregates, conversions that may fail, and queries that look into it or out of it.
 *
 * @see https://docs.snowflake.com/en/user-guide/aggregation-policies
 */
export function checkConstrained(query: SelectQuery, place: Place): void {
  if (query.qualify !== undefined) throw unsupported(`QUALIFY ${over}`);
  const keys = query.groupBy === 'ALL' ? [] : query.groupBy;
  const listed = [
    ...query.items.map((item) => item.expression),
    ...keys,
    ...(query.having === undefined ? [] : [query.having]),
    ...query.orderBy.map((item) => item.expression),
  ];
  for (const expression of listed) {
    someExpression(expression, (part) => {
      if (isQuery(part)) throw unsupported(`a query in the select list ${over}`);
      if (part.kind === 'cast' && !part.isTry) throw unsupported(`CAST ${over}; use TRY_CAST`);
      if (part.kind === 'call' && /^TO_/.test(part.name)) {
        throw unsupported(`${part.name} ${over}; use TRY_${part.name}`);
      }
      checkCall(part);
      return false;
    });
  }
  if (query.where === undefined) return;
  someExpression(query.where, (part) => {
    checkCall(part);
    const inner = queryOf(part);
    if (inner !== undefined) checkUncorrelated(inner, place);
    return false;
  });
}

const over = 'in a query over an aggregation-constrained table';

function checkCall(part: Expression): void {
  if (part.kind === 'metric') throw unsupported(`a data metric function ${over}`);
  if (part.kind !== 'call') return;
  if (part.over !== undefined) throw unsupported(`a window function ${over}`, part.name);
  if (isAggregate(part.name) && !allowedAggregates.has(part.name)) {
    throw executionFailed(`SQL compilation error: ${part.name} violated Aggregation Policy.`, {
      place: part.name,
      next: 'use AVG, COUNT, HLL or SUM',
    });
  }
}

function isQuery(part: Expression): boolean {
  return part.kind === 'subquery' || part.kind === 'exists' || queryOf(part) !== undefined;
}

function queryOf(part: Expression): Query | undefined {
  if (part.kind === 'subquery' || part.kind === 'exists' || part.kind === 'quantified') {
    return part.query;
  }
  if (part.kind !== 'in' || Array.isArray(part.list)) return undefined;
  return part.list as Query;
}

/** A query that names a column of the tables around it does not compile without them. */
function checkUncorrelated(query: Query, place: Place): void {
  try {
    requireAggregated(
      compileInner(query, { ...place, scope: new Scope(withoutTables(place.scope)) }),
    );
  } catch {
    throw unsupported(`a correlated subquery, or one that does not stand alone, ${over}`);
  }
}

/** A scope that knows the queries of WITH around it, and none of the tables. */
export function withoutTables(scope: Scope): Scope {
  const bare = new Scope();
  const chain: Scope[] = [];
  for (let next: Scope | undefined = scope; next !== undefined; next = next.parent) {
    chain.unshift(next);
  }
  for (const each of chain) {
    for (const [name, query] of each.queries) bare.queries.set(name, query);
  }
  return bare;
}

/** Requires that an expression runs on every row: an error would tell that a row is there. */
export function requireSafe(sql: string): string {
  if (isFallible(sql)) throw mayFail();
  return sql;
}

export function isFallible(sql: string): boolean {
  return canFail.test(sql);
}

/** Requires that nothing that was compiled since the flag was lowered may fail on a row. */
export function requireNoFailure(compilation: Compilation): void {
  if (compilation.mayFail) throw mayFail();
}

function mayFail(): Error {
  return unsupported(`an expression that may fail on a row, ${over}`);
}
