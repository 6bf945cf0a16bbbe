import type { $ZodType } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';
import type { PhysicalType } from '../model/column.js';
import { definitionOf, formatOf } from './schema-definition.js';

/** What a zod schema says of a column's stored form. */
export interface PhysicalColumn {
  readonly type: PhysicalType;
  readonly isNullable: boolean;
  readonly enum: readonly string[] | undefined;
  readonly isFreeText: boolean;
}

/**
 * What a schema can put out, while it is being read. `undefined` as a type: nothing but null or
 * undefined. The two are kept apart because defaults take away the one and not the other.
 */
interface Output {
  readonly type: PhysicalType | undefined;
  readonly hasNull: boolean;
  readonly hasUndefined: boolean;
  readonly enum: readonly string[] | undefined;
  readonly isFreeText: boolean;
}

/** Schemas are read this deep, and this much of them: some are made anew without end. */
const deepest = 32;
const largest = 20_000;

/** Where in a reading of one schema. */
interface Reading {
  readonly place: string;
  readonly depth: number;
  readonly budget: { left: number };
}

/** String formats in which nothing but the format itself fits, so there is nothing to scan. */
const closedFormats: ReadonlySet<string> = new Set([
  'uuid',
  'guid',
  'cuid',
  'cuid2',
  'ulid',
  'xid',
  'ksuid',
  'nanoid',
  'date',
  'time',
  'datetime',
  'duration',
]);

function unknownType(kind: string, place: string): ContractError {
  return new ContractError(
    'DAS_CONTRACT_UNKNOWN_TYPE',
    `no Snowflake type is known for a zod ${kind}`,
    {
      place,
      next: "declare the column's type, such as { classification: 'internal', type: 'VARCHAR' }",
    },
  );
}

function always(type: PhysicalType, isFreeText = false): Output {
  return { type, hasNull: false, hasUndefined: false, enum: undefined, isFreeText };
}

const nothing: Output = {
  type: undefined,
  hasNull: false,
  hasUndefined: false,
  enum: undefined,
  isFreeText: false,
};

function stringOutput(schema: $ZodType): Output {
  const format = formatOf(schema);
  switch (format?.name) {
    case 'date':
      return always('DATE');
    case 'time':
      return always('TIME');
    case 'datetime':
      // Without an offset there is nothing to tell the zone by.
      return always(format.isLocal ? 'TIMESTAMP_NTZ' : 'TIMESTAMP_TZ');
    default:
      return always('VARCHAR', format === undefined || !closedFormats.has(format.name));
  }
}

/** The type of a fixed set of values: those of an enum or a literal. */
function closedOutput(schema: $ZodType, place: string): Output {
  const values = [...(schema._zod.values ?? [])];
  const present = values.filter((value) => value !== null && value !== undefined);
  const empty = {
    ...nothing,
    hasNull: values.includes(null),
    hasUndefined: values.includes(undefined),
  };
  if (present.length === 0) return empty;
  const texts = present.filter((value) => typeof value === 'string');
  if (texts.length === present.length) {
    return { ...empty, type: 'VARCHAR', enum: Object.freeze(texts) };
  }
  if (present.every((value) => typeof value === 'boolean')) return { ...empty, type: 'BOOLEAN' };
  if (present.every((value) => typeof value === 'bigint' || Number.isInteger(value))) {
    return { ...empty, type: 'NUMBER(38,0)' };
  }
  if (present.every((value) => typeof value === 'number')) return { ...empty, type: 'FLOAT' };
  throw unknownType('enum or literal of several types', place);
}

function isNumeric(type: PhysicalType): boolean {
  return type === 'FLOAT' || type === 'NUMBER(38,0)';
}

