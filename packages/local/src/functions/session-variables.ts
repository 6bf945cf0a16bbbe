import { compileExpression, type Place } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { duckType, varchar } from '../datatype/data-type.js';
import { type CallExpression, variableCall } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

/** Compiles `$name` and GETVARIABLE; nothing for any other function. */
export function compileVariable(call: CallExpression, place: Place): Typed | undefined {
  if (call.name !== variableCall && call.name !== 'GETVARIABLE') return undefined;
  const [argument, ...others] = call.args;
  if (argument === undefined || others.length > 0) throw arityError(call.name);
  const { text: name } = compileExpression(argument, place);
  if (name === undefined) throw unsupported('GETVARIABLE of anything but a literal');
  if (place.frame.isPolicy === true || place.frame.expanding.length > 0) {
    throw unsupported('a session variable in a view or a policy');
  }
  const variable = place.compilation.session.variables?.get(name);
  if (call.name === 'GETVARIABLE') {
    return variable === undefined || variable.text === null
      ? typed('CAST(NULL AS VARCHAR)', varchar)
      : { sql: duckString(variable.text), type: varchar, text: variable.text };
  }
  if (variable === undefined) {
    throw invalidStatement(`session variable $${name} does not exist`, `$${name}`);
  }
  const { text, type } = variable;
  if (text === null) return convert(typed('NULL', { kind: 'NULL' }), type);
  if (type.kind === 'VARCHAR') return { sql: duckString(text), type, text };
  return typed(`CAST(${duckString(text)} AS ${duckType(type)})`, type);
}
