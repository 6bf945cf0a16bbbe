import type { $ZodType } from 'zod/v4/core';

/** The parts of a zod definition that are read here, whichever flavour of zod made it. */
export interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: $ZodType;
  readonly out?: $ZodType;
  readonly left?: $ZodType;
  readonly right?: $ZodType;
  readonly options?: readonly $ZodType[];
  readonly getter?: () => $ZodType;
}

interface FormatDefinition {
  readonly check?: string;
  readonly format?: string;
  readonly local?: boolean;
  readonly offset?: boolean;
  /** Only custom formats carry their own test, and may have any name. */
  readonly fn?: unknown;
}

interface CheckedDefinition extends FormatDefinition {
  readonly checks?: readonly { readonly _zod: { readonly def: FormatDefinition } }[];
}

/** The format of a string or a number. */
export interface SchemaFormat {
  readonly name: string;
  /** Whether a date and time may come without a zone. */
  readonly isLocal: boolean;
}

/** The definition of a schema. */
export function definitionOf(schema: $ZodType): SchemaDefinition {
  return schema._zod.def as unknown as SchemaDefinition;
}

/** The format that a schema or one of its checks holds values to; `undefined` for custom ones. */
export function formatOf(schema: $ZodType): SchemaFormat | undefined {
  const definition = schema._zod.def as unknown as CheckedDefinition;
  const candidates = [definition, ...(definition.checks ?? []).map((check) => check._zod.def)];
  for (const { check, format, local, offset, fn } of candidates) {
    const isFormat = check === 'string_format' || check === 'number_format';
    if (!isFormat || format === undefined || fn !== undefined) continue;
    return { name: format, isLocal: local === true && offset !== true };
  }
  return undefined;
}
