import type { ResultSet } from '@das/core';
import { holdsGlobal, owns } from '../../access/privileges.js';
import { databaseRoleKey, keyOfRole } from '../../access/role-key.js';
import { rolesBelow } from '../../access/role-set.js';
import type { RoleObject } from '../../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../../catalogue/database-role-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
  unknownRole,
  unsupported,
} from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { findDatabaseRole } from '../role/database-role.js';
import { grantSnowflakeRole } from '../role/snowflake-role.js';
import { refuseSharedParent } from '../share/shareable.js';
import { shareDatabaseRole } from './grant-to-share.js';

const done = 'Statement executed successfully.';

/** `GRANT ROLE r TO ROLE p | USER u` and `REVOKE ROLE r FROM …`. */
export function grantRole(definition: Definition, isGrant: boolean): ResultSet {
  const { reader, draft, roles } = definition;
  const name = reader.identifier();
  reader.expect(isGrant ? 'TO' : 'FROM');
  const isUser = reader.accept('USER');
  if (!isUser) reader.expect('ROLE');
  const grantee = reader.identifier();
  reader.expectEnd();
  const role = draft.role(name);
  if (role === undefined) throw unknownRole(name);
  const mayGrant = owns(roles, role) || holdsGlobal(draft, roles, 'MANAGE GRANTS');
  // MANAGE GRANTS is no way up to ACCOUNTADMIN, nor to a role that stands for it.
  const isTop = rolesBelow(draft, name).has('ACCOUNTADMIN') && !roles.has('ACCOUNTADMIN');
  if (!mayGrant || isTop) throw notAuthorized('Role', name);
  if (isUser) return changeUser(definition, role, grantee, isGrant);
  if (draft.role(grantee) === undefined) throw unknownRole(grantee);
  return changeParents(definition, role, grantee, isGrant);
}

/**
 * `GRANT DATABASE ROLE db.r TO ROLE p | DATABASE ROLE db.p | SHARE s`, and its REVOKE.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-database-role
 */
export function grantDatabaseRole(definition: Definition, isGrant: boolean): ResultSet {
  const ofSnowflake = grantSnowflakeRole(definition, isGrant);
  if (ofSnowflake !== undefined) return ofSnowflake;
  const { reader, draft, roles } = definition;
  const role = findDatabaseRole(definition, reader.name());
  reader.expect(isGrant ? 'TO' : 'FROM');
  if (reader.accept('SHARE')) return shareDatabaseRole(definition, role, isGrant);
  if (reader.sees('USER') || reader.sees('APPLICATION')) {
    throw unsupported(`a grant of a database role to a ${reader.peek().value.toLowerCase()}`);
  }
  let parent: string;
  if (reader.accept('DATABASE', 'ROLE')) {
    const other = findDatabaseRole(definition, reader.name());
    if (other.parent !== role.parent) {
      throw invalidStatement(
        'a database role is granted to a database role of the same database alone',
        role.name,
        3001,
      );
    }
    if (role.shared !== undefined || other.shared !== undefined) {
      throw notAuthorized('Database Role', draft.fullName(role));
    }
    refuseSharedParent(definition, other);
    parent = databaseRoleKey(other.id);
  } else {
    reader.expect('ROLE');
    parent = reader.identifier();
    if (draft.role(parent) === undefined) throw unknownRole(parent);
  }
  reader.expectEnd();
  const database = draft.get(role.parent);
  const owned = role.shared === undefined ? role : (database ?? role);
  if (!owns(roles, owned) && !holdsGlobal(draft, roles, 'MANAGE GRANTS')) {
    throw notAuthorized('Database Role', draft.fullName(role));
  }
  return changeParents(definition, role, parent, isGrant);
}

function changeParents(
  definition: Definition,
  role: RoleObject | DatabaseRoleObject,
  parent: string,
  isGrant: boolean,
): ResultSet {
  const { draft } = definition;
  if (isGrant && rolesBelow(draft, keyOfRole(role)).has(parent) && parent !== 'PUBLIC') {
    throw executionFailed(`granting ${role.name} would make a circle of roles`, {
      number: 3013,
      sqlState: '42601',
      place: role.name,
    });
  }
  const others = role.grantedTo.filter((each) => each !== parent);
  const grantedTo = isGrant ? [...others, parent] : others;
  const database = role.kind === 'DATABASE ROLE' ? draft.get(role.parent) : undefined;
  if (role.shared !== undefined && database?.kind === 'DATABASE' && database.share !== undefined) {
    // The role is another account's: who holds it here is kept with the database.
    const all = { ...database.share.grantedTo, [String(role.shared.source)]: grantedTo };
    draft.put({ ...database, share: { ...database.share, grantedTo: all } });
  } else {
    draft.put({ ...role, grantedTo });
  }
  return statusResult(done);
}

function changeUser(
  definition: Definition,
  role: RoleObject,
  name: string,
  isGrant: boolean,
): ResultSet {
  const { draft, context } = definition;
  const user = draft.find('USER', 0, name);
  // Who is signed in without being in the catalogue is there too, and holds every role anyway.
  if (
    user === undefined &&
    name === context.state.user &&
    context.state.grantedRoles === undefined
  ) {
    return statusResult(done);
  }
  if (user === undefined) throw notFound('User', name);
  const others = user.roles.filter((each) => each.role !== role.name);
  const granted = {
    role: role.name,
    grantedBy: context.state.role,
    grantedOn: definition.now,
  };
  draft.put({ ...user, roles: isGrant ? [...others, granted] : others });
  return statusResult(done);
}
