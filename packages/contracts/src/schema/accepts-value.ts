import type {
  NumberShape,
  ObjectShape,
  RecordShape,
  TupleShape,
  ValueShape,
} from '../model/value-shape.js';
import { boundsHold, isMultiple } from './number-clauses.js';

/** What a shape says of a value: it has it, it does not, or only running the schema can tell. */
export type ShapeVerdict = 'yes' | 'no' | 'unknown';

function all(verdicts: Iterable<ShapeVerdict>): ShapeVerdict {
  let result: ShapeVerdict = 'yes';
  for (const verdict of verdicts) {
    if (verdict === 'no') return 'no';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

function any(verdicts: Iterable<ShapeVerdict>): ShapeVerdict {
  let result: ShapeVerdict = 'no';
  for (const verdict of verdicts) {
    if (verdict === 'yes') return 'yes';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

function truth(isTrue: boolean): ShapeVerdict {
  return isTrue ? 'yes' : 'no';
}

/**
 * What a shape says of a value, without running a schema.
 *
 * `unknown` where it depends on checks in code, on a format, or on what the shape does not tell.
 */
export function acceptsValue(shape: ValueShape, value: unknown): ShapeVerdict {
  const verdict = structureAccepts(shape, value);
  return verdict === 'yes' && shape.refinements !== undefined ? 'unknown' : verdict;
}

function structureAccepts(shape: ValueShape, value: unknown): ShapeVerdict {
  switch (shape.kind) {
    case 'string': {
      if (typeof value !== 'string') return 'no';
      const length = [...value].length;
      const isLong = length >= (shape.minLength ?? 0);
      const isShort = length <= (shape.maxLength ?? Number.POSITIVE_INFINITY);
      if (!isLong || !isShort) return 'no';
      if (!(shape.patterns ?? []).every((literal) => expressionOf(literal).test(value)))
        return 'no';
      return shape.format === undefined ? 'yes' : 'unknown';
    }
    case 'number':
      return truth(numberAccepts(shape, value));
    case 'bigint':
      return truth(
        typeof value === 'bigint' &&
          boundsHold(shape, value, BigInt) &&
          (shape.multiplesOf ?? []).every(
            (step) => BigInt(step) !== 0n && value % BigInt(step) === 0n,
          ),
      );
    case 'date':
      return truth(
        value instanceof Date &&
          Number.isFinite(value.getTime()) &&
          boundsHold(shape, value.getTime(), Date.parse),
      );
    case 'boolean':
      return truth(typeof value === 'boolean');
    case 'enum':
      return truth(shape.values.some((known) => known === value));
    case 'array':
      if (!Array.isArray(value)) return 'no';
      return itemsAccept(shape, value);
    case 'set':
      return value instanceof Set ? itemsAccept(shape, [...value]) : 'no';
    case 'tuple':
      return Array.isArray(value) ? tupleAccepts(shape, value) : 'no';
    case 'object':
    case 'record': {
      if (!isObject(value)) return 'no';
      const prototype: unknown = Object.getPrototypeOf(value);
      // Whether a date or a map passes for an object depends on which function of zod asks.
      if (prototype !== null && prototype !== Object.prototype) return 'unknown';
      return shape.kind === 'object' ? objectAccepts(shape, value) : recordAccepts(shape, value);
    }
    case 'map':
      return value instanceof Map
        ? all(
            [...value].flatMap(([key, inner]) => [
              acceptsValue(shape.keys, key),
              acceptsValue(shape.values, inner),
            ]),
          )
        : 'no';
    case 'union':
      return any(shape.options.map((option) => acceptsValue(option, value)));
    case 'intersection':
      return all(shape.parts.map((part) => acceptsValue(part, value)));
    case 'null':
      return truth(value === null);
    case 'undefined':
      return truth(value === undefined);
    case 'unknown':
      return 'yes';
    case 'never':
      return 'no';
    case 'opaque':
      return 'unknown';
  }
}

/** Whether an object may lack a field of this shape. */
function acceptsAbsence(shape: ValueShape): ShapeVerdict {
  switch (shape.kind) {
    case 'undefined':
      return shape.refinements === undefined ? 'yes' : 'unknown';
    case 'union':
      return any(shape.options.map(acceptsAbsence));
    case 'intersection':
    case 'unknown':
    case 'opaque':
      return 'unknown';
    default:
      return 'no';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A regular expression from its literal. */
function expressionOf(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  // Without the flags that make an expression remember where it stopped.
  return new RegExp(literal.slice(1, end), literal.slice(end + 1).replace(/[gy]/g, ''));
}

function numberAccepts(shape: NumberShape, value: unknown): boolean {
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!shape.isInteger || Number.isInteger(value)) &&
    boundsHold(shape, value, (bound) => bound) &&
    (shape.multiplesOf ?? []).every((step) => isMultiple(value, step))
  );
}

function itemsAccept(
  shape: ValueShape & { readonly kind: 'array' | 'set' },
  items: readonly unknown[],
): ShapeVerdict {
  const isMany = items.length >= (shape.minItems ?? 0);
  const isFew = items.length <= (shape.maxItems ?? Number.POSITIVE_INFINITY);
  if (!isMany || !isFew) return 'no';
  return all(Array.from(items, (item) => acceptsValue(shape.items, item)));
}

function tupleAccepts(shape: TupleShape, list: readonly unknown[]): ShapeVerdict {
  const { items, rest } = shape;
  if (list.length > items.length && rest === undefined) return 'no';
  const places = items.map((item, index) =>
    index < list.length ? acceptsValue(item, list[index]) : acceptsAbsence(item),
  );
  const following = Array.from(list)
    .slice(items.length)
    .map((item) => acceptsValue(rest ?? { kind: 'never' }, item));
  return all([...places, ...following]);
}

function objectAccepts(shape: ObjectShape, value: Readonly<Record<string, unknown>>): ShapeVerdict {
  const { fields, unknownKeys } = shape;
  const known = Object.entries(fields).map(([name, field]) =>
    name in value ? acceptsValue(field, value[name]) : acceptsAbsence(field),
  );
  if (unknownKeys === 'drop') return all(known);
  const others = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  const rest = others.map((name) =>
    unknownKeys === 'refuse' ? 'no' : acceptsValue(unknownKeys, value[name]),
  );
  return all([...known, ...rest]);
}

function recordAccepts(shape: RecordShape, value: Readonly<Record<string, unknown>>): ShapeVerdict {
  return all(
    Object.entries(value).flatMap(([key, inner]) => {
      const asText = acceptsValue(shape.keys, key);
      const isNumeric = /^-?\d+(?:\.\d+)?$/.test(key);
      const named = isNumeric ? any([asText, acceptsValue(shape.keys, Number(key))]) : asText;
      return [named, acceptsValue(shape.values, inner)];
    }),
  );
}
