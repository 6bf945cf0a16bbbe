import * as z from 'zod';
import type { JsonObject } from '../../document/json.js';
import { schemaFromShape } from '../../document/schema-from-shape.js';
import { knownFormats } from '../../document/string-schema.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import type { ValueShape } from '../../model/value-shape.js';
import { valueShapeOf } from '../../schema/value-shape-of.js';
import { below, numberAt, objectAt, objectsAt, textAt, textsAt } from './element.js';
import type { Reader } from './reader.js';

/** The names of formats that zod has another name for. */
export const formatNames: Readonly<Record<string, string>> = {
  uri: 'url',
  'date-time': 'datetime',
  byte: 'base64',
};

const anything: ValueShape = { kind: 'unknown' };
const anyObject: ValueShape = { kind: 'record', keys: { kind: 'string' }, values: anything };

/** Texts for moments. Without a zone in the type, a text may come without one. */
export const temporalShapes: Readonly<Record<'date' | 'time' | 'local' | 'zoned', ValueShape>> = {
  date: valueShapeOf(z.iso.date(), 'output'),
  time: valueShapeOf(z.iso.time(), 'output'),
  local: valueShapeOf(z.iso.datetime({ local: true }), 'output'),
  zoned: valueShapeOf(z.iso.datetime({ offset: true }), 'output'),
};

const integerRanges: Readonly<Record<string, readonly [number, number]>> = {
  i8: [-128, 127],
  i16: [-32_768, 32_767],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u8: [0, 255],
  u16: [0, 65_535],
  u32: [0, 2 ** 32 - 1],
  u64: [0, Number.MAX_SAFE_INTEGER],
  u128: [0, Number.MAX_SAFE_INTEGER],
};

/** The options that shapes tell, for each logical type. */
export const modelledOptions: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  date: [],
  time: [],
  timestamp: ['timezone'],
  integer: ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'format'],
  number: ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  object: ['required'],
  array: ['minItems', 'maxItems'],
  vector: ['dimensions'],
};

