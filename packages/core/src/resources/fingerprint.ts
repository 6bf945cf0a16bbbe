import { createHash } from 'node:crypto';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Resource } from './resource.js';

/** The start of the comment by which DAS recognises what it deployed, and in which form. */
const fingerprintPrefix = 'das:sha256:';

/** What the comment of a deployed resource starts with: a digest of its definition. */
export function fingerprintOf(resource: Resource): string {
  // From where something was renamed and who made it say nothing about what it is.
  const definition = JSON.stringify(resource, (key, value) =>
    key === 'renamedFrom' || key === 'madeBy' ? undefined : value,
  );
  return `${fingerprintPrefix}${createHash('sha256').update(definition).digest('hex')}`;
}

/** What stands in a comment between the fingerprint and the database of the domain that made the object. */
export const makerMark = ' of ';

/** `COMMENT = '<fingerprint>'`, with who made it where that is not said by the name. */
export function fingerprintComment(resource: Resource): SqlFragment {
  const maker =
    'madeBy' in resource && resource.madeBy !== undefined ? `${makerMark}${resource.madeBy}` : '';
  return sql`COMMENT = ${sql.literal(`${fingerprintOf(resource)}${maker}`)}`;
}
