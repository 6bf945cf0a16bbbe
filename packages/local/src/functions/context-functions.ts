import { isAccountRole, keyOfRole } from '../access/role-key.js';
import { rolesBelow } from '../access/role-set.js';
import { compileExpression, type Place } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { simple, varchar } from '../datatype/data-type.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { secureStream } from '../enforcement/secure-stream.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import type { CallExpression } from '../query/expression.js';
import { visibleStream } from '../streams/visible-stream.js';
import { notFound, unsupported } from '../warehouse/errors.js';
import { getDdl } from './describe-object.js';
import { arityError } from './function-definition.js';
import { lastQueryId } from './last-query-id.js';
import { compileSequence, sequenceFunctionNames } from './sequence-functions.js';
import { compileVariable } from './session-variables.js';
import { compileSysContext } from './sys-context.js';
import { getTag, getTagAllowedValues, getTagOnCurrent } from './tag-functions.js';
import { compileTaskFunction, taskFunctionNames } from './task-functions.js';

type Constant = (place: Place) => Typed;

const name =
  (read: (place: Place) => string | undefined): Constant =>
  (place) => {
    const value = read(place);
    return value === undefined
      ? typed('CAST(NULL AS VARCHAR)', varchar)
      : { sql: duckString(value), type: varchar, text: value };
  };

/** What an account tells no other: NULL in what another account shares. */
const unshared = (read: (place: Place) => string | undefined): Constant =>
  name((place) => (isInConsumer(place) ? undefined : read(place)));

const accountOf = ({ compilation, frame }: Place): string =>
  frame.consumer?.account ?? compilation.session.account ?? 'LOCAL';

/** Neither the key of a database role nor none is a name. */
const accountRole = (key: string): string | undefined =>
  key !== '' && isAccountRole(key) ? key : undefined;

const timestamp = (place: Place): string => {
  const text = place.compilation.session.now.toISOString().slice(0, 23).replace('T', ' ');
  return `TIMESTAMP '${text}'`;
};

const now: Constant = (place) => typed(timestamp(place), simple('TIMESTAMP_LTZ'));

/** Answered from the session, and folded into the text: DuckDB never sees these functions. */
const constants: Readonly<Record<string, Constant>> = {
  CURRENT_ROLE: unshared(({ compilation }) => accountRole(compilation.session.role)),
  CURRENT_USER: unshared(({ compilation }) => compilation.session.user),
  CURRENT_SECONDARY_ROLES: unshared(({ compilation }) => compilation.session.secondaryRoles),
  CURRENT_AVAILABLE_ROLES: unshared(({ compilation }) =>
    JSON.stringify(compilation.session.availableRoles ?? []),
  ),
  CURRENT_WAREHOUSE: name(({ compilation }) => compilation.session.warehouse),
  CURRENT_SESSION: name(({ compilation }) => compilation.session.id),
  CURRENT_TRANSACTION: name(({ compilation }) => compilation.session.transaction),
  CURRENT_ACCOUNT: name(accountOf),
  CURRENT_ACCOUNT_NAME: name(accountOf),
  CURRENT_ORGANIZATION_NAME: name(() => 'DAS'),
  CURRENT_REGION: name(() => 'LOCAL'),
  // Drivers read the part before the second dot as the release of the service.
  CURRENT_VERSION: name(() => '9.0.0'),
  CURRENT_DATABASE: name(({ frame }) => frame.currentDatabase),
  CURRENT_SCHEMA: name(({ frame }) => frame.currentSchema),
  INVOKER_ROLE: name(({ frame }) => accountRole(frame.invoker)),
  INVOKER_SHARE: name(({ frame }) => frame.share),
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
  'IS_DATABASE_ROLE_IN_SESSION',
  'IS_GRANTED_TO_INVOKER_ROLE',
  'SYSTEM$STREAM_HAS_DATA',
  'LAST_QUERY_ID',
  ...sequenceFunctionNames,
  ...taskFunctionNames,
  'GETVARIABLE',
  'SYS_CONTEXT',
  'SYSTEM$GET_TAG',
  'SYSTEM$GET_TAG_ON_CURRENT_COLUMN',
  'SYSTEM$GET_TAG_ON_CURRENT_TABLE',
  'SYSTEM$GET_TAG_ALLOWED_VALUES',
  'GET_DDL',
];

