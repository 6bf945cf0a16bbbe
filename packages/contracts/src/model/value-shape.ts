/** A value that stands in a closed set. */
export type EnumValue = string | number | boolean;

/** What holds for a shape of any kind. */
interface Refined {
  /** How many checks are written in code, which nothing but running them can compare. */
  readonly refinements?: number;
}

/** Text. */
export interface StringShape extends Refined {
  readonly kind: 'string';
  /** zod's name of the format, such as `email`, `uuid` or `datetime`. */
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /**
   * Regular expressions that all have to match, as literals: `/^a/i`. That of a format is left out,
   * unless the format has options, such as `offset`, that make it another than the usual one.
   */
  readonly patterns?: readonly string[];
}

/** A JavaScript number. */
export interface NumberShape extends Refined {
  readonly kind: 'number';
  readonly isInteger: boolean;
  /** A bound is inclusive unless the flag beside it says otherwise. */
  readonly minimum?: number;
  readonly isMinimumExclusive?: true;
  readonly maximum?: number;
  readonly isMaximumExclusive?: true;
  /** The value is a multiple of each. */
  readonly multiplesOf?: readonly number[];
}

/** A JavaScript bigint. Numbers are written as decimal text, since JSON holds no bigint. */
export interface BigintShape extends Refined {
  readonly kind: 'bigint';
  readonly minimum?: string;
  readonly isMinimumExclusive?: true;
  readonly maximum?: string;
  readonly isMaximumExclusive?: true;
  readonly multiplesOf?: readonly string[];
}

/** True or false. */
export interface BooleanShape extends Refined {
  readonly kind: 'boolean';
}

/** An instant, as a JavaScript `Date`. Bounds in ISO 8601, inclusive unless the flag says otherwise. */
export interface DateShape extends Refined {
  readonly kind: 'date';
  readonly minimum?: string;
  readonly isMinimumExclusive?: true;
  readonly maximum?: string;
  readonly isMaximumExclusive?: true;
}

/** A closed set of values: an enum or a literal, each value once, in the order of the schema. */
export interface EnumShape extends Refined {
  readonly kind: 'enum';
  readonly values: readonly EnumValue[];
}

/** A list, or a `Set` of JavaScript. */
export interface ListShape extends Refined {
  readonly kind: 'array' | 'set';
  readonly items: ValueShape;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A list in which each place has a shape of its own. */
export interface TupleShape extends Refined {
  readonly kind: 'tuple';
  readonly items: readonly ValueShape[];
  /** The shape of what follows the last place. Without it, nothing may follow. */
  readonly rest?: ValueShape;
}

/** An object with named fields. A field that may be absent has `undefined` among its shapes. */
export interface ObjectShape extends Refined {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, ValueShape>>;
  /** What happens to a key that is not a field: dropped, refused, or kept if it has this shape. */
  readonly unknownKeys: 'drop' | 'refuse' | ValueShape;
}

/** An object, or a `Map` of JavaScript, whose keys are not known by name. */
export interface RecordShape extends Refined {
  readonly kind: 'record' | 'map';
  readonly keys: ValueShape;
  readonly values: ValueShape;
}

/** One of several shapes: at least two, none of which is a union, in one order. */
export interface UnionShape extends Refined {
  readonly kind: 'union';
  readonly options: readonly ValueShape[];
}

/** All of several shapes at once. */
export interface IntersectionShape extends Refined {
  readonly kind: 'intersection';
  readonly parts: readonly ValueShape[];
}

/**
 * `null`, nothing at all, anything, or no value. Nothing at all (`undefined`) with refinements: only
 * as an absent key, or only as a value, or only sometimes.
 */
export interface PlainShape extends Refined {
  readonly kind: 'null' | 'undefined' | 'unknown' | 'never';
}

/** What a schema does not tell: the result of a transform, a custom type, a schema that holds itself. */
export interface OpaqueShape extends Refined {
  readonly kind: 'opaque';
  /**
   * zod's name of what hides the shape, such as `transform`. Where a value is changed and then held
   * to something, that too, so that two such changes can be told apart: `pipe to {"kind":"date"}`.
   */
  readonly reason: string;
}

/**
 * What values a schema lets through, as plain JSON: enough to compare two versions of a contract
 * without running either.
 */
export type ValueShape =
  | StringShape
  | NumberShape
  | BigintShape
  | BooleanShape
  | DateShape
  | EnumShape
  | ListShape
  | TupleShape
  | ObjectShape
  | RecordShape
  | UnionShape
  | IntersectionShape
  | PlainShape
  | OpaqueShape;
