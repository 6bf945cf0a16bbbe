import { strictest } from '../enforcement/projection.js';
import type { SetQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { Place } from './compile-expression.js';
import { type CompiledQuery, compileInner } from './compile-query.js';
import { unify } from './convert.js';
import { type CarriedConstraint, Scope } from './scope.js';
import { typed } from './typed.js';

/** Compiles a set operation: its columns are made of those of both sides, and come under their policies. */
export function compileSet(query: SetQuery, place: Place): CompiledQuery {
  const sides = [query.left, query.right].map((side) =>
    compileInner(side, { ...place, scope: new Scope(place.scope) }),
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
    const sources = [...(column.sources ?? []), ...(other.sources ?? [])];
    const projection = strictest(column.projection, other.projection);
    const isDerived = column.isDerived === true || other.isDerived === true;
    const isFragile = column.isFragile === true || other.isFragile === true;
    return { column: { ...column, type, sources, projection, isDerived, isFragile }, sql };
  });
  const carried = [left.constraints ?? [], right.constraints ?? []];
  if (carried.some((constraints) => constraints.length > 0)) {
    if (query.operator !== 'UNION' || !query.all) {
      throw unsupported(`${query.operator} over an aggregation-constrained table`);
    }
  }
  // Each side has the columns that tell its own rows apart, and NULL for those of the other.
  const constraints = carried
    .flat()
    .map((constraint, at): CarriedConstraint => ({ ...constraint, sql: `k${at + 1}` }));
  const side = (index: number, alias: string, inner: CompiledQuery): string => {
    const own = pairs.map(({ sql, column }) => `${sql[index]} AS ${column.sql}`);
    const keys = carried.flatMap((of, from) =>
      of.map((constraint) => (from === index ? `${alias}.${constraint.sql}` : 'NULL')),
    );
    const list = [...own, ...keys.map((key, at) => `${key} AS k${at + 1}`)].join(', ');
    return `(SELECT ${list} FROM (${inner.sql}) AS ${alias})`;
  };
  return {
    sql: `${side(0, l, left)} ${query.operator}${query.all ? ' ALL' : ''} ${side(1, r, right)}`,
    columns: pairs.map(({ column }) => column),
    constraints,
    isConstrained: left.isConstrained === true || right.isConstrained === true,
  };
}
