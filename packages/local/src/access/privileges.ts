import type { Catalogue } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type SchemaLevelObject,
  titleOf,
} from '../catalogue/catalogue-object.js';
import { accountId } from '../catalogue/system-objects.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import { grantedIn } from './inherited-grants.js';

/** Whether one of the roles owns the object. */
export function owns(roles: ReadonlySet<string>, object: CatalogueObject): boolean {
  return roles.has(object.owner) && object.owner !== '';
}

/** Whether the roles hold a privilege on an object, by grant or as its owner. */
export function holds(
  roles: ReadonlySet<string>,
  object: CatalogueObject,
  privilege: string,
): boolean {
  if (owns(roles, object)) return true;
  return object.grants.some((grant) => {
    if (!roles.has(grant.role)) return false;
    return grant.privilege === privilege || grant.privilege === 'OWNERSHIP';
  });
}

/** Whether the roles hold a global privilege, such as `MANAGE GRANTS`. ACCOUNTADMIN holds all. */
export function holdsGlobal(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  privilege: string,
): boolean {
  const account = catalogue.get(accountId);
  return account !== undefined && holds(roles, account, privilege);
}

/** Whether the roles may know that an object exists: they own it or hold any privilege on it. */
export function sees(roles: ReadonlySet<string>, object: CatalogueObject): boolean {
  return (
    owns(roles, object) ||
    object.grants.some((grant) => roles.has(grant.role)) ||
    holdsInside(roles, object)
  );
}

/**
 * Whether the roles may name what lies in a schema or a database. A privilege that was granted there on all
 * objects of a kind does not replace USAGE.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-using
 */
export function resolves(roles: ReadonlySet<string>, container: CatalogueObject): boolean {
  return holds(roles, container, 'USAGE');
}

function holdsInside(roles: ReadonlySet<string>, container: CatalogueObject): boolean {
  if (container.kind === 'ACCOUNT') return false;
  return grantedIn(container).some(({ role }) => roles.has(role));
}

/** Whether the roles may use the schema and the database that hold an object. */
export function reaches(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  object: CatalogueObject,
): boolean {
  const parent = 'parent' in object ? catalogue.get(object.parent) : undefined;
  if (parent === undefined) return true;
  return resolves(roles, parent) && reaches(catalogue, roles, parent);
}

/**
 * Requires a privilege on an object inside a schema.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_NOT_FOUND` when the roles may not even know the object,
 * `DAS_WAREHOUSE_NOT_AUTHORIZED` when they may, but lack the privilege.
 */
export function requirePrivilege(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  object: SchemaLevelObject,
  privilege: string,
): void {
  const isReachable = reaches(catalogue, roles, object);
  if (isReachable && holds(roles, object, privilege)) return;
  if (isReachable && sees(roles, object)) {
    throw notAuthorized(titleOf(object.kind), catalogue.fullName(object));
  }
  throw notFound('Object', catalogue.fullName(object));
}
