import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { TagAssignment } from './resource.js';

/**
 * How many tags a statement may put on objects and columns.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/introduction
 */
export const mostTagAssociations = 100;

/** `t1 = 'v', t2 = 'w'`. */
export function tagList(tags: readonly TagAssignment[]): SqlFragment {
  return sql.join(tags.map(({ tag, value }) => sql`${sql.id(...tag)} = ${sql.literal(value)}`));
}
