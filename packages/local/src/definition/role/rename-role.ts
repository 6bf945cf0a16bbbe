import { grantedIn } from '../../access/inherited-grants.js';
import type { CatalogueObject, ContainerObject } from '../../catalogue/catalogue-object.js';
import type { Definition } from '../definition.js';

/** Account roles are known by their names: a new one is written wherever the old one stood. */
export function renameRole(definition: Definition, from: string, to: string): void {
  for (const object of [...definition.draft.all()]) {
    if (object.shared !== undefined) continue;
    const next = renamed(object, from, to);
    if (JSON.stringify(next) !== JSON.stringify(object)) definition.draft.put(next);
  }
}

function renamed(object: CatalogueObject, from: string, to: string): CatalogueObject {
  const key = (role: string): string => (role === from ? to : role);
  const next: CatalogueObject = {
    ...object,
    owner: key(object.owner),
    grants: object.grants.map((grant) => ({
      ...grant,
      role: key(grant.role),
      grantedBy: key(grant.grantedBy),
    })),
  };
  switch (next.kind) {
    case 'ROLE':
      return { ...next, name: key(next.name), grantedTo: next.grantedTo.map(key) };
    case 'DATABASE ROLE':
      return { ...next, grantedTo: next.grantedTo.map(key) };
    case 'USER':
      return {
        ...next,
        roles: next.roles.map((granted) => ({
          ...granted,
          role: key(granted.role),
          grantedBy: key(granted.grantedBy),
        })),
      };
    case 'DROPPED':
      return { ...next, objects: next.objects.map((each) => renamed(each, from, to)) };
    case 'DATABASE':
    case 'SCHEMA':
      return {
        ...next,
        ...(next.kind === 'DATABASE' && next.share !== undefined
          ? { share: { ...next.share, grantedTo: renamedParents(next.share.grantedTo, key) } }
          : {}),
        futureGrants: next.futureGrants.map((grant) => ({ ...grant, role: key(grant.role) })),
        ...renamedInherited(next, key),
      };
    case 'ACCOUNT':
      return { ...next, ...renamedInherited(next, key) };
    default:
      return next;
  }
}

function renamedInherited(
  object: CatalogueObject,
  key: (role: string) => string,
): Pick<ContainerObject, 'inheritedGrants'> {
  const inherited = grantedIn(object);
  if (inherited.length === 0) return {};
  return {
    inheritedGrants: inherited.map((grant) => ({
      ...grant,
      role: key(grant.role),
      grantedBy: key(grant.grantedBy),
    })),
  };
}

function renamedParents(
  grantedTo: Readonly<Record<string, readonly string[]>>,
  key: (role: string) => string,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(grantedTo).map(([id, parents]) => [id, parents.map(key)]),
  );
}
