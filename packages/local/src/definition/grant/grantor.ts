import { holdsGlobal, owns } from '../../access/privileges.js';
import { type CatalogueObject, titleOf } from '../../catalogue/catalogue-object.js';
import { notAuthorized } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** Whether the roles decide over all grants on an object: as its owner, or by MANAGE GRANTS. */
export function decides(definition: Definition, object: CatalogueObject): boolean {
  const { draft, roles } = definition;
  if (holdsGlobal(draft, roles, 'MANAGE GRANTS')) return true;
  const parent = 'parent' in object ? draft.get(object.parent) : undefined;
  // In a schema of managed access its owner decides, not the owners of the objects.
  return owns(roles, isManaged(parent) ? parent : object);
}

function isManaged(parent: CatalogueObject | undefined): parent is CatalogueObject {
  return parent?.kind === 'SCHEMA' && parent.isManaged;
}

/**
 * The role that gives a privilege: the owner, also when MANAGE GRANTS is what allows it, or an active
 * role that holds the privilege with the grant option.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
export function grantorOf(
  definition: Definition,
  object: CatalogueObject,
  privilege: string,
): string | undefined {
  if (decides(definition, object)) return object.owner;
  const { draft, roles } = definition;
  const parent = 'parent' in object ? draft.get(object.parent) : undefined;
  if (isManaged(parent)) return undefined;
  return object.grants.find(
    (grant) => grant.privilege === privilege && grant.withGrantOption && roles.has(grant.role),
  )?.role;
}

/** Requires to decide over the grants on an object; ALL names its container, not what it hides. */
export function requireDecider(
  definition: Definition,
  object: CatalogueObject,
  container?: CatalogueObject,
): void {
  if (!decides(definition, object)) throw mayNotGrant(definition, container ?? object);
}

export function mayNotGrant(definition: Definition, object: CatalogueObject): Error {
  return notAuthorized(titleOf(object.kind), definition.draft.fullName(object));
}

/** Future grants reach tables that others will make: the owner of the container does not decide. */
export function requireFutureGrantor(definition: Definition, container: CatalogueObject): void {
  const { draft, roles } = definition;
  if (holdsGlobal(draft, roles, 'MANAGE GRANTS')) return;
  if (isManaged(container) && owns(roles, container)) return;
  throw mayNotGrant(definition, container);
}
