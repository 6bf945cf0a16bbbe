import type { DataMetricFunctionObject } from '../../catalogue/data-metric-function-object.js';
import { Compilation } from '../../compile/compilation.js';
import { hasAggregate } from '../../compile/compile-items.js';
import { Scope } from '../../compile/scope.js';
import { compileMetric, metricBody } from '../../data-metric/compile-metric.js';
import { metricOf } from '../../data-metric/find-metric.js';
import { duckType, isNumeric } from '../../datatype/data-type.js';
import { lookAgain } from '../../engine/run-query.js';
import { tokenize } from '../../lexing/tokenize.js';
import type { Query, TableReference } from '../../query/query.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/**
 * Compiles a body over empty tables, so that one that could never measure is refused when it is made:
 * it reads its arguments alone, and gives one whole number.
 */
export async function checkMetricBody(
  { draft, context }: Definition,
  metric: DataMetricFunctionObject,
): Promise<void> {
  for (const token of tokenize(metric.body)) {
    if (token.kind === 'bind') throw unsupported('a bind in a data metric function');
    if (token.kind === 'variable')
      throw unsupported('a session variable in a data metric function');
  }
  if (!givesOneRow(metricBody(metric.body), new Map())) {
    throw unsupported('a data metric function whose body may give more than one row', metric.name);
  }
  const compilation = new Compilation(draft, context.state.context(), []);
  const args = metric.tables.map(({ columns }) => ({
    sql: `SELECT ${columns.map(({ type }, at) => `CAST(NULL AS ${duckType(type)}) AS o${at + 1}`).join(', ')} LIMIT 0`,
    columns: columns.map(({ name, type }, at) => ({ name, type, sql: `o${at + 1}` })),
  }));
  const place = { compilation, frame: compilation.frame(), scope: new Scope() };
  const value = compileMetric(metricOf(metric, draft), args, place, undefined);
  const { type } = value;
  if (!isNumeric(type)) {
    throw invalidStatement(
      `the body of a data metric function gives a NUMBER, not ${type.kind}`,
      metric.name,
      2090,
    );
  }
  // RETURNS NUMBER is NUMBER(38,0): what becomes of a fraction is not documented.
  if (type.kind !== 'NUMBER' || type.scale > 0) {
    throw unsupported(
      'a data metric function that gives a fraction; say CAST(… AS NUMBER)',
      metric.name,
    );
  }
  await lookAgain(context.engine, `SELECT ${value.sql}`, compilation);
}

type Known = ReadonlyMap<string, boolean>;

/** Whether a query has one row at most, whatever its tables hold. */
function givesOneRow(query: Query, outer: Known): boolean {
  if (query.kind !== 'select') return false;
  const known = new Map(outer);
  for (const table of query.with) known.set(table.name, givesOneRow(table.query, known));
  const isGrouped = query.groupBy === 'ALL' || query.groupBy.length > 0;
  if (isGrouped) return false;
  if (query.items.some(({ expression }) => hasAggregate(expression))) return true;
  return query.from.every((table) => isOneRow(table, known));
}

function isOneRow(table: TableReference, known: Known): boolean {
  if (table.kind === 'join') return isOneRow(table.left, known) && isOneRow(table.right, known);
  if (table.kind === 'derived') return givesOneRow(table.query, known);
  if (table.kind !== 'table' || table.name.length > 1) return false;
  return known.get(table.name[0] ?? '') === true;
}
