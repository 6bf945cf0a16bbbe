import type {
  BigintShape,
  EnumShape,
  ListShape,
  NumberShape,
  ObjectShape,
  TupleShape,
  ValueShape,
} from '../model/value-shape.js';
import { type JsonSchema, type JsonSchemaTarget, withUnverified } from './json-schema.js';
import { stringSchema } from './string-schema.js';

/** The JSON Schema of the values of a shape, as DAS writes them in JSON. */
export function shapeSchema(shape: ValueShape, target: JsonSchemaTarget): JsonSchema {
  const schema = structureSchema(shape, target);
  if (shape.refinements === undefined) return schema;
  const others = schema['x-das-unverified'];
  return withUnverified(schema, [...(Array.isArray(others) ? others : []), 'checks in code']);
}

function structureSchema(shape: ValueShape, target: JsonSchemaTarget): JsonSchema {
  switch (shape.kind) {
    case 'string':
      return stringSchema(shape);
    case 'number':
      return numberSchema(shape);
    case 'bigint':
      return bigintSchema(shape);
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return withUnverified(
        { type: 'string', format: 'date-time' },
        shape.minimum === undefined && shape.maximum === undefined ? [] : ['the bounds'],
      );
    case 'enum':
      return enumSchema(shape);
    case 'array':
    case 'set':
      return listSchema(shape, target);
    case 'tuple':
      return tupleSchema(shape, target);
    case 'object':
      return objectSchema(shape, target);
    case 'record':
    case 'map':
      return withUnverified(
        { type: 'object', additionalProperties: shapeSchema(shape.values, target) },
        shape.keys.kind === 'string' && Object.keys(shape.keys).length === 1 ? [] : ['the keys'],
      );
    case 'union':
      return unionSchema(shape.options, target);
    case 'intersection':
      return { allOf: shape.parts.map((part) => shapeSchema(part, target)) };
    case 'null':
      return { type: 'null' };
    case 'undefined':
    case 'never':
      return { not: {} };
    case 'unknown':
      return { $comment: 'The contract takes any value here.' };
    case 'opaque':
      return { 'x-das-unverified': [`what a ${shape.reason} makes of the value`] };
  }
}

function numberSchema(shape: NumberShape): JsonSchema {
  const steps = (shape.multiplesOf ?? []).map((multipleOf) => ({ multipleOf }));
  const [only, ...more] = steps;
  return {
    type: shape.isInteger ? 'integer' : 'number',
    ...bound(shape.isMinimumExclusive ? 'exclusiveMinimum' : 'minimum', shape.minimum),
    ...bound(shape.isMaximumExclusive ? 'exclusiveMaximum' : 'maximum', shape.maximum),
    ...(only !== undefined && more.length === 0 ? only : {}),
    ...(more.length === 0 ? {} : { allOf: steps.map((step) => ({ type: 'number', ...step })) }),
  };
}

function bound(keyword: string, value: number | undefined): JsonSchema {
  return value === undefined ? {} : { [keyword]: value };
}

/** Digits as text, as collectors write them: a number of JSON loses those beyond 2^53. */
function bigintSchema({ minimum, maximum, multiplesOf }: BigintShape): JsonSchema {
  const isBounded = minimum !== undefined || maximum !== undefined;
  return withUnverified({ type: 'string', pattern: '^-?(0|[1-9][0-9]*)$' }, [
    ...(isBounded ? ['the bounds'] : []),
    ...(multiplesOf === undefined ? [] : ['the step']),
  ]);
}

function enumSchema({ values }: EnumShape): JsonSchema {
  if (values.length === 0) return { not: {} };
  const [type, ...others] = new Set(values.map((value) => typeof value));
  return { ...(others.length === 0 ? { type } : {}), enum: values };
}

function listSchema(shape: ListShape, target: JsonSchemaTarget): JsonSchema {
  return {
    type: 'array',
    items: shapeSchema(shape.items, target),
    ...(shape.minItems === undefined ? {} : { minItems: shape.minItems }),
    ...(shape.maxItems === undefined ? {} : { maxItems: shape.maxItems }),
    ...(shape.kind === 'set' ? { uniqueItems: true } : {}),
  };
}

function tupleSchema({ items, rest }: TupleShape, target: JsonSchemaTarget): JsonSchema {
  const places = items.map((item) => shapeSchema(presentShape(item), target));
  const following = rest === undefined ? false : shapeSchema(rest, target);
  const minItems = items.findLastIndex((item) => !mayBeAbsent(item)) + 1;
  if (places.length === 0) {
    return rest === undefined
      ? { type: 'array', maxItems: 0 }
      : { type: 'array', items: following };
  }
  return {
    type: 'array',
    ...(target === '2020-12'
      ? { prefixItems: places, items: following }
      : { items: places, additionalItems: following }),
    minItems,
    ...(rest === undefined ? { maxItems: places.length } : {}),
  };
}

/** The schema of an object with named fields; a column is a field of its record. */
function objectSchema(shape: ObjectShape, target: JsonSchemaTarget): JsonSchema {
  const fields = Object.entries(shape.fields);
  const { unknownKeys } = shape;
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(([name, field]) => [name, shapeSchema(presentShape(field), target)]),
    ),
    required: fields.filter(([, field]) => !mayBeAbsent(field)).map(([name]) => name),
    ...(unknownKeys === 'drop'
      ? {}
      : {
          additionalProperties: unknownKeys === 'refuse' ? false : shapeSchema(unknownKeys, target),
        }),
  };
}

function unionSchema(options: readonly ValueShape[], target: JsonSchemaTarget): JsonSchema {
  const schemas = options
    .filter(({ kind }) => kind !== 'undefined' && kind !== 'never')
    .map((option) => shapeSchema(option, target));
  const [only, ...more] = schemas;
  if (only === undefined) return { not: {} };
  return more.length === 0 ? only : { anyOf: schemas };
}

/**
 * Whether JSON may lack a field of this shape. What is not known to be required is not required:
 * the schema never refuses what the contract takes.
 */
export function mayBeAbsent(shape: ValueShape): boolean {
  switch (shape.kind) {
    case 'undefined':
    case 'unknown':
    case 'opaque':
      return true;
    case 'union':
      return shape.options.some(mayBeAbsent);
    case 'intersection':
      return shape.parts.every(mayBeAbsent);
    default:
      return false;
  }
}

/** What is left of a shape for a field that is there: JSON has no `undefined`. */
export function presentShape(shape: ValueShape): ValueShape {
  if (shape.kind !== 'union') return shape;
  const options = shape.options.filter(({ kind }) => kind !== 'undefined');
  const [only] = options;
  return options.length === 1 && only !== undefined && shape.refinements === undefined
    ? only
    : { ...shape, options };
}
