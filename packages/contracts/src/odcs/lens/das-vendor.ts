import { isJsonObject, type Json, type JsonObject } from '../../document/json.js';
import { isDasProperty } from './das-property.js';
import type { Reader } from './reader.js';

function converted(value: Json, version: Reader['version']): Json {
  if (Array.isArray(value)) return value.map((item) => converted(item, version));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'customProperties' || !Array.isArray(inner)) {
        return [key, converted(inner, version)] as const;
      }
      return [key, inner.map((property) => withVendor(property, version))] as const;
    }),
  );
}

function withVendor(property: Json, version: Reader['version']): Json {
  if (!isDasProperty(property)) return property;
  const { vendor: _, ...rest } = property;
  return version === '3.2' ? { ...rest, vendor: 'das' } : rest;
}

/** The document with the vendor beside each property `das`, which only 3.2.0 has a place for. */
export function withVendors(document: JsonObject, version: Reader['version']): JsonObject {
  return converted(document, version) as JsonObject;
}
