import type { $ZodType } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';
import type { PhysicalType } from '../model/column.js';

/** What a zod schema says of a column's stored form. */
export interface PhysicalColumn {
  readonly type: PhysicalType;
  readonly isNullable: boolean;
  readonly enum: readonly string[] | undefined;
  readonly isFreeText: boolean;
}

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly innerType?: $ZodType;
  readonly out?: $ZodType;
  readonly in?: $ZodType;
  readonly options?: readonly $ZodType[];
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly checks?: readonly { readonly _zod: { readonly def: Definition & { check: string } } }[];
}

/** The definition of a schema, whichever flavour of zod made it. */
function definitionOf(schema: $ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

/** String formats in which nothing but the format itself fits, so there is nothing to scan. */
const closedFormats = new Set([
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

const formatTypes: Readonly<Record<string, PhysicalType>> = {
  date: 'DATE',
  time: 'TIME',
  datetime: 'TIMESTAMP_TZ',
};

function formatOf(definition: Definition): string | undefined {
  if (definition.format !== undefined) return definition.format;
  for (const check of definition.checks ?? []) {
    const inner = check._zod.def;
    if (inner.check === 'string_format' || inner.check === 'number_format') return inner.format;
  }
  return undefined;
}

function plain(type: PhysicalType): PhysicalColumn {
  return { type, isNullable: false, enum: undefined, isFreeText: false };
}

function stringColumn(definition: Definition): PhysicalColumn {
  const format = formatOf(definition);
  const type = (format && formatTypes[format]) || 'VARCHAR';
  return { ...plain(type), isFreeText: format === undefined || !closedFormats.has(format) };
}

function numberColumn(definition: Definition): PhysicalColumn {
  const format = formatOf(definition);
  return plain(format?.includes('int') ? 'NUMBER(38,0)' : 'FLOAT');
}

function enumColumn(values: readonly unknown[], place: string): PhysicalColumn {
  const present = values.filter((value) => value !== null && value !== undefined);
  const isNullable = present.length < values.length;
  if (present.every((value) => typeof value === 'string')) {
    return { ...plain('VARCHAR'), isNullable, enum: Object.freeze([...present]) };
  }
  if (present.every((value) => typeof value === 'boolean')) {
    return { ...plain('BOOLEAN'), isNullable };
  }
  if (present.every((value) => Number.isInteger(value))) {
    return { ...plain('NUMBER(38,0)'), isNullable };
  }
  throw unknownType('literal of mixed types', place);
}

function unknownType(kind: string, place: string): ContractError {
  return new ContractError(
    'DAS_CONTRACT_UNKNOWN_TYPE',
    `no Snowflake type is known for a zod ${kind}`,
    { place, next: "declare the column's type, such as { classification: 'internal', type: 'VARCHAR' }" },
  );
}

function unionColumn(options: readonly $ZodType[], place: string): PhysicalColumn {
  const parts = options.map((option) => physicalColumn(option, place));
  const types = new Set(parts.map((part) => part.type));
  const [first] = parts;
  if (first === undefined || types.size !== 1) throw unknownType('union of several types', place);
  const isClosed = parts.every((part) => part.enum !== undefined);
  return {
    type: first.type,
    isNullable: parts.some((part) => part.isNullable),
    enum: isClosed ? Object.freeze(parts.flatMap((part) => part.enum ?? [])) : undefined,
    isFreeText: parts.some((part) => part.isFreeText),
  };
}

/**
 * Derives the stored form of a column from its zod schema, looking through wrappers
 * (optional, nullable, default, readonly, catch, pipe).
 *
 * @throws {@link ContractError} `DAS_CONTRACT_UNKNOWN_TYPE` when the schema has no evident Snowflake
 * type, such as a transform; the contract must then declare one
 */
export function physicalColumn(schema: $ZodType, place: string): PhysicalColumn {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'string':
      return stringColumn(definition);
    case 'number':
      return numberColumn(definition);
    case 'bigint':
      return plain('NUMBER(38,0)');
    case 'boolean':
      return plain('BOOLEAN');
    case 'date':
      return plain('TIMESTAMP_NTZ');
    case 'enum':
      return enumColumn(Object.values(definition.entries ?? {}), place);
    case 'literal':
      return enumColumn(definition.values ?? [], place);
    case 'template_literal':
      return { ...plain('VARCHAR'), isFreeText: true };
    case 'object':
    case 'record':
    case 'map':
      return { ...plain('OBJECT'), isFreeText: true };
    case 'array':
    case 'tuple':
    case 'set':
      return { ...plain('ARRAY'), isFreeText: true };
    case 'any':
    case 'unknown':
      return { ...plain('VARIANT'), isNullable: true, isFreeText: true };
    case 'union':
      return unionColumn(definition.options ?? [], place);
    case 'optional':
    case 'nullable':
      return { ...inner(definition.innerType, definition.type, place), isNullable: true };
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return inner(definition.innerType, definition.type, place);
    case 'pipe':
      // What is stored is what comes out; a transform has no type of its own to read.
      return inner(definition.out, definition.type, place);
    default:
      throw unknownType(definition.type, place);
  }
}

function inner(schema: $ZodType | undefined, kind: string, place: string): PhysicalColumn {
  if (schema === undefined) throw unknownType(kind, place);
  return physicalColumn(schema, place);
}
