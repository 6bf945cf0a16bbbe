import type { ResultSet } from '@das/core';
import { owns, sees } from '../../access/privileges.js';
import type { UserObject } from '../../catalogue/user-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { readCreate, readIfNotExists } from '../clauses.js';
import type { Definition } from '../definition.js';
import { forgetUserProperties, readUserProperties } from './user-properties.js';

const done = 'Statement executed successfully.';

/**
 * `CREATE [OR REPLACE] USER [IF NOT EXISTS] u PASSWORD = '…' RSA_PUBLIC_KEY = '…' …`. Of a password
 * only a hash is kept.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-user
 */
export async function createUser(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER USER');
  reader.expect('USER');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  const blank: UserObject = {
    ...definition.base(name, ''),
    kind: 'USER',
    loginName: name.toUpperCase(),
    type: 'PERSON',
    isDisabled: false,
    mustChangePassword: false,
    publicKeys: [],
    properties: {},
    hasSecondaryRoles: true,
    roles: [],
  };
  const user = await readUserProperties(reader, blank);
  const existing = draft.find('USER', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('User', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('User', name);
    draft.remove(existing.id);
  }
  definition.requireGlobal('CREATE USER');
  refuseLoginName(definition, user);
  draft.put(user);
  return statusResult(`User ${name} successfully created.`);
}

/** Two users who signed in under one name could not be told apart. */
function refuseLoginName(definition: Definition, user: UserObject): void {
  for (const other of definition.draft.ofKind('USER')) {
    if (other.id === user.id || other.loginName !== user.loginName) continue;
    throw alreadyExists('Login name', user.loginName);
  }
}

/** The user of a name, for those who own it. */
function findUser(definition: Definition, name: string): UserObject {
  const { draft, roles } = definition;
  const user = draft.find('USER', 0, name);
  if (user === undefined || !sees(roles, user)) throw notFound('User', name);
  if (!owns(roles, user)) throw notAuthorized('User', name);
  return user;
}

/**
 * `ALTER USER [IF EXISTS] u SET … | UNSET … | RENAME TO …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-user
 */
export async function alterUser(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  reader.expect('ALTER', 'USER');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  if (ifExists && draft.find('USER', 0, name) === undefined) return statusResult(done);
  const user = findUser(definition, name);
  let changed: UserObject;
  if (reader.accept('RENAME', 'TO')) {
    const next = reader.identifier();
    reader.expectEnd();
    if (draft.find('USER', 0, next) !== undefined) throw alreadyExists('User', next);
    changed = { ...user, name: next };
  } else if (reader.accept('SET')) {
    changed = await readUserProperties(reader, user);
  } else if (reader.accept('UNSET')) {
    changed = forgetUserProperties(reader, user);
  } else {
    throw unsupported(`ALTER USER … ${reader.peek().value} ${reader.peek(1).value}`);
  }
  refuseLoginName(definition, changed);
  draft.put(changed);
  return statusResult(done);
}

/** `DROP USER [IF EXISTS] u`. */
export function dropUser(definition: Definition): ResultSet {
  const { reader, draft, roles } = definition;
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  reader.expectEnd();
  const user = draft.find('USER', 0, name);
  if (ifExists && (user === undefined || !sees(roles, user))) {
    return statusResult(`Drop statement executed successfully (${name} already dropped).`);
  }
  draft.remove(findUser(definition, name).id);
  return statusResult(`${name} successfully dropped.`);
}
