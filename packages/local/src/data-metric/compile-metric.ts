import type { Place } from '../compile/compile-expression.js';
import { type CompiledQuery, compileInner, requireAggregated } from '../compile/compile-query.js';
import { Scope } from '../compile/scope.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, isNumeric } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import type { Query } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { Metric } from './metric.js';

/**
 * The body of a function over what its arguments give, as one value. Arguments are compiled where they
 * stand, with the policies that hold there; the body sees nothing but them.
 */
export function compileMetric(
  metric: Metric,
  args: readonly CompiledQuery[],
  place: Place,
  scheduledTime: Date | undefined,
): Typed {
  const { compilation, frame } = place;
  const given = new Scope();
  const tables = metric.tables.map(({ name, columns }, at) => {
    const arg = args[at];
    if (arg === undefined) throw invalidStatement(`an argument of ${metric.path[2]} is missing`);
    const alias = compilation.alias('q');
    given.queries.set(name, {
      alias,
      columns: columns.map((column, index) => {
        const source = arg.columns[index];
        if (source === undefined) throw invalidStatement(`${metric.path[2]} needs ${column.name}`);
        return { ...source, name: column.name };
      }),
      constraints: arg.constraints,
    });
    return `${alias} AS (${arg.sql})`;
  });
  const query = metricBody(metric.body);
  const { value: body } = compilation.collect(() =>
    requireAggregated(
      compileInner(query, {
        compilation,
        frame: { ...frame, seesTemporaries: false, metric: { scheduledTime } },
        scope: new Scope(given),
      }),
    ),
  );
  const [column, ...others] = body.columns;
  if (column === undefined || others.length > 0) {
    throw invalidStatement('the body of a data metric function gives one column');
  }
  compilation.usage.use(column.sources);
  requireWhole(metric, column.type);
  // The name of the column may be the text of a body that the caller may not read.
  compilation.touch(metric.path[2], column.projection);
  const alias = compilation.alias('r');
  const from = `SELECT ${alias}.${column.sql} FROM (${body.sql}) AS ${alias}`;
  return typed(`(WITH ${tables.join(', ')} ${from})`, column.type);
}

/**
 * Requires what RETURNS NUMBER says of a function of a user. Its body may be given numbers with another
 * scale than it was made for: what becomes of a fraction is not documented.
 */
function requireWhole({ object, path }: Metric, type: DataType): void {
  if (object === undefined || type.kind === 'NULL') return;
  if (!isNumeric(type)) {
    throw invalidStatement(
      `the body of a data metric function gives a NUMBER, not ${type.kind}`,
      path[2],
      2090,
    );
  }
  if (type.kind === 'NUMBER' && type.scale === 0) return;
  throw unsupported('a data metric function that gives a fraction; say CAST(… AS NUMBER)', path[2]);
}

/** The query that a body is. */
export function metricBody(body: string): Query {
  return parseQuery(tokenize(body));
}
