import type { Place } from '../compile/compile-expression.js';
import { compileInner } from '../compile/compile-query.js';
import { withoutTables } from '../compile/constrained-rules.js';
import { Scope } from '../compile/scope.js';
import { type Typed, typed } from '../compile/typed.js';
import { simple } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { MetricExpression } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileMetric } from './compile-metric.js';
import { findMetric } from './find-metric.js';
import { isSystemMetric, scheduledTime } from './system-metrics.js';

/**
 * `SELECT f(SELECT c FROM t)`: a function called by hand, with the rights and under the policies of the
 * caller.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-working
 */
export function compileMetricCall(call: MetricExpression, place: Place): Typed {
  const { compilation, frame } = place;
  const path = fullPath(call.name, frame);
  const [, , plain] = path;
  if (isSystemMetric(path) && plain === scheduledTime) return timeOf(call, place);
  if (frame.metric !== undefined) {
    throw unsupported('a data metric function that calls another one', plain);
  }
  if (frame.isPolicy === true) throw unsupported('a data metric function in a policy', plain);
  if (call.queries.length === 0 && isSystemMetric(path)) {
    throw invalidStatement(`wrong number of arguments for ${plain}`, plain, 938);
  }
  const args = call.queries.map((query) => {
    // What stands around a call is no argument of it.
    const scope = new Scope(withoutTables(place.scope));
    const compiled = compileInner(query, { compilation, frame, scope });
    for (const { sources } of compiled.columns) compilation.usage.use(sources);
    return compiled;
  });
  const types = args.map(({ columns }) => columns.map(({ type }) => type));
  const metric = findMetric(compilation.catalogue, frame.roles, path, types);
  return compileMetric(metric, args, place, undefined);
}

/** When the measurement was to take place; in a call by hand, now. */
function timeOf(call: MetricExpression, { compilation, frame }: Place): Typed {
  if (call.queries.length > 0) {
    throw invalidStatement(`wrong number of arguments for ${scheduledTime}`, scheduledTime, 938);
  }
  const at = frame.metric?.scheduledTime ?? compilation.session.now;
  const text = at.toISOString().slice(0, 23).replace('T', ' ');
  return typed(`TIMESTAMP '${text}'`, simple('TIMESTAMP_LTZ'));
}
