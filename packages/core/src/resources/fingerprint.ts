import { createHash } from 'node:crypto';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Resource } from './resource.js';

/** The start of the comment by which DAS recognises what it deployed, and in which form. */
const fingerprintPrefix = 'das:sha256:';

/** What the comment of a deployed resource must be: a digest of its definition. */
export function fingerprintOf(resource: Resource): string {
  // From where something was renamed says nothing about what it is.
  const definition = JSON.stringify(resource, (key, value) =>
    key === 'renamedFrom' ? undefined : value,
  );
  return `${fingerprintPrefix}${createHash('sha256').update(definition).digest('hex')}`;
}

/** `COMMENT = '<fingerprint>'`. */
export function fingerprintComment(resource: Resource): SqlFragment {
  return sql`COMMENT = ${sql.literal(fingerprintOf(resource))}`;
}
