import {
  isJsonObject,
  isSameJson,
  type Json,
  type JsonObject,
  toPlainJson,
} from '../../document/json.js';
import type { DocumentPath } from '../../document/structure/structure.js';

/** The object under a key, or an empty one. */
export function objectAt(element: JsonObject, key: string): JsonObject {
  const value = element[key];
  return isJsonObject(value) ? value : {};
}

/** The objects of the list under a key. */
export function objectsAt(element: JsonObject, key: string): readonly JsonObject[] {
  const value = element[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The text under a key. */
export function textAt(element: JsonObject, key: string): string | undefined {
  const value = element[key];
  return typeof value === 'string' ? value : undefined;
}

/** The number under a key. */
export function numberAt(element: JsonObject, key: string): number | undefined {
  const value = element[key];
  return typeof value === 'number' ? value : undefined;
}

/** The texts of the list under a key. */
export function textsAt(element: JsonObject, key: string): readonly string[] {
  const value = element[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The element with another value under a key, in the same place; without the key for `undefined`. */
export function withMember(element: JsonObject, key: string, value: unknown): JsonObject {
  if (value === undefined) {
    if (!Object.hasOwn(element, key)) return element;
    const { [key]: _, ...rest } = element;
    return rest;
  }
  return { ...element, [key]: toPlainJson(value) };
}

/** The element with another value under a key, unless it says the same already. */
export function withChange(
  element: JsonObject,
  key: string,
  before: unknown,
  after: unknown,
): JsonObject {
  return isSameJson(before, after) ? element : withMember(element, key, after);
}

/** A list under a key, which is left out when it would be new and empty. */
export function withList(element: JsonObject, key: string, list: readonly Json[]): JsonObject {
  if (isSameJson(element[key] ?? [], list)) return element;
  return withMember(element, key, list);
}

/** The members of an element in an order for people, the rest behind. */
export function inOrder(element: JsonObject, keys: readonly string[]): JsonObject {
  const known = keys.filter((key) => Object.hasOwn(element, key));
  const others = Object.keys(element).filter((key) => !keys.includes(key));
  return Object.fromEntries(
    [...known, ...others].map((key) => [key, element[key] as Json] as const),
  );
}

/** The path of a member. */
export function below(path: DocumentPath, ...steps: (string | number)[]): DocumentPath {
  return [...path, ...steps];
}
