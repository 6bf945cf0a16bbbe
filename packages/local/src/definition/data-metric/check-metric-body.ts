import type { DataMetricFunctionObject } from '../../catalogue/data-metric-function-object.js';
import { Compilation } from '../../compile/compilation.js';
import { hasAggregate } from '../../compile/compile-items.js';
import { Scope } from '../../compile/scope.js';
import type { Typed } from '../../compile/typed.js';
import { compileMetric, metricBody } from '../../data-metric/compile-metric.js';
import { metricOf } from '../../data-metric/find-metric.js';
import type { Metric } from '../../data-metric/metric.js';
import { type DataType, duckType } from '../../datatype/data-type.js';
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
  definition: Definition,
  metric: DataMetricFunctionObject,
): Promise<void> {
  const { draft, context } = definition;
  for (const token of tokenize(metric.body)) {
    if (token.kind === 'bind') throw unsupported('a bind in a data metric function');
    if (token.kind === 'variable')
      throw unsupported('a session variable in a data metric function');
  }
  if (!givesOneRow(metricBody(metric.body), new Map())) {
    throw unsupported('a data metric function whose body may give more than one row', metric.name);
  }
  const types = metric.tables.map(({ columns }) => columns.map(({ type }) => type));
  const { value, compilation } = compileOverNothing(definition, metricOf(metric, draft), types);
  if (value.type.kind === 'NULL') {
    throw invalidStatement('the body of a data metric function gives a NUMBER', metric.name, 2090);
  }
  await lookAgain(context.engine, `SELECT ${value.sql}`, compilation);
}

/** Compiles a function over empty tables with columns of these types. */
export function compileOverNothing(
  { draft, context }: Definition,
  metric: Metric,
  types: readonly (readonly DataType[])[],
): { readonly value: Typed; readonly compilation: Compilation } {
  const compilation = new Compilation(draft, context.state.context(), []);
  const args = types.map((columns) => ({
    sql: `SELECT ${columns.map((type, at) => `CAST(NULL AS ${duckType(type)}) AS o${at + 1}`).join(', ')} LIMIT 0`,
    columns: columns.map((type, at) => ({ name: '', type, sql: `o${at + 1}` })),
  }));
  const place = { compilation, frame: compilation.frame(), scope: new Scope() };
  return { value: compileMetric(metric, args, place, undefined), compilation };
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
