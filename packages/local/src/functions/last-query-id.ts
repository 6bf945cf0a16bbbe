import type { Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import type { CallExpression, Expression } from '../query/expression.js';
import { unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

/**
 * `LAST_QUERY_ID([n])`: the id of a statement of the session, by its position.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/last_query_id
 */
export function lastQueryId(call: CallExpression, { compilation, frame }: Place): Typed {
  const [argument, ...others] = call.args;
  if (others.length > 0) throw arityError(call.name);
  const { queries } = compilation.session;
  if (queries === undefined || frame.isPolicy === true) throw unsupported('LAST_QUERY_ID here');
  compilation.isVolatile = true;
  const position = argument === undefined ? -1 : numberOf(argument);
  if (position === undefined) {
    throw unsupported('LAST_QUERY_ID of anything but a whole number', call.name);
  }
  const id = queries.at(position);
  if (id === undefined) return typed('CAST(NULL AS VARCHAR)', varchar);
  return { sql: duckString(id), type: varchar, text: id };
}

function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'unary' && expression.operator === '-') {
    const value = numberOf(expression.operand);
    return value === undefined ? undefined : -value;
  }
  const isNumber = expression.kind === 'literal' && expression.literal.type === 'number';
  return isNumber ? Number(expression.literal.value) : undefined;
}
