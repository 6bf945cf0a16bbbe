import type { $ZodType } from 'zod/v4/core';

/** A regular expression, a bound, or whatever else a check of zod holds values to. */
export interface CheckDefinition {
  readonly check?: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly local?: boolean;
  readonly offset?: boolean;
  /** Only custom formats carry their own test, and may have any name. */
  readonly fn?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly size?: number;
  readonly value?: unknown;
  readonly inclusive?: boolean;
  readonly includes?: string;
  readonly position?: number;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly hostname?: RegExp;
  readonly protocol?: RegExp;
  readonly normalize?: boolean;
  readonly alg?: string | null;
}

/** The parts of a zod definition that are read here, whichever flavour of zod made it. */
export interface SchemaDefinition extends CheckDefinition {
  readonly type: string;
  readonly coerce?: boolean;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[];
  readonly innerType?: $ZodType;
  readonly in?: $ZodType;
  readonly out?: $ZodType;
  readonly left?: $ZodType;
  readonly right?: $ZodType;
  readonly options?: readonly $ZodType[];
  readonly discriminator?: string;
  readonly getter?: () => $ZodType;
  readonly element?: $ZodType;
  readonly items?: readonly $ZodType[];
  readonly rest?: $ZodType | null;
  readonly shape?: Readonly<Record<string, $ZodType>>;
  readonly catchall?: $ZodType;
  readonly keyType?: $ZodType;
  readonly valueType?: $ZodType;
  readonly mode?: string;
  readonly partial?: boolean;
  readonly defaultValue?: unknown;
  readonly catchValue?: (context: unknown) => unknown;
}

/** The format of a string or a number. */
export interface SchemaFormat {
  readonly name: string;
  /** Whether a date and time may come without a zone. */
  readonly isLocal: boolean;
  /** Whether a date and time may come with a zone other than UTC. */
  readonly hasOffset: boolean;
}

/** The definition of a schema. */
export function definitionOf(schema: $ZodType): SchemaDefinition {
  return schema._zod.def as unknown as SchemaDefinition;
}

/** Checks that hold nothing to anything: they carry metadata. */
const metadataChecks: ReadonlySet<string> = new Set(['describe', 'meta']);

/** All checks of a schema in the order in which they run; a schema may be its own first check. */
export function checksOf(schema: $ZodType): readonly CheckDefinition[] {
  const definition = definitionOf(schema);
  const own = definition.check === undefined ? [] : [definition];
  const attached = (definition.checks ?? []).map((check) => check._zod.def);
  return [...own, ...attached].filter(({ check }) => !metadataChecks.has(check ?? ''));
}

/** The format that a schema or one of its checks holds values to; `undefined` for custom ones. */
export function formatOf(schema: $ZodType): SchemaFormat | undefined {
  for (const { check, format, local, offset, fn } of checksOf(schema)) {
    const isFormat = check === 'string_format' || check === 'number_format';
    if (!isFormat || format === undefined || fn !== undefined) continue;
    return {
      name: format,
      isLocal: local === true && offset !== true,
      hasOffset: offset === true,
    };
  }
  return undefined;
}
