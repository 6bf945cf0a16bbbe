import { grantedIn } from '../../access/inherited-grants.js';
import { type CatalogueObject, isContainer } from '../../catalogue/catalogue-object.js';
import type { DroppedObject } from '../../catalogue/dropped-object.js';
import type { Definition } from '../definition.js';

/**
 * Ends the grants of a role that goes, and those that it gave to other roles; what it owned passes to
 * the role that drops it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/drop-role
 */
export function forgetGrantee(definition: Definition, key: string): void {
  const { draft, context } = definition;
  for (const object of [...draft.all()]) {
    if (object.shared !== undefined) continue;
    const next = without(object, key, context.state.role);
    if (next !== object) draft.put(next);
  }
}

function without(object: CatalogueObject, key: string, heir: string): CatalogueObject {
  let next = object;
  if (next.grants.some((grant) => grant.role === key)) {
    next = { ...next, grants: next.grants.filter((grant) => grant.role !== key) };
  }
  if (next.owner === key) next = { ...next, owner: heir };
  if ((next.kind === 'ROLE' || next.kind === 'DATABASE ROLE') && next.grantedTo.includes(key)) {
    next = { ...next, grantedTo: next.grantedTo.filter((parent) => parent !== key) };
  }
  if (next.kind === 'USER' && next.roles.some(({ role }) => role === key)) {
    next = { ...next, roles: next.roles.filter(({ role }) => role !== key) };
  }
  if (next.kind === 'DATABASE' && next.share !== undefined) {
    const entries = Object.entries(next.share.grantedTo);
    const grantedTo = Object.fromEntries(
      entries.map(([id, parents]) => [id, parents.filter((parent) => parent !== key)]),
    );
    const isSame = entries.every(([id, parents]) => grantedTo[id]?.length === parents.length);
    if (!isSame) next = { ...next, share: { ...next.share, grantedTo } };
  }
  if (next.kind === 'DROPPED') {
    const dropped: DroppedObject = next;
    const objects = dropped.objects.map((each) => without(each, key, heir));
    const isSame = objects.every((each, at) => each === dropped.objects[at]);
    if (!isSame) next = { ...dropped, objects };
  }
  if ('futureGrants' in next && next.futureGrants.some((grant) => grant.role === key)) {
    next = { ...next, futureGrants: next.futureGrants.filter((grant) => grant.role !== key) };
  }
  if (isContainer(next) && grantedIn(next).some((grant) => grant.role === key)) {
    const inheritedGrants = grantedIn(next).filter((grant) => grant.role !== key);
    next = { ...next, inheritedGrants };
  }
  return next;
}
