import type { Catalogue } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type ContainerObject,
  type Grant,
  type InheritedGrant,
  isContainer,
} from '../catalogue/catalogue-object.js';
import { accountId } from '../catalogue/system-objects.js';

/** What was granted on an object itself. */
export function directGrants({ grants }: CatalogueObject): readonly Grant[] {
  return grants.some(isInherited) ? grants.filter((grant) => !isInherited(grant)) : grants;
}

function isInherited({ inheritedFrom }: Grant): boolean {
  return inheritedFrom !== undefined;
}

/** What was granted in a container for all objects of a kind. */
export function grantedIn(object: CatalogueObject): readonly InheritedGrant[] {
  return isContainer(object) ? (object.inheritedGrants ?? []) : [];
}

/**
 * An object with what was granted on it, and what it inherits from its schema, its database and the account.
 * What another account shares inherits nothing.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-intro
 */
export function withInheritedGrants<T extends CatalogueObject>(catalogue: Catalogue, object: T): T {
  const direct = directGrants(object);
  const isForeign = object.kind === 'DATABASE' && object.share !== undefined;
  const inherited = isForeign
    ? []
    : containersOf(catalogue, object).flatMap((container) =>
        grantedIn(container)
          .filter(({ objectKind }) => objectKind === object.kind)
          .map(
            ({ privilege, role, grantedBy, grantedOn }): Grant => ({
              privilege,
              role,
              withGrantOption: false,
              grantedBy,
              grantedOn,
              inheritedFrom: container.id,
            }),
          ),
      );
  if (inherited.length === 0 && direct.length === object.grants.length) return object;
  return { ...object, grants: [...direct, ...inherited] };
}

/** What holds an object, the nearest first. */
export function containersOf(
  catalogue: Catalogue,
  object: CatalogueObject,
): readonly ContainerObject[] {
  const account = object.id === accountId ? undefined : catalogue.get(accountId);
  const found: ContainerObject[] = [];
  let parent = 'parent' in object ? catalogue.get(object.parent) : undefined;
  while (parent !== undefined) {
    if (isContainer(parent)) found.push(parent);
    parent = 'parent' in parent ? catalogue.get(parent.parent) : undefined;
  }
  return account?.kind === 'ACCOUNT' ? [...found, account] : found;
}
