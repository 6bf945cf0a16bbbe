import { compileExpression, type Place } from '../compile/compile-expression.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import type { CallExpression } from '../query/expression.js';
import { unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

/**
 * `SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED' [, '<agent_type>'])`: the text TRUE or FALSE.
 * What another account asks gets NULL, and nothing else is supported.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_agent_activated
 */
export function compileSysContext(call: CallExpression, place: Place): Typed {
  if (call.args.length < 2) throw arityError(call.name);
  const given = call.args.map((argument) => {
    const { text } = compileExpression(argument, place);
    if (text === undefined) throw unsupported(`${call.name} of anything but literals`);
    return text;
  });
  const [namespace, name, type, ...others] = given;
  if (namespace !== 'SNOWFLAKE$CURRENT' || name !== 'IS_AGENT_ACTIVATED' || others.length > 0) {
    throw unsupported(`${call.name} of anything but IS_AGENT_ACTIVATED of SNOWFLAKE$CURRENT`);
  }
  if (place.frame.consumer !== undefined) return typed('CAST(NULL AS VARCHAR)', varchar);
  const { agent } = place.compilation.session;
  const isActive = agent !== undefined && (type === undefined || type === agent);
  const text = isActive ? 'TRUE' : 'FALSE';
  return { sql: duckString(text), type: varchar, text };
}
