import type { ResultSet } from '@das/core';
import { holds, owns } from '../../access/privileges.js';
import { databaseRoleKey } from '../../access/role-key.js';
import type { DatabaseObject } from '../../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../../catalogue/database-role-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { forgetGrantee } from '../grant/forget-grantee.js';

const done = 'Statement executed successfully.';

/** The database of `[db.]role`, which the session must know. */
function placeOf(
  definition: Definition,
  name: readonly string[],
): { database: DatabaseObject; plain: string } {
  if (name.length > 2) throw invalidStatement('the name of a database role has at most two parts');
  const database = name.length === 2 ? name[0] : definition.context.state.database;
  if (database === undefined) {
    throw invalidStatement('the session has no current database', name.join('.'), 90_105);
  }
  return { database: definition.database(database), plain: name.at(-1) ?? '' };
}

/**
 * The database role of a name. Whoever holds a privilege on the database may know its roles.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-database-roles
 */
export function findDatabaseRole(
  definition: Definition,
  name: readonly string[],
): DatabaseRoleObject {
  const found = databaseRoleOrUndefined(definition, name);
  if (found === undefined) throw notFound('Database Role', name.join('.'));
  return found;
}

export function databaseRoleOrUndefined(
  definition: Definition,
  name: readonly string[],
): DatabaseRoleObject | undefined {
  const { database, plain } = placeOf(definition, name);
  return definition.draft.find('DATABASE ROLE', database.id, plain);
}

/**
 * `CREATE [OR REPLACE | OR ALTER] DATABASE ROLE [IF NOT EXISTS] [db.]role [COMMENT = '…']`. The role
 * holds USAGE on its database from the start.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-database-role
 */
export async function createDatabaseRole(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('DATABASE', 'ROLE');
  const ifNotExists = readIfNotExists(reader, mode);
  const { database, plain } = placeOf(definition, reader.name());
  let comment = '';
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  const existing = draft.find('DATABASE ROLE', database.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (!mode.orReplace && !mode.orAlter) throw alreadyExists('Database Role', plain);
    requireRoleOwner(definition, existing);
    if (mode.orAlter) {
      draft.put({ ...existing, comment });
      return statusResult(`Database role ${plain} successfully altered.`);
    }
    removeDatabaseRole(definition, existing);
  }
  if (!holds(definition.primaryRoles, database, 'CREATE DATABASE ROLE')) {
    throw notAuthorized('Database', database.name);
  }
  const role: DatabaseRoleObject = {
    ...definition.base(plain, comment),
    kind: 'DATABASE ROLE',
    parent: database.id,
    grantedTo: [],
  };
  draft.put(role);
  const holder = draft.get(database.id) ?? database;
  draft.put({
    ...holder,
    grants: [
      ...holder.grants,
      {
        privilege: 'USAGE',
        role: databaseRoleKey(role.id),
        withGrantOption: false,
        grantedBy: holder.owner,
        grantedOn: definition.now,
      },
    ],
  });
  return statusResult(`Database role ${plain} successfully created.`);
}

function requireRoleOwner(definition: Definition, role: DatabaseRoleObject): void {
  if (owns(definition.roles, role)) return;
  throw notAuthorized('Database Role', definition.draft.fullName(role));
}

function removeDatabaseRole(definition: Definition, role: DatabaseRoleObject): void {
  forgetGrantee(definition, databaseRoleKey(role.id));
  for (const share of [...definition.draft.ofKind('SHARE')]) {
    if (!share.databaseRoles.includes(role.id)) continue;
    const databaseRoles = share.databaseRoles.filter((id) => id !== role.id);
    definition.draft.put({ ...share, databaseRoles });
  }
  definition.draft.remove(role.id);
}

/** `DROP DATABASE ROLE [IF EXISTS] [db.]role`: what it owned passes to the role that drops it. */
export function dropDatabaseRole(definition: Definition): ResultSet {
  const { reader } = definition;
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  reader.expectEnd();
  const plain = name.at(-1) ?? '';
  const role = databaseRoleOrUndefined(definition, name);
  if (role === undefined) {
    if (!ifExists) throw notFound('Database Role', name.join('.'));
    return statusResult(`Drop statement executed successfully (${plain} already dropped).`);
  }
  requireRoleOwner(definition, role);
  removeDatabaseRole(definition, role);
  return statusResult(`${plain} successfully dropped.`);
}

/**
 * `ALTER DATABASE ROLE [IF EXISTS] r RENAME TO r2 | SET COMMENT = '…' | UNSET COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-database-role
 */
export async function alterDatabaseRole(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  reader.expect('ALTER', 'DATABASE', 'ROLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const found = databaseRoleOrUndefined(definition, name);
  if (found === undefined && ifExists) return statusResult(done);
  const role = found ?? findDatabaseRole(definition, name);
  requireRoleOwner(definition, role);
  if (reader.accept('RENAME', 'TO')) {
    const { database, plain } = placeOf(definition, reader.name());
    reader.expectEnd();
    if (database.id !== role.parent) {
      throw invalidStatement('a database role stays in its database', plain);
    }
    if (draft.find('DATABASE ROLE', database.id, plain) !== undefined) {
      throw alreadyExists('Database Role', plain);
    }
    draft.put({ ...role, name: plain });
    return statusResult(done);
  }
  let comment = '';
  if (reader.accept('SET', 'COMMENT')) comment = readOption(reader);
  else if (!reader.accept('UNSET', 'COMMENT')) {
    throw unsupported(`ALTER DATABASE ROLE … ${reader.peek().value} ${reader.peek(1).value}`);
  }
  reader.expectEnd();
  draft.put({ ...role, comment });
  return statusResult(done);
}
