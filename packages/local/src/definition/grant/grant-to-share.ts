import type { ResultSet } from '@das/core';
import { owns, sees } from '../../access/privileges.js';
import { shareKey } from '../../access/role-key.js';
import type { CatalogueObject, DatabaseObject } from '../../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../../catalogue/database-role-object.js';
import type { ShareObject } from '../../catalogue/share-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { databasesRead } from '../../shares/databases-read.js';
import { referencedDatabases, sharedDatabase } from '../../shares/shared-database.js';
import {
  executionFailed,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import {
  isSecureEnough,
  notSecure,
  requireShareableRole,
  shareablePrivileges,
} from '../share/shareable.js';
import type { GrantTarget } from './grant-target.js';
import { databaseOf } from './grantee.js';
import { grantorOf, mayNotGrant } from './grantor.js';

const done = 'Statement executed successfully.';

/** The share of a name; only those who own it may change it. */
export function findShare(definition: Definition, name: string): ShareObject {
  const share = definition.draft.find('SHARE', 0, name);
  if (share === undefined || !sees(definition.roles, share)) throw notFound('Share', name);
  if (!owns(definition.roles, share)) throw notAuthorized('Share', name);
  return share;
}

/**
 * `GRANT … ON … TO SHARE s` and `REVOKE … ON … FROM SHARE s`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege-share
 */
export function changeShare(
  definition: Definition,
  privileges: readonly string[] | 'ALL',
  target: GrantTarget,
  isGrant: boolean,
): ResultSet {
  const { reader, draft } = definition;
  const share = findShare(definition, reader.identifier());
  reader.expectEnd();
  if (privileges === 'ALL') throw unsupported('ALL privileges to a share');
  if (target.kind === 'future') throw unsupported('a future grant to a share');
  if (target.container !== undefined && target.of === 'VIEW') {
    throw unsupported('a grant on all views to a share');
  }
  if (target.of === 'TAG') throw unsupported('a tag in a share');
  const key = shareKey(share.id);
  for (const object of target.objects) {
    for (const privilege of privileges) {
      const isReference = object.kind === 'DATABASE' && privilege === 'REFERENCE_USAGE';
      if (!isReference && !shareablePrivileges(object.kind).includes(privilege)) {
        throw invalidStatement(
          `${privilege} on a ${target.of.toLowerCase()} cannot be granted to a share`,
          privilege,
        );
      }
      const grantedBy = grantorOf(definition, object, privilege);
      if (grantedBy === undefined) throw mayNotGrant(definition, target.container ?? object);
      const now = draft.get(object.id) ?? object;
      const others = now.grants.filter((each) => each.role !== key || each.privilege !== privilege);
      if (!isGrant) {
        draft.put({ ...now, grants: others });
        continue;
      }
      requirePlace(definition, share, object, privilege);
      const added = {
        privilege,
        role: key,
        withGrantOption: false,
        grantedBy,
        grantedOn: definition.now,
      };
      draft.put({ ...now, grants: [...others, added] });
    }
  }
  return statusResult(done);
}

/** A share has one database; other databases are there for its secure views to read alone. */
function requirePlace(
  definition: Definition,
  share: ShareObject,
  object: CatalogueObject,
  privilege: string,
): void {
  const { draft } = definition;
  const database = sharedDatabase(draft, share);
  if (object.kind === 'DATABASE') {
    if (object.share !== undefined) {
      throw notAuthorized('Database', object.name);
    }
    if (privilege === 'REFERENCE_USAGE') {
      requireDatabase(share, database);
      return;
    }
    if (database === undefined || database.id === object.id) return;
    throw executionFailed(
      `the share ${share.name} has the database ${database.name}: a share has one database`,
      { number: 3030, sqlState: '42501', place: share.name },
    );
  }
  requireDatabase(share, database);
  if (databaseOf(definition, object) !== database?.id) {
    throw executionFailed(
      `${draft.fullName(object)} does not lie in the database of the share ${share.name}`,
      { number: 3030, sqlState: '42501', place: share.name },
    );
  }
  if (!isSecureEnough(share, object)) throw notSecure(draft.fullName(object));
  if (object.kind !== 'VIEW') return;
  const known = new Set([database?.id, ...referencedDatabases(draft, share)]);
  for (const id of databasesRead(definition, object)) {
    if (known.has(id)) continue;
    throw executionFailed(
      'A view or function being shared cannot reference objects from other databases.',
      {
        number: 3030,
        sqlState: '42501',
        place: draft.fullName(object),
        next: 'grant REFERENCE_USAGE on those databases to the share first',
      },
    );
  }
}

function requireDatabase(share: ShareObject, database: DatabaseObject | undefined): void {
  if (database !== undefined) return;
  throw executionFailed(`the share ${share.name} has no database yet`, {
    number: 3030,
    sqlState: '42501',
    place: share.name,
    next: 'grant USAGE on a database to the share first',
  });
}

/**
 * `GRANT DATABASE ROLE db.r TO SHARE s`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-database-role-share
 */
export function shareDatabaseRole(
  definition: Definition,
  role: DatabaseRoleObject,
  isGrant: boolean,
): ResultSet {
  const { reader, draft, roles } = definition;
  const share = findShare(definition, reader.identifier());
  reader.expectEnd();
  if (!owns(roles, role)) throw notAuthorized('Database Role', draft.fullName(role));
  const others = share.databaseRoles.filter((id) => id !== role.id);
  if (!isGrant) {
    draft.put({ ...share, databaseRoles: others });
    return statusResult(done);
  }
  const database = sharedDatabase(draft, share);
  requireDatabase(share, database);
  if (database?.id !== role.parent) {
    throw executionFailed(
      `${draft.fullName(role)} does not lie in the database of the share ${share.name}`,
      { number: 3030, sqlState: '42501', place: share.name },
    );
  }
  requireShareableRole(definition, share, role);
  draft.put({ ...share, databaseRoles: [...others, role.id] });
  return statusResult(done);
}
