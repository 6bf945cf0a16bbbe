import { compileExpression, type Place } from '../compile/compile-expression.js';
import { expandStar } from '../compile/compile-items.js';
import { orderSuffix, refuseVariant } from '../compile/compile-query.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { compileMetricCall } from '../data-metric/compile-metric-call.js';
import type {
  CallExpression,
  Expression,
  FrameBound,
  MetricExpression,
  WindowSpecification,
} from '../query/expression.js';
import type { OrderItem } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { distinctMark, orderMark } from './aggregate-functions.js';
import { compileContextFunction, contextFunctionNames } from './context-functions.js';
import { arityError, type FunctionDefinition, integer } from './function-definition.js';
import { functionDefinition } from './function-table.js';

const dateParts = new Set(
  `DATEADD TIMEADD TIMESTAMPADD DATEDIFF TIMEDIFF TIMESTAMPDIFF DATE_TRUNC DATE_PART`.split(' '),
);

/** Compiles a function call; a function that is not in the table is refused by name. */
export function compileCall(call: CallExpression, place: Place): Typed {
  if (place.frame.metric !== undefined) requireDeterministic(call);
  const context = compileContextFunction(call, place);
  if (context !== undefined) return context;
  if (call.name === 'COUNT' && call.args.length === 1 && call.args[0]?.kind === 'star') {
    if (call.distinct) throw unsupported('COUNT(DISTINCT *)');
    if (call.args[0].table !== undefined) throw unsupported('COUNT(t.*)');
    return windowed('count(*)', integer, call, place);
  }
  if (call.name === 'RATIO_TO_REPORT') return compileExpression(shareOfSum(call), place);
  const definition = functionDefinition(call.name);
  if (definition === undefined) {
    const metric = asMetric(call);
    if (metric !== undefined) return compileMetricCall(metric, place);
    throw unsupported(`the function ${call.name}`, call.name);
  }
  // How many values there are shows none of them.
  const counts = ['COUNT', 'HLL', 'APPROX_COUNT_DISTINCT'].includes(call.name) && !call.over;
  const args = counts
    ? place.compilation.collect(() => argumentsOf(call, place)).value
    : argumentsOf(call, place);
  if (args.length < definition.min || args.length > definition.max) throw arityError(call.name);
  checkForm(call, definition);
  place.compilation.mayFail ||= call.name.startsWith('REGEXP') || call.name === 'RLIKE';
  const rendered = definition.render(args, place.compilation);
  const filled = fill(rendered.sql, call, place);
  const sql = call.ignoreNulls ? filled.replace(/\)$/, ' IGNORE NULLS)') : filled;
  if (call.over !== undefined && /^(?:CAST|COALESCE)\(/.test(sql)) {
    throw unsupported(`${call.name} as a window function`);
  }
  const isOrdered = call.name === 'PERCENTILE_DISC';
  const type = isOrdered ? orderedValue(call, place).type : rendered.type;
  const value = windowed(sql, type, call, place);
  if (call.name === 'AVG' && value.type.kind === 'NUMBER') {
    const { scale } = value.type;
    return typed(`round(${value.sql}, ${scale})`, value.type);
  }
  return value;
}

/** `f((SELECT …), (SELECT …))`: only a data metric function takes nothing but queries. */
function asMetric(call: CallExpression): MetricExpression | undefined {
  const { name, args } = call;
  const queries = args.flatMap((arg) => (arg.kind === 'subquery' ? [arg.query] : []));
  const isPlain = !call.distinct && !call.ignoreNulls && call.withinGroup.length === 0;
  const isMetric = queries.length > 0 && queries.length === args.length;
  if (!isMetric || !isPlain || call.over !== undefined) return undefined;
  return { kind: 'metric', name: [name], queries };
}

/** What a data metric function measures follows from its arguments alone. */
function requireDeterministic({ name }: CallExpression): void {
  if (!contextFunctionNames.includes(name) && name !== 'UUID_STRING') return;
  throw invalidStatement(
    `Data metric function body cannot refer to the non-deterministic function '${name}'.`,
    name,
  );
}

/** A value divided by the sum of its partition; NULL where that is zero. */
function shareOfSum(call: CallExpression): Expression {
  const [value] = call.args;
  if (value === undefined || call.args.length > 1) throw arityError(call.name);
  if (call.over === undefined) throw invalidStatement(`${call.name} needs OVER`, call.name);
  if (call.over.orderBy.length > 0 || call.over.frame !== undefined || call.distinct) {
    throw unsupported(`ORDER BY in ${call.name}`);
  }
  const zero: Expression = { kind: 'literal', literal: { type: 'number', value: '0' } };
  const sum: CallExpression = { ...call, name: 'SUM' };
  const { over: _, ...plain } = call;
  const divisor: Expression = { ...plain, name: 'NULLIF', args: [sum, zero], over: undefined };
  return { kind: 'binary', operator: '/', left: value, right: divisor };
}

