import { databaseRoleKey } from '../../access/role-key.js';
import type { CatalogueObject } from '../../catalogue/catalogue-object.js';
import type { DatabaseRoleObject } from '../../catalogue/database-role-object.js';
import { invalidStatement, unknownRole, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { findDatabaseRole } from '../role/database-role.js';

/** The role that a privilege is granted to. */
export interface RoleGrantee {
  readonly key: string;
  /** Absent for an account role. */
  readonly databaseRole?: DatabaseRoleObject;
}

/** `[ROLE] name` or `DATABASE ROLE [db.]name`. */
export function readGrantee(definition: Definition): RoleGrantee {
  const { reader, draft } = definition;
  if (reader.accept('DATABASE', 'ROLE')) {
    const databaseRole = findDatabaseRole(definition, reader.name());
    return { key: databaseRoleKey(databaseRole.id), databaseRole };
  }
  if (reader.sees('SHARE') || reader.sees('USER') || reader.sees('APPLICATION')) {
    throw unsupported(`this grant to a ${reader.peek().value.toLowerCase()}`);
  }
  reader.accept('ROLE');
  const name = reader.identifier();
  if (draft.role(name) === undefined) throw unknownRole(name);
  return { key: name };
}

/** A database role holds privileges on its database and what lies in it, and on nothing else. */
export function requireSameDatabase(
  definition: Definition,
  grantee: RoleGrantee,
  object: CatalogueObject,
): void {
  const { databaseRole } = grantee;
  if (databaseRole === undefined) return;
  if (databaseOf(definition, object) === databaseRole.parent) return;
  throw invalidStatement(
    'a database role holds privileges inside its own database alone',
    databaseRole.name,
    3001,
  );
}

/** The id of the database that holds an object, itself included; nothing in the account itself. */
export function databaseOf(definition: Definition, object: CatalogueObject): number | undefined {
  if (object.kind === 'DATABASE') return object.id;
  const parent = 'parent' in object ? definition.draft.get(object.parent) : undefined;
  return parent && databaseOf(definition, parent);
}