function unionOutput(options: readonly $ZodType[], reading: Reading): Output {
  const { place } = reading;
  const parts = options.map((option) => outputOf(option, reading));
  const typed = parts.filter((part) => part.type !== undefined);
  const types = [...new Set(typed.flatMap((part) => part.type ?? []))];
  const isMixedNumber = types.length === 2 && types.every(isNumeric);
  if (types.length > 1 && !isMixedNumber) throw unknownType('union of several types', place);
  const isClosed = typed.length > 0 && typed.every((part) => part.enum !== undefined);
  return {
    type: isMixedNumber ? 'FLOAT' : types[0],
    hasNull: parts.some((part) => part.hasNull),
    hasUndefined: parts.some((part) => part.hasUndefined),
    enum: isClosed
      ? Object.freeze([...new Set(typed.flatMap((part) => part.enum ?? []))])
      : undefined,
    isFreeText: parts.some((part) => part.isFreeText),
  };
}

function outputOf(schema: $ZodType | undefined, reading: Reading): Output {
  const { place, depth, budget } = reading;
  budget.left -= 1;
  if (schema === undefined || depth > deepest || budget.left < 0) {
    throw unknownType('schema of endless depth', place);
  }
  const definition = definitionOf(schema);
  const deeper = { ...reading, depth: depth + 1 };
  const inner = () => outputOf(definition.innerType, deeper);
  switch (definition.type) {
    case 'string':
      return stringOutput(schema);
    case 'template_literal':
      return always('VARCHAR', true);
    case 'number':
      return always(formatOf(schema)?.name.includes('int') ? 'NUMBER(38,0)' : 'FLOAT');
    case 'bigint':
      return always('NUMBER(38,0)');
    case 'boolean':
    case 'success':
      return always('BOOLEAN');
    case 'date':
      return always('TIMESTAMP_NTZ');
    case 'enum':
    case 'literal':
      return closedOutput(schema, place);
    case 'object':
    case 'record':
    case 'map':
      return always('OBJECT', true);
    case 'array':
    case 'tuple':
    case 'set':
      return always('ARRAY', true);
    case 'any':
    case 'unknown':
      return { ...always('VARIANT', true), hasNull: true, hasUndefined: true };
    case 'null':
      return { ...nothing, hasNull: true };
    case 'undefined':
    case 'void':
      return { ...nothing, hasUndefined: true };
    case 'never':
      return nothing;
    case 'union':
      return unionOutput(definition.options ?? [], deeper);
    case 'intersection': {
      const left = outputOf(definition.left, deeper);
      const right = outputOf(definition.right, deeper);
      if (left.type !== right.type) throw unknownType('intersection of several types', place);
      return {
        ...left,
        hasNull: left.hasNull && right.hasNull,
        hasUndefined: left.hasUndefined && right.hasUndefined,
      };
    }
    case 'optional':
      return { ...inner(), hasUndefined: true };
    case 'nullable':
      return { ...inner(), hasNull: true };
    case 'default':
    case 'nonoptional':
      return { ...inner(), hasUndefined: false };
    case 'prefault':
    case 'readonly':
    case 'catch':
      return inner();
    case 'lazy':
      return outputOf(definition.getter?.(), deeper);
    case 'pipe':
      // What is stored is what comes out; a transform at the end has no type to read.
      return outputOf(definition.out, deeper);
    default:
      throw unknownType(definition.type, place);
  }
}

/**
 * Derives the stored form of a column from its zod schema, looking through wrappers (optional,
 * nullable, default, readonly, catch, lazy, pipe, codec).
 *
 * @throws {@link ContractError} `DAS_CONTRACT_UNKNOWN_TYPE` when the schema has no evident Snowflake
 * type, such as a transform; the contract must then declare one
 */
export function physicalColumn(schema: $ZodType, place: string): PhysicalColumn {
  const output = outputOf(schema, { place, depth: 0, budget: { left: largest } });
  if (output.type === undefined) throw unknownType('schema without values', place);
  return Object.freeze({
    type: output.type,
    isNullable: output.hasNull || output.hasUndefined,
    enum: output.enum,
    isFreeText: output.isFreeText,
  });
}
