import { fingerprintOf } from '../resources/create-statement.js';
import { makerMark } from '../resources/fingerprint.js';
import type { Resource } from '../resources/resource.js';

const prefix = 'das:sha256:';
const between = ' changing to ';

/** Whether DAS wrote this comment: then the object is DAS's to change. */
export function isOurs(comment: string): boolean {
  return comment.startsWith(prefix);
}

/** Whether an object was left on its way from one definition to another. */
export function isUnderWay(comment: string): boolean {
  return isOurs(comment) && comment.includes(between);
}

/** The comment of an object while several statements take it from what it is to something else. */
export function underWayComment(before: Resource, after: Resource): string {
  return `${fingerprintOf(before)}${between}${fingerprintOf(after)}`;
}

/** Whether a comment says that an object has exactly this definition, whoever made it. */
export function isCommentOf(comment: string, resource: Resource): boolean {
  return isOurs(comment) && comment.split(makerMark, 1)[0] === fingerprintOf(resource);
}

/** The database of the domain that made an object. What an earlier DAS made does not say it. */
export function makerIn(comment: string): string | undefined {
  const at = comment.indexOf(makerMark);
  return isOurs(comment) && at >= 0 ? comment.slice(at + makerMark.length) : undefined;
}

/** Whether an object is of another domain than the one with this database. */
export function isOfAnother(comment: string, database: string): boolean {
  const maker = makerIn(comment);
  return maker !== undefined && maker !== database;
}

/** The kinds that are in no database and have a comment. */
const shared: ReadonlySet<Resource['kind']> = new Set([
  'role',
  'warehouse',
  'networkPolicy',
  'share',
]);

/** Whether a resource is in no database, and says by its comment who made it. */
export function isShared(resource: Resource): boolean {
  return shared.has(resource.kind);
}

/** A resource, with the database of the domain that makes it where its name does not begin with it. */
export function withMaker<R extends Resource>(resource: R, database: string): R {
  return isShared(resource) ? { ...resource, madeBy: database } : resource;
}

/**
 * A definition as the account is compared with it. An earlier name says how to get there; once there,
 * it is no part of what is.
 */
export function withoutRenames<R extends Resource>(resource: R): R {
  if (resource.kind !== 'table' && resource.kind !== 'dynamicTable') return resource;
  const isRenamed =
    (resource.kind === 'table' && resource.renamedFrom !== undefined) ||
    resource.columns.some(({ renamedFrom }) => renamedFrom !== undefined);
  if (!isRenamed) return resource;
  return JSON.parse(
    JSON.stringify(resource, (key, value) => (key === 'renamedFrom' ? undefined : value)),
  ) as R;
}

/** Whether two definitions say the same. */
export function isSame(one: Resource, other: Resource): boolean {
  return fingerprintOf(one) === fingerprintOf(other);
}
