import {
  isJsonObject,
  isSameJson,
  type Json,
  type JsonObject,
  toPlainJson,
} from '../../document/json.js';
import { type DocumentPath, objectOf, type Structure } from '../../document/structure/structure.js';
import { below, objectsAt, withMember } from './element.js';
import type { Reader } from './reader.js';

/** The name of the one custom property that holds what the standard has no place for. */
const propertyName = 'das';

/** Whether a custom property is the one that holds what the standard has no place for. */
export function isDasProperty(property: Json): property is JsonObject {
  return (
    isJsonObject(property) &&
    property.property === propertyName &&
    (property.vendor === undefined || property.vendor === propertyName) &&
    isJsonObject(property.value)
  );
}

/** What the custom property `das` of an element says, as it stands there: null for "nothing". */
export function remainderOf(element: JsonObject): JsonObject {
  const own = objectsAt(element, 'customProperties').find(isDasProperty);
  return isJsonObject(own?.value) ? own.value : {};
}

/** What the custom property `das` says, checked: a document may come from anybody. */
export function checkedRemainder(
  element: JsonObject,
  members: Readonly<Record<string, Structure>>,
  reader: Reader,
  path: DocumentPath,
): JsonObject {
  const remainder = remainderOf(element);
  const given = Object.fromEntries(Object.entries(remainder).filter(([, value]) => value !== null));
  const at = objectsAt(element, 'customProperties').findIndex(isDasProperty);
  const faults = objectOf(members)(given, below(path, 'customProperties', at, 'value'));
  reader.refuse(faults);
  return faults.length === 0 ? remainder : {};
}

/** A value with what the remainder says instead; null stands for "nothing". */
export function withOverrides<Value extends object>(value: Value, remainder: JsonObject): Value {
  const overrides = Object.entries(remainder).map(
    ([key, inner]) => [key, inner === null ? undefined : inner] as const,
  );
  return { ...value, ...Object.fromEntries(overrides) };
}

/** What a value says that the standard fields do not. */
export function differenceOf(wanted: object, standard: object): JsonObject {
  const keys = new Set([...Object.keys(wanted), ...Object.keys(standard)]);
  const before = standard as Readonly<Record<string, unknown>>;
  const after = wanted as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const value = after[key];
      if (isSameJson(value, before[key])) return [];
      return [[key, value === undefined ? null : toPlainJson(value)] as const];
    }),
  );
}

/** The element with this remainder, in the place of the one that it had. */
export function withRemainder(
  element: JsonObject,
  remainder: JsonObject,
  version: Reader['version'],
): JsonObject {
  const properties = element.customProperties;
  const list: readonly Json[] = Array.isArray(properties) ? properties : [];
  const at = list.findIndex(isDasProperty);
  if (Object.keys(remainder).length === 0) {
    if (at === -1) return element;
    const rest = list.filter((_, index) => index !== at);
    return withMember(element, 'customProperties', rest.length === 0 ? undefined : rest);
  }
  const own = {
    property: propertyName,
    value: remainder,
    ...(version === '3.2' ? { vendor: propertyName } : {}),
  };
  const before = list[at];
  if (isJsonObject(before) && isSameJson({ ...before, ...own }, before)) return element;
  const next = at === -1 ? [...list, own] : list.with(at, own);
  return withMember(element, 'customProperties', next);
}
