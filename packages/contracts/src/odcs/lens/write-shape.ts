import { isSameJson, type Json, type JsonObject } from '../../document/json.js';
import { expressionOfLiteral } from '../../document/string-schema.js';
import type { PhysicalType } from '../../model/column.js';
import type { NumberShape, StringShape, ValueShape } from '../../model/value-shape.js';
import { optionsOf, unionOf } from '../../schema/shape-union.js';
import { objectAt, objectsAt, textAt, withMember } from './element.js';
import { logicalTypeOf } from './physical-type.js';
import { formatNames, modelledOptions, temporalShapes } from './read-shape.js';
import type { Reader } from './reader.js';

/** How a shape is said in the standard: a logical type with its options, and what is nested in it. */
interface Typed {
  readonly logicalType: string | undefined;
  readonly options?: JsonObject;
  readonly fields?: Readonly<Record<string, ValueShape>>;
  readonly items?: ValueShape;
}

/** The form of a text, unless zod holds a text of this format to an expression of its own. */
function textOf(shape: StringShape): Typed {
  const { format, minLength, maxLength, patterns = [] } = shape;
  const [pattern] = patterns;
  const expression = pattern === undefined ? undefined : expressionOfLiteral(pattern);
  const isPlain = expression !== undefined && expression.flags === '' && patterns.length === 1;
  const named = Object.entries(formatNames).find(([, known]) => known === format)?.[0] ?? format;
  return {
    logicalType: 'string',
    options: {
      ...(minLength === undefined ? {} : { minLength }),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(isPlain ? { pattern: expression.source } : {}),
      ...(named === undefined ? {} : { format: named }),
    },
  };
}

function numberOf(shape: NumberShape): Typed {
  const { isInteger, minimum, maximum, multiplesOf = [] } = shape;
  const isOwn = (bound: number | undefined) =>
    bound !== undefined && !(isInteger && Math.abs(bound) === Number.MAX_SAFE_INTEGER);
  const [step] = multiplesOf;
  return {
    logicalType: isInteger ? 'integer' : 'number',
    options: {
      ...(isOwn(minimum)
        ? { [shape.isMinimumExclusive === true ? 'exclusiveMinimum' : 'minimum']: minimum as Json }
        : {}),
      ...(isOwn(maximum)
        ? { [shape.isMaximumExclusive === true ? 'exclusiveMaximum' : 'maximum']: maximum as Json }
        : {}),
      ...(step === undefined || step <= 0 ? {} : { multipleOf: step }),
    },
  };
}

function temporalOf(shape: ValueShape, type: PhysicalType | undefined): Typed {
  const isZoned =
    isSameJson(shape, temporalShapes.zoned) || (type === 'TIMESTAMP_TZ' && shape.kind === 'date');
  return { logicalType: 'timestamp', options: { timezone: isZoned } };
}

function byType(type: PhysicalType | undefined): Typed {
  const logicalType = type === undefined ? undefined : logicalTypeOf(type);
  if (logicalType !== 'timestamp') return { logicalType };
  return { logicalType, options: { timezone: type === 'TIMESTAMP_TZ' } };
}

function closedOf(values: readonly unknown[], type: PhysicalType | undefined): Typed {
  const [first] = values;
  if (!values.every((value) => typeof value === typeof first)) return byType(type);
  if (typeof first === 'string') return { logicalType: 'string' };
  if (typeof first === 'boolean') return { logicalType: 'boolean' };
  return { logicalType: values.every(Number.isInteger) ? 'integer' : 'number' };
}

