import { fingerprintOf } from '../resources/create-statement.js';
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