function isExpression(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

function stringOf(options: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  const format = textAt(options, 'format');
  const known = format === undefined ? undefined : (formatNames[format] ?? format);
  const isKnown = known !== undefined && knownFormats.has(known);
  if (format !== undefined && !isKnown) {
    reader.decide('option-kept', below(path, 'format'), 'the format is not checked');
  }
  const pattern = textAt(options, 'pattern');
  const isRead = pattern !== undefined && isExpression(pattern);
  if (pattern !== undefined && !isRead) {
    reader.decide('option-kept', below(path, 'pattern'), 'the pattern is not checked');
  }
  const [minLength, maxLength] = [numberAt(options, 'minLength'), numberAt(options, 'maxLength')];
  return {
    kind: 'string',
    ...(isKnown ? { format: known } : {}),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(isRead ? { patterns: [String(new RegExp(pattern))] } : {}),
  };
}

function numberOf(options: JsonObject, isInteger: boolean): z.ZodType {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = options;
  let schema: z.ZodNumber = isInteger ? z.int() : z.number();
  const range = isInteger && typeof format === 'string' ? integerRanges[format] : undefined;
  if (range !== undefined) schema = schema.min(range[0]).max(range[1]);
  if (typeof minimum === 'number') schema = schema.min(minimum);
  if (typeof maximum === 'number') schema = schema.max(maximum);
  if (typeof exclusiveMinimum === 'number') schema = schema.gt(exclusiveMinimum);
  if (typeof exclusiveMaximum === 'number') schema = schema.lt(exclusiveMaximum);
  return typeof multipleOf === 'number' ? schema.multipleOf(multipleOf) : schema;
}

function objectOf(element: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  const required = new Set(textsAt(objectAt(element, 'logicalTypeOptions'), 'required'));
  const properties = objectsAt(element, 'properties');
  if (properties.length === 0) return anyObject;
  const fields = properties.map((property, at) => {
    const name = textAt(property, 'name') ?? '';
    const shape = readBaseShape(property, reader, below(path, 'properties', at));
    const isRequired = property.required === true || required.has(name);
    return [name, isRequired ? shape : nullish(shape)] as const;
  });
  return { kind: 'object', fields: Object.fromEntries(fields), unknownKeys: 'drop' };
}

function itemsOf(element: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  return element.items === undefined
    ? anything
    : readBaseShape(objectAt(element, 'items'), reader, below(path, 'items'));
}

function arrayOf(element: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  const options = objectAt(element, 'logicalTypeOptions');
  const [minItems, maxItems] = [numberAt(options, 'minItems'), numberAt(options, 'maxItems')];
  return {
    kind: 'array',
    items: itemsOf(element, reader, path),
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

function typedShape(element: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  const options = objectAt(element, 'logicalTypeOptions');
  switch (element.logicalType) {
    case 'string':
      return stringOf(options, reader, below(path, 'logicalTypeOptions'));
    case 'integer':
    case 'number':
      return valueShapeOf(numberOf(options, element.logicalType === 'integer'), 'output');
    case 'boolean':
      return { kind: 'boolean' };
    case 'date':
    case 'time':
      return temporalShapes[element.logicalType];
    case 'timestamp':
      return options.timezone === true ? temporalShapes.zoned : temporalShapes.local;
    case 'object':
      return objectOf(element, reader, path);
    case 'array':
      return arrayOf(element, reader, path);
    case 'map':
      reader.decide('type-mapped', below(path, 'logicalType'), 'a map is read as an object');
      return anyObject;
    case 'vector': {
      reader.decide('type-mapped', below(path, 'logicalType'), 'a vector is read as an array');
      const length = numberAt(options, 'dimensions') ?? 0;
      const items: ValueShape = { kind: 'number', isInteger: false };
      return { kind: 'array', items, minItems: length, maxItems: length };
    }
    default:
      if (element.physicalType !== 'VARIANT') {
        reader.decide('type-missing', path, 'there is no logical type, so anything is let through');
      }
      return anything;
  }
}

function enumOf(element: JsonObject): ValueShape | undefined {
  const values = objectsAt(element, 'enum').map(({ value }) => value);
  if (values.length === 0) return undefined;
  const known = values.filter(
    (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  );
  const closed: readonly ValueShape[] = known.length === 0 ? [] : [{ kind: 'enum', values: known }];
  const empty: readonly ValueShape[] = known.length < values.length ? [{ kind: 'null' }] : [];
  return { kind: 'union', options: [...closed, ...empty] };
}

function decideOptions(element: JsonObject, reader: Reader, path: DocumentPath): void {
  const type = textAt(element, 'logicalType') ?? '';
  const modelled = Object.hasOwn(modelledOptions, type) ? (modelledOptions[type] ?? []) : [];
  for (const option of Object.keys(objectAt(element, 'logicalTypeOptions'))) {
    if (modelled.includes(option)) continue;
    reader.decide(
      'option-kept',
      below(path, 'logicalTypeOptions', option),
      'the option is not checked',
    );
  }
}

/** The values of a property that has one. */
function readBaseShape(element: JsonObject, reader: Reader, path: DocumentPath): ValueShape {
  decideOptions(element, reader, path);
  const typed = typedShape(element, reader, path);
  return enumOf(element) ?? typed;
}

function nullish(shape: ValueShape): ValueShape {
  return { kind: 'union', options: [shape, { kind: 'null' }, { kind: 'undefined' }] };
}

/**
 * The values of a property by its logical type, options and enum, in the one form in which shapes
 * are written. One that is not required may be null or absent.
 */
export function readShape(
  element: JsonObject,
  isRequired: boolean,
  reader: Reader,
  path: DocumentPath,
): ValueShape {
  const shape = readBaseShape(element, reader, path);
  return valueShapeOf(schemaFromShape(isRequired ? shape : nullish(shape), 'accept'), 'output');
}
