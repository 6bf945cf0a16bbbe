import { rolesBelow } from '../access/role-set.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { simple, varchar } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { secureStream } from '../enforcement/secure-relation.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import type { CallExpression } from '../query/expression.js';
import { visibleStream } from '../streams/visible-stream.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { getDdl, getTag } from './describe-object.js';
import { arityError } from './function-definition.js';

type Constant = (place: Place) => Typed;

const name =
  (read: (place: Place) => string | undefined): Constant =>
  (place) => {
    const value = read(place);
    return value === undefined
      ? typed('CAST(NULL AS VARCHAR)', varchar)
      : { sql: duckString(value), type: varchar, text: value };
  };

const timestamp = (place: Place): string => {
  const text = place.compilation.session.now.toISOString().slice(0, 23).replace('T', ' ');
  return `TIMESTAMP '${text}'`;
};

const now: Constant = (place) => typed(timestamp(place), simple('TIMESTAMP_LTZ'));

/** Answered from the session, and folded into the text: DuckDB never sees these functions. */
const constants: Readonly<Record<string, Constant>> = {
  CURRENT_ROLE: name(({ compilation }) => compilation.session.role),
  CURRENT_USER: name(({ compilation }) => compilation.session.user),
  CURRENT_WAREHOUSE: name(({ compilation }) => compilation.session.warehouse),
  CURRENT_SESSION: name(({ compilation }) => compilation.session.id),
  CURRENT_ACCOUNT: name(() => 'LOCAL'),
  CURRENT_ACCOUNT_NAME: name(() => 'LOCAL'),
  CURRENT_ORGANIZATION_NAME: name(() => 'DAS'),
  CURRENT_REGION: name(() => 'LOCAL'),
  // Drivers read the part before the second dot as the release of the service.
  CURRENT_VERSION: name(() => '9.0.0'),
  CURRENT_DATABASE: name(({ frame }) => frame.currentDatabase),
  CURRENT_SCHEMA: name(({ frame }) => frame.currentSchema),
  INVOKER_ROLE: name(({ frame }) => frame.invoker),
  CURRENT_TIMESTAMP: now,
  LOCALTIMESTAMP: now,
  GETDATE: now,
  SYSTIMESTAMP: now,
  SYSDATE: (place) => typed(timestamp(place), simple('TIMESTAMP_NTZ')),
  CURRENT_DATE: (place) => typed(`CAST(${timestamp(place)} AS DATE)`, simple('DATE')),
  CURRENT_TIME: (place) => typed(`CAST(${timestamp(place)} AS TIME)`, simple('TIME')),
  LOCALTIME: (place) => typed(`CAST(${timestamp(place)} AS TIME)`, simple('TIME')),
};

export const contextFunctionNames: readonly string[] = [
  ...Object.keys(constants),
  'IS_ROLE_IN_SESSION',
  'IS_GRANTED_TO_INVOKER_ROLE',
  'SYSTEM$STREAM_HAS_DATA',
  'SYSTEM$GET_TAG',
  'GET_DDL',
];

/** Compiles a context function; nothing for any other function. */
export function compileContextFunction(call: CallExpression, place: Place): Typed | undefined {
  const constant = constants[call.name];
  if (constant !== undefined) {
    const takesPrecision = /TIME/.test(call.name) && call.args.length === 1;
    if (call.args.length > 0 && !takesPrecision) throw arityError(call.name);
    return constant(place);
  }
  if (call.name === 'IS_ROLE_IN_SESSION') {
    return isOneOf(call, place, place.compilation.session.activeRoles);
  }
  if (call.name === 'IS_GRANTED_TO_INVOKER_ROLE') {
    return isOneOf(call, place, rolesBelow(place.compilation.catalogue, place.frame.invoker));
  }
  if (call.name === 'SYSTEM$GET_TAG') return getTag(call, place);
  if (call.name === 'GET_DDL') return getDdl(call, place);
  if (call.name === 'SYSTEM$STREAM_HAS_DATA') return streamHasData(call, place);
  return undefined;
}

/** Whether a stream has changes that the role may see; asking does not consume them. */
function streamHasData(call: CallExpression, place: Place): Typed {
  const [argument, ...others] = call.args;
  if (argument === undefined || others.length > 0) throw arityError(call.name);
  const { text } = compileExpression(argument, place);
  if (text === undefined) throw unsupported(`${call.name} of anything but a literal`, call.name);
  const { compilation, frame } = place;
  const reader = new TokenReader(tokenize(text));
  const path = fullPath(reader.name(), frame);
  reader.expectEnd();
  const stream = visibleStream(path, compilation.catalogue, frame.roles);
  if (stream === undefined) throw notFound('Stream', path.join('.'));
  const isRead = compilation.streams.has(stream.id);
  const { sql } = secureStream(stream, compilation, frame);
  if (!isRead) compilation.streams.delete(stream.id);
  return typed(`EXISTS (SELECT 1 FROM ${sql} AS ${compilation.alias('r')})`, simple('BOOLEAN'));
}

/** The argument is the stored name of a role: a literal, or a column of a mapping table. */
function isOneOf(call: CallExpression, place: Place, roles: ReadonlySet<string>): Typed {
  const [argument, ...others] = call.args;
  if (argument === undefined || others.length > 0) throw arityError(call.name);
  const value = compileExpression(argument, place);
  if (value.text !== undefined) {
    return typed(roles.has(value.text) ? 'TRUE' : 'FALSE', simple('BOOLEAN'));
  }
  const list = [...roles].map((role) => duckString(role)).join(', ');
  return typed(`(${convert(value, varchar).sql} IN (${list}))`, simple('BOOLEAN'));
}
