import {
  anything,
  count,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  type Structure,
  text,
  valueThat,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';

const positive = valueThat(
  'a number above 0',
  (value) => Number.isFinite(value) && (value as number) > 0,
);

const numericBounds = {
  multipleOf: positive,
  maximum: number,
  exclusiveMaximum: number,
  minimum: number,
  exclusiveMinimum: number,
};

const temporalBounds = {
  format: text,
  maximum: text,
  exclusiveMaximum: text,
  minimum: text,
  exclusiveMinimum: text,
};

const temporal = objectOf({ ...temporalBounds, timezone: flag, defaultTimezone: text });

const integerFormats = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];

const optionsByType: Readonly<Record<string, Structure>> = {
  string: objectOf({ minLength: count, maxLength: count, pattern: text, format: text }),
  date: objectOf(temporalBounds),
  timestamp: temporal,
  time: temporal,
  integer: objectOf({ ...numericBounds, format: oneOf(integerFormats) }),
  number: objectOf({ ...numericBounds, format: oneOf(['f32', 'f64']) }),
  object: objectOf({
    maxProperties: count,
    minProperties: count,
    required: listOf(text, { minimum: 1, isDistinct: true }),
  }),
  array: objectOf({ maxItems: count, minItems: count, uniqueItems: flag }),
  boolean: objectOf({}, { others: anything }),
};

const optionsSince32: Readonly<Record<string, Structure>> = {
  map: objectOf({}, { others: anything }),
  vector: objectOf(
    {
      dimensions: valueThat(
        'a whole number from 1 up',
        (value) => Number.isInteger(value) && (value as number) >= 1,
      ),
      elementType: oneOf(['bfloat16', 'binary', 'float16', 'float32', 'float64', 'int8', 'uint8']),
      distanceMetric: oneOf(['cosine', 'dotProduct', 'euclidean', 'hamming', 'manhattan']),
      embeddingModel: text,
      embeddingModelVersion: text,
      normalized: flag,
    },
    { required: ['dimensions'] },
  ),
};

/** The logical types of a version. */
export function logicalTypes(version: OdcsSchemaVersion): readonly string[] {
  const types = Object.keys(optionsByType);
  return version === '3.2' ? [...types, ...Object.keys(optionsSince32)] : types;
}

/**
 * The options that go with a logical type. Without one, the schema of the standard holds them to
 * those of all types at once, so there can be none.
 */
export function logicalTypeOptions(type: unknown, version: OdcsSchemaVersion): Structure {
  const known = version === '3.2' ? { ...optionsByType, ...optionsSince32 } : optionsByType;
  if (typeof type !== 'string') return objectOf({});
  return (
    (Object.hasOwn(known, type) ? known[type] : undefined) ?? objectOf({}, { others: anything })
  );
}
