import { textsOf } from './expression.js';
import { parseBody } from './parse-body.js';

const asked = new Map<string, ReadonlySet<string> | undefined>();

/**
 * The texts that a body may compare CURRENT_ROLE with. `undefined` for a body that does not ask for it,
 * which answers the same whichever role is the primary one.
 */
export function primariesAskedBy(body: string): ReadonlySet<string> | undefined {
  if (!asked.has(body)) {
    const isAsking = /CURRENT_ROLE/i.test(body);
    const expression = isAsking ? parseBody(body) : undefined;
    asked.set(body, isAsking ? new Set(expression && textsOf(expression)) : undefined);
  }
  return asked.get(body);
}

/** The role that every session has. */
export const publicRole: string = 'PUBLIC';

/**
 * The roles that have to be looked at as primary ones beside the first: each that is asked for by name,
 * and one that is not, for all the others. A session may have any of its account roles as the primary
 * one, while the others are active as secondary ones.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/use-role
 */
export function otherPrimaries(
  first: string | undefined,
  roles: Iterable<string>,
  askedFor: ReadonlySet<string>,
): readonly string[] {
  const others = [...new Set([publicRole, ...roles])].filter((role) => role !== first);
  const isAskedFor = (role: string) => askedFor.has(role);
  const another = others.find((role) => !isAskedFor(role));
  const isNew = another !== undefined && (first === undefined || isAskedFor(first));
  return [...others.filter(isAskedFor), ...(isNew ? [another] : [])];
}