function argumentsOf(call: CallExpression, place: Place): readonly Typed[] {
  const [first, ...rest] = call.args;
  // The part of DATEADD(month, …) is a word, not a column.
  if (first?.kind === 'column' && first.path.length === 1 && dateParts.has(call.name)) {
    const name = first.path[0] ?? '';
    const word: Typed = { sql: "''", type: { kind: 'VARCHAR' }, text: name };
    return [word, ...rest.map((arg) => compileExpression(arg, place))];
  }
  if (first?.kind === 'star' && rest.length === 0 && call.name.startsWith('OBJECT_CONSTRUCT')) {
    return expandStar(first, place).flatMap(({ name, value, projection }) => {
      place.compilation.touch(name, projection);
      return [{ sql: duckString(name), type: { kind: 'VARCHAR' } }, value];
    });
  }
  return call.args.map((arg: Expression) => compileExpression(arg, place));
}

function checkForm(call: CallExpression, definition: FunctionDefinition): void {
  const { name } = call;
  if (call.distinct && definition.kind !== 'aggregate') {
    throw invalidStatement(`${name} takes no DISTINCT`, name);
  }
  if (definition.kind === 'window' && call.over === undefined) {
    throw invalidStatement(`${name} needs OVER`, name);
  }
  if (definition.kind === 'scalar' && call.over !== undefined) {
    throw invalidStatement(`${name} is not a window function`, name);
  }
  const takesOrder = ['LISTAGG', 'ARRAY_AGG', 'PERCENTILE_CONT', 'PERCENTILE_DISC'].includes(name);
  if (call.withinGroup.length > 0 && !takesOrder) {
    throw invalidStatement(`${name} takes no WITHIN GROUP`, name);
  }
  const mayIgnore = ['LAG', 'LEAD', 'FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE'].includes(name);
  if (call.ignoreNulls && !mayIgnore) throw unsupported(`IGNORE NULLS in ${name}`, name);
}

/** Puts DISTINCT and ORDER BY where the aggregate wants them. */
function fill(sql: string, call: CallExpression, place: Place): string {
  const hasDistinct = sql.includes(distinctMark);
  if (call.distinct && !hasDistinct && call.name !== 'ANY_VALUE') {
    if (call.name !== 'APPROX_COUNT_DISTINCT') throw unsupported(`DISTINCT in ${call.name}`);
  }
  let result = sql.replaceAll(distinctMark, call.distinct ? 'DISTINCT ' : '');
  if (call.name === 'PERCENTILE_CONT') {
    const value = orderedValue(call, place);
    result = result.replaceAll(orderMark, `CAST(${value.sql} AS DOUBLE)`);
  } else if (call.name === 'PERCENTILE_DISC') {
    result = result.replaceAll(orderMark, orderedValue(call, place).sql);
  } else {
    const order = orderBy(call.withinGroup, place);
    result = result.replaceAll(orderMark, order === '' ? '' : ` ${order}`);
  }
  return result;
}

/** What a percentile orders by. */
function orderedValue(call: CallExpression, place: Place): Typed {
  const [item] = call.withinGroup;
  if (item === undefined || call.withinGroup.length > 1 || item.descending) {
    throw unsupported(`this WITHIN GROUP of ${call.name}`);
  }
  const value = compileExpression(item.expression, place);
  refuseVariant(value.type);
  return value;
}

function orderBy(items: readonly OrderItem[], place: Place): string {
  if (items.length === 0) return '';
  const list = items.map((item) => {
    const value = compileExpression(item.expression, place);
    refuseVariant(value.type);
    return value.sql + orderSuffix(item);
  });
  return `ORDER BY ${list.join(', ')}`;
}

function windowed(sql: string, type: Typed['type'], call: CallExpression, place: Place): Typed {
  if (call.over === undefined) return typed(sql, type);
  return typed(`${sql} OVER (${compileWindow(call.over, call.name, place)})`, type);
}

function compileWindow(over: WindowSpecification, name: string, place: Place): string {
  const partition = over.partitionBy.map((key) => compileExpression(key, place).sql);
  const order = orderBy(over.orderBy, place);
  const definition = functionDefinition(name);
  if (definition?.kind === 'window' && over.orderBy.length === 0) {
    throw invalidStatement(`${name} needs ORDER BY in OVER`, name);
  }
  const parts = [partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '', order];
  if (over.frame !== undefined) {
    const { unit, start, end } = over.frame;
    parts.push(
      end === undefined
        ? `${unit} ${bound(start)}`
        : `${unit} BETWEEN ${bound(start)} AND ${bound(end)}`,
    );
  } else if (['FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE'].includes(name)) {
    // Snowflake's default for these: the whole partition, not up to the current row.
    parts.push('ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING');
  }
  return parts.filter((part) => part !== '').join(' ');
}

function bound(value: FrameBound): string {
  return typeof value === 'string' ? value : `${value.offset} ${value.direction}`;
}
