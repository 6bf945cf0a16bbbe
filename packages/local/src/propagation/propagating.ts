import type { Catalogue } from '../catalogue/catalogue.js';
import type { TagObject } from '../catalogue/catalogue-object.js';

/** Tags by their ids, with values. */
export type TagValues = Readonly<Record<string, string>>;

/** What carries tags: a table or view, or a column of one. */
export interface TagCarrier {
  readonly tags: TagValues;
  readonly propagated?: TagValues;
}

/** The tags that something has itself, set on it or carried to it: what is inherited is not carried on. */
export function ownTags({ tags, propagated }: TagCarrier): TagValues {
  return propagated === undefined ? tags : { ...propagated, ...tags };
}

/** The tag of an id, if it is carried on to what depends on its holder, or along with the data. */
export function propagatingTag(
  catalogue: Catalogue,
  id: string,
  by: 'DEPENDENCY' | 'DATA_MOVEMENT',
): TagObject | undefined {
  const tag = catalogue.get(Number(id));
  return tag?.kind === 'TAG' && tag.propagate?.includes(by) === true ? tag : undefined;
}

/** Those of the tags that are carried on. */
export function propagating(
  catalogue: Catalogue,
  carrier: TagCarrier,
  by: 'DEPENDENCY' | 'DATA_MOVEMENT',
): TagValues {
  const own = Object.entries(ownTags(carrier));
  return Object.fromEntries(own.filter(([id]) => propagatingTag(catalogue, id, by) !== undefined));
}

/** A copy of what carries tags, with those that came with the data. */
export function withPropagated<T extends TagCarrier>(carrier: T, propagated: TagValues): T {
  // What was set by hand is not touched, and what it hides does not come back.
  const left = Object.fromEntries(
    Object.entries(propagated).filter(([id]) => !Object.hasOwn(carrier.tags, id)),
  );
  const { propagated: before = {}, ...rest } = carrier;
  if (isSame(before, left)) return carrier;
  return (Object.keys(left).length === 0 ? rest : { ...rest, propagated: left }) as T;
}

function isSame(one: TagValues, other: TagValues): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => one[name] === other[name]);
}