/** Whether what another account shares is being read, here or in a simulation. */
function isInConsumer({ frame }: Place): boolean {
  return frame.consumer !== undefined;
}

/** Compiles a context function; nothing for any other function. */
export function compileContextFunction(call: CallExpression, place: Place): Typed | undefined {
  const constant = constants[call.name];
  if (constant !== undefined) {
    const takesPrecision = /TIME/.test(call.name) && call.args.length === 1;
    if (call.args.length > 0 && !takesPrecision) throw arityError(call.name);
    return constant(place);
  }
  if (call.name === 'IS_ROLE_IN_SESSION') {
    if (isInConsumer(place)) return nothing(call);
    return isOneOf(call, place, place.compilation.session.activeRoles);
  }
  if (call.name === 'IS_DATABASE_ROLE_IN_SESSION') return isDatabaseRoleInSession(call, place);
  if (call.name === 'IS_GRANTED_TO_INVOKER_ROLE') {
    if (place.frame.invoker === '') return nothing(call);
    return isOneOf(call, place, rolesBelow(place.compilation.catalogue, place.frame.invoker));
  }
  const variable = compileVariable(call, place);
  if (variable !== undefined) return variable;
  if (call.name === 'SYS_CONTEXT') return compileSysContext(call, place);
  const ofTask = compileTaskFunction(call, place);
  if (ofTask !== undefined) return ofTask;
  const sequence = compileSequence(call, place);
  if (sequence !== undefined) return sequence;
  if (call.name === 'LAST_QUERY_ID') return lastQueryId(call, place);
  if (call.name === 'SYSTEM$GET_TAG') return getTag(call, place);
  if (call.name.startsWith('SYSTEM$GET_TAG_ON_CURRENT_')) return getTagOnCurrent(call, place);
  if (call.name === 'SYSTEM$GET_TAG_ALLOWED_VALUES') return getTagAllowedValues(call, place);
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

/** The argument is the stored name of an account role: a literal, or a column of a mapping table. */
function isOneOf(call: CallExpression, place: Place, roles: ReadonlySet<string>): Typed {
  return isNameIn(call, place, new Set([...roles].filter((role) => isAccountRole(role))));
}

/**
 * `IS_DATABASE_ROLE_IN_SESSION('r')`: the role is named without its database, which is that of the
 * protected table in a policy, and otherwise that of the session.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/is_database_role_in_session
 */
function isDatabaseRoleInSession(call: CallExpression, place: Place): Typed {
  const { compilation, frame } = place;
  const { catalogue, session } = compilation;
  const database =
    frame.currentDatabase === undefined
      ? undefined
      : catalogue.find('DATABASE', 0, frame.currentDatabase);
  const active = frame.consumer?.databaseRoles ?? session.activeRoles;
  const roles = [...catalogue.ofKind('DATABASE ROLE')].filter(
    (role) => role.parent === database?.id && active.has(keyOfRole(role)),
  );
  return isNameIn(call, place, new Set(roles.map((role) => role.name)));
}

function isNameIn(call: CallExpression, place: Place, names: ReadonlySet<string>): Typed {
  const [argument, ...others] = call.args;
  if (argument === undefined || others.length > 0) throw arityError(call.name);
  const value = compileExpression(argument, place);
  if (value.text !== undefined) {
    return typed(names.has(value.text) ? 'TRUE' : 'FALSE', simple('BOOLEAN'));
  }
  if (names.size === 0) {
    const { sql } = convert(value, varchar);
    return typed(`CASE WHEN ${sql} IS NULL THEN NULL ELSE FALSE END`, simple('BOOLEAN'));
  }
  const list = [...names].map((each) => duckString(each)).join(', ');
  return typed(`(${convert(value, varchar).sql} IN (${list}))`, simple('BOOLEAN'));
}

/** NULL, as a truth. */
function nothing(call: CallExpression): Typed {
  if (call.args.length !== 1) throw arityError(call.name);
  return typed('CAST(NULL AS BOOLEAN)', simple('BOOLEAN'));
}