function typedOf(shape: ValueShape, type: PhysicalType | undefined): Typed {
  switch (shape.kind) {
    case 'string':
      if (isSameJson(shape, temporalShapes.date)) return { logicalType: 'date' };
      if (isSameJson(shape, temporalShapes.time)) return { logicalType: 'time' };
      return shape.format === 'datetime' ? temporalOf(shape, type) : textOf(shape);
    case 'number':
      return numberOf(shape);
    case 'bigint':
      return { logicalType: 'integer' };
    case 'boolean':
      return { logicalType: 'boolean' };
    case 'date':
      return type === 'DATE' ? { logicalType: 'date' } : temporalOf(shape, type);
    case 'enum':
      return closedOf(shape.values, type);
    case 'array':
    case 'set': {
      const { items, minItems, maxItems } = shape;
      const options = {
        ...(minItems === undefined ? {} : { minItems }),
        ...(maxItems === undefined ? {} : { maxItems }),
      };
      return { logicalType: 'array', options, ...(items.kind === 'unknown' ? {} : { items }) };
    }
    case 'tuple':
      return { logicalType: 'array' };
    case 'object':
      return { logicalType: 'object', fields: shape.fields };
    case 'record':
    case 'map':
      return { logicalType: 'object' };
    default:
      return byType(type);
  }
}

function isAbsence({ kind }: ValueShape): boolean {
  return kind === 'null' || kind === 'undefined';
}

function writeFields(
  element: JsonObject,
  fields: Readonly<Record<string, ValueShape>>,
  reader: Reader,
): JsonObject {
  const before = new Map(
    objectsAt(element, 'properties').map((property) => [textAt(property, 'name'), property]),
  );
  const properties = Object.entries(fields).map(([name, shape]) =>
    writeShape(before.get(name) ?? { name }, shape, undefined, reader),
  );
  return withMember(element, 'properties', properties.length === 0 ? undefined : properties);
}

function writeOptions(
  element: JsonObject,
  type: string | undefined,
  options: JsonObject,
): JsonObject {
  const isSameType = element.logicalType === type && type !== undefined;
  const modelled = type === undefined ? [] : (modelledOptions[type] ?? []);
  const kept = Object.entries(isSameType ? objectAt(element, 'logicalTypeOptions') : {}).filter(
    ([key]) => !modelled.includes(key),
  );
  const all = { ...Object.fromEntries(kept), ...options };
  // The schema of the standard takes options only beside the type that they go with.
  const isEmpty = Object.keys(all).length === 0 || type === undefined;
  return withMember(element, 'logicalTypeOptions', isEmpty ? undefined : all);
}

function writeEnum(element: JsonObject, shapes: readonly ValueShape[], reader: Reader): JsonObject {
  if (reader.version !== '3.2') return element;
  const [only] = shapes.filter((shape) => !isAbsence(shape));
  if (only?.kind !== 'enum') return withMember(element, 'enum', undefined);
  const before = objectsAt(element, 'enum');
  const entries = only.values.map(
    (value) => before.find((entry) => entry.value === value) ?? { value },
  );
  return withMember(element, 'enum', entries);
}

/**
 * Writes what values a property may have, as far as the standard has words for it: logical type,
 * options, required, nested properties and items, and from 3.2.0 on the enum.
 *
 * @param type - the type of the column, which tells the logical type where the shape does not
 */
export function writeShape(
  element: JsonObject,
  shape: ValueShape,
  type: PhysicalType | undefined,
  reader: Reader,
  isItem = false,
): JsonObject {
  const options = optionsOf(shape);
  const present = options.filter((option) => !isAbsence(option));
  const typed = typedOf(present.length === 0 ? shape : unionOf(present), type);
  const { logicalType, fields, items } = typed;
  let next = writeOptions(element, logicalType, typed.options ?? {});
  next = withMember(next, 'logicalType', logicalType);
  if (fields === undefined) next = withMember(next, 'properties', undefined);
  else next = writeFields(next, fields, reader);
  next = withMember(
    next,
    'items',
    items === undefined || logicalType !== 'array'
      ? undefined
      : writeShape(objectAt(next, 'items'), items, undefined, reader, true),
  );
  if (logicalType !== 'map') next = withMember(next, 'map', undefined);
  next = writeEnum(next, options, reader);
  if (isItem) return next;
  return withMember(
    next,
    'required',
    !options.some((option) => isAbsence(option) || option.kind === 'unknown'),
  );
}
