import { grantedIn } from '../../access/inherited-grants.js';
import { databaseRoleKey } from '../../access/role-key.js';
import type { CatalogueObject } from '../../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../../catalogue/database-role-object.js';
import type { ShareObject } from '../../catalogue/share-object.js';
import { executionFailed } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** What a share may carry of a kind of object: reading, and the way there. */
const shareable: Readonly<Record<string, readonly string[]>> = {
  DATABASE: ['USAGE'],
  SCHEMA: ['USAGE'],
  TABLE: ['SELECT'],
  'DYNAMIC TABLE': ['SELECT'],
  VIEW: ['SELECT'],
};

/** The privileges that may be granted to a share on a kind of object; none where it takes none. */
export function shareablePrivileges(kind: string): readonly string[] {
  return shareable[kind] ?? [];
}

/** Whether a share takes an object: unless it was created otherwise, a view must be secure. */
export function isSecureEnough(share: ShareObject, object: CatalogueObject): boolean {
  return object.kind !== 'VIEW' || object.isSecure || !share.secureObjectsOnly;
}

export function notSecure(name: string): Error {
  return executionFailed(
    'Non-secure object can only be granted to shares with "secure_objects_only" property set to false.',
    { number: 3030, sqlState: '42501', place: name, next: 'make the view SECURE' },
  );
}

/** The shares that carry a database role. */
function sharesOf(definition: Definition, role: DatabaseRoleObject): readonly ShareObject[] {
  return [...definition.draft.ofKind('SHARE')].filter((share) =>
    share.databaseRoles.includes(role.id),
  );
}

/** A database role that is shared is given nothing that a share could not carry. */
export function requireShareable(
  definition: Definition,
  role: DatabaseRoleObject | undefined,
  object: CatalogueObject,
  privilege: string,
): void {
  if (role === undefined) return;
  for (const share of sharesOf(definition, role)) requireReading(share, role, object, privilege);
}

function requireReading(
  share: ShareObject,
  role: DatabaseRoleObject,
  object: CatalogueObject,
  privilege: string,
): void {
  if (!shareablePrivileges(object.kind).includes(privilege)) {
    throw executionFailed(
      `the database role ${role.name} is shared: it cannot hold ${privilege} on ${object.name}`,
      { number: 3030, sqlState: '42501', place: role.name },
    );
  }
  if (!isSecureEnough(share, object)) throw notSecure(object.name);
}

/**
 * No database role is granted to one that is shared.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
export function refuseSharedParent(definition: Definition, parent: DatabaseRoleObject): void {
  if (sharesOf(definition, parent).length === 0) return;
  throw executionFailed(
    `the database role ${parent.name} is granted to a share: no database role can be granted to it`,
    { number: 3030, sqlState: '42501', place: parent.name },
  );
}

/** Requires that a database role holds nothing that the share could not carry. */
export function requireShareableRole(
  definition: Definition,
  share: ShareObject,
  role: DatabaseRoleObject,
): void {
  const key = databaseRoleKey(role.id);
  for (const object of definition.draft.all()) {
    if (object.kind === 'DATABASE ROLE' && object.grantedTo.includes(key)) {
      throw executionFailed(
        `a database role is granted to ${role.name}: it cannot be granted to a share`,
        { number: 3030, sqlState: '42501', place: role.name },
      );
    }
    if (object.owner === key) requireReading(share, role, object, 'OWNERSHIP');
    for (const grant of object.grants) {
      if (grant.role === key) requireReading(share, role, object, grant.privilege);
    }
    if ('futureGrants' in object && object.futureGrants.some((grant) => grant.role === key)) {
      throw executionFailed('Cannot share a database role with future grants to it.', {
        number: 3030,
        sqlState: '42501',
        place: role.name,
      });
    }
    if (grantedIn(object).some((grant) => grant.role === key)) {
      throw executionFailed('Cannot share a database role with inherited grants to it.', {
        number: 3030,
        sqlState: '42501',
        place: role.name,
      });
    }
  }
}
