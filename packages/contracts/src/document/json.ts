/** What JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** An object of JSON. */
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value is an object with named members: no list, not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object that are there: one that is `undefined` is as good as absent. */
function presentEntries(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}

/** Whether two values are the same JSON. The order of members does not matter. */
export function isSameJson(first: unknown, second: unknown): boolean {
  if (Object.is(first, second)) return true;
  if (typeof first !== 'object' || typeof second !== 'object') return false;
  if (first === null || second === null) return false;
  if (Array.isArray(first) || Array.isArray(second)) {
    if (!Array.isArray(first) || !Array.isArray(second)) return false;
    return (
      first.length === second.length && first.every((item, at) => isSameJson(item, second[at]))
    );
  }
  const entries = presentEntries(first);
  return (
    entries.length === presentEntries(second).length &&
    entries.every(
      ([key, inner]) =>
        Object.hasOwn(second, key) && isSameJson(inner, (second as Record<string, unknown>)[key]),
    )
  );
}

/** A value of plain data as JSON: members that are `undefined` are left out, all the way down. */
export function toPlainJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toPlainJson);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(
    presentEntries(value).map(([key, inner]) => [key, toPlainJson(inner)] as const),
  );
}
