import * as z from 'zod';
import type { ObjectShape, ValueShape } from '../model/value-shape.js';
import { stringSchema } from './string-schema.js';

/**
 * What becomes of a value that is held to something only the original code could check: it is
 * refused, or let through unchecked.
 */
export type Unverifiable = 'refuse' | 'accept';

interface Bounded<Value> {
  readonly minimum?: Value;
  readonly isMinimumExclusive?: true;
  readonly maximum?: Value;
  readonly isMaximumExclusive?: true;
}

function boundChecks<Written, Value extends number | bigint | Date>(
  bounds: Bounded<Written>,
  read: (bound: Written) => Value,
): readonly z.core.$ZodCheck<Value>[] {
  const { minimum, maximum } = bounds;
  const checks: z.core.$ZodCheck<unknown>[] = [];
  if (minimum !== undefined) {
    checks.push(bounds.isMinimumExclusive === true ? z.gt(read(minimum)) : z.gte(read(minimum)));
  }
  if (maximum !== undefined) {
    checks.push(bounds.isMaximumExclusive === true ? z.lt(read(maximum)) : z.lte(read(maximum)));
  }
  return checks as unknown as readonly z.core.$ZodCheck<Value>[];
}

function checked(schema: z.ZodType, checks: readonly z.core.$ZodCheck<never>[]): z.ZodType {
  return checks.length === 0 ? schema : schema.check(...(checks as z.core.$ZodCheck<unknown>[]));
}

/** Checks that stand for those that only code could make. */
function codeChecks(count: number, isAccepted: boolean): readonly z.core.$ZodCheck<never>[] {
  return Array.from({ length: count }, () => z.refine(() => isAccepted));
}

function objectSchema(shape: ObjectShape, unverifiable: Unverifiable): z.ZodType {
  const fields = Object.fromEntries(
    Object.entries(shape.fields).map(([name, field]) => [
      name,
      schemaFromShape(field, unverifiable),
    ]),
  );
  if (shape.unknownKeys === 'drop') return z.object(fields);
  if (shape.unknownKeys === 'refuse') return z.strictObject(fields);
  return z.object(fields).catchall(schemaFromShape(shape.unknownKeys, unverifiable));
}

function unionSchema(options: readonly ValueShape[], unverifiable: Unverifiable): z.ZodType {
  const isAbsence = (option: ValueShape) =>
    option.kind === 'undefined' && option.refinements === undefined;
  const schemas = options
    .filter((option) => !isAbsence(option))
    .map((option) => schemaFromShape(option, unverifiable));
  const [first = z.never(), ...rest] = schemas;
  const union = rest.length === 0 ? first : z.union([first, ...rest]);
  return options.some(isAbsence) ? z.optional(union) : union;
}

function plainSchema(shape: ValueShape, unverifiable: Unverifiable): z.ZodType {
  const inner = (part: ValueShape) => schemaFromShape(part, unverifiable);
  switch (shape.kind) {
    case 'string':
      return stringSchema(shape, unverifiable === 'accept');
    case 'number':
      return checked(shape.isInteger ? z.int() : z.number(), [
        ...boundChecks(shape, (bound) => bound),
        ...(shape.multiplesOf ?? []).map((step) => z.multipleOf(step)),
      ]);
    case 'bigint':
      return checked(z.bigint(), [
        ...boundChecks(shape, BigInt),
        ...(shape.multiplesOf ?? []).map((step) => z.multipleOf(BigInt(step))),
      ]);
    case 'boolean':
      return z.boolean();
    case 'date':
      return checked(
        z.date(),
        boundChecks(shape, (bound) => new Date(bound)),
      );
    case 'enum':
      return z.literal([...shape.values]);
    case 'array':
      return checked(z.array(inner(shape.items)), [
        ...(shape.minItems === undefined ? [] : [z.minLength(shape.minItems)]),
        ...(shape.maxItems === undefined ? [] : [z.maxLength(shape.maxItems)]),
      ]);
    case 'set':
      return checked(z.set(inner(shape.items)), [
        ...(shape.minItems === undefined ? [] : [z.minSize(shape.minItems)]),
        ...(shape.maxItems === undefined ? [] : [z.maxSize(shape.maxItems)]),
      ]);
    case 'tuple': {
      const items = shape.items.map(inner) as [z.ZodType, ...z.ZodType[]];
      return shape.rest === undefined ? z.tuple(items) : z.tuple(items, inner(shape.rest));
    }
    case 'object':
      return objectSchema(shape, unverifiable);
    case 'record': {
      const keys = inner(shape.keys) as z.ZodString;
      // A record of named keys would have to have all of them.
      return shape.keys.kind === 'enum'
        ? z.partialRecord(keys, inner(shape.values))
        : z.record(keys, inner(shape.values));
    }
    case 'map':
      return z.map(inner(shape.keys), inner(shape.values));
    case 'union':
      return unionSchema(shape.options, unverifiable);
    case 'intersection':
      return shape.parts.map(inner).reduce((left, right) => z.intersection(left, right));
    case 'null':
      return z.null();
    case 'undefined':
      return shape.refinements === undefined ? z.optional(z.never()) : z.undefined();
    case 'unknown':
      return z.unknown();
    case 'never':
      return z.never();
    case 'opaque':
      return z.custom(() => unverifiable === 'accept');
  }
}

/**
 * A zod schema for what a shape lets through.
 *
 * What a shape does not tell, and what only code could check, is refused or accepted as asked for.
 */
export function schemaFromShape(shape: ValueShape, unverifiable: Unverifiable): z.ZodType {
  const { refinements = 0, kind } = shape;
  // An absence that only code could check is one check by itself.
  const count = Math.max(0, kind === 'undefined' ? refinements - 1 : refinements);
  return checked(plainSchema(shape, unverifiable), codeChecks(count, unverifiable === 'accept'));
}
