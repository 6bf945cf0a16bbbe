import type {
  BigintShape,
  BooleanShape,
  DateShape,
  EnumShape,
  IntersectionShape,
  ListShape,
  NumberShape,
  ObjectShape,
  OpaqueShape,
  PlainShape,
  RecordShape,
  StringShape,
  TupleShape,
  UnionShape,
  ValueShape,
} from '../model/value-shape.js';
import { quantity } from './quantity.js';

/** A member of a shape in words; `undefined` where it only leads to other shapes, or asks nothing. */
type Describe<Shape> = {
  readonly [Member in Exclude<keyof Shape, 'kind'>]-?: (
    value: NonNullable<Shape[Member]>,
    shape: Shape,
  ) => string | undefined;
};

const leads = (): undefined => undefined;
const refinements = (count: number): string | undefined =>
  count === 0 ? undefined : `it passes ${quantity(count, 'check')} in code`;
const side = (word: string, isExclusive: true | undefined): string =>
  isExclusive ? `${word === 'least' ? 'above' : 'below'}` : `at ${word}`;

const bounds = {
  minimum: (value: number | string, { isMinimumExclusive }: { isMinimumExclusive?: true }) =>
    `it is ${side('least', isMinimumExclusive)} ${value}`,
  maximum: (value: number | string, { isMaximumExclusive }: { isMaximumExclusive?: true }) =>
    `it is ${side('most', isMaximumExclusive)} ${value}`,
  // Said with the bound itself.
  isMinimumExclusive: leads,
  isMaximumExclusive: leads,
};
const multiplesOf = (steps: readonly (number | string)[]): string =>
  `it is a multiple of ${steps.join(' and of ')}`;

const string: Describe<StringShape> = {
  format: (name) => `it has the format ${name}`,
  minLength: (length) => `it has at least ${quantity(length, 'character')}`,
  maxLength: (length) => `it has at most ${quantity(length, 'character')}`,
  patterns: (all) => `it matches ${all.join(' and ')}`,
  refinements,
};
const number: Describe<NumberShape> = {
  isInteger: (isInteger) => (isInteger ? 'it is whole' : undefined),
  ...bounds,
  multiplesOf,
  refinements,
};
const bigint: Describe<BigintShape> = { ...bounds, multiplesOf, refinements };
const date: Describe<DateShape> = { ...bounds, refinements };
const boolean: Describe<BooleanShape> = { refinements };
const enumeration: Describe<EnumShape> = {
  values: (values) => `it is one of ${quantity(values.length, 'value')}`,
  refinements,
};
const list: Describe<ListShape> = {
  items: leads,
  minItems: (length) => `it has at least ${quantity(length, 'item')}`,
  maxItems: (length) => `it has at most ${quantity(length, 'item')}`,
  refinements,
};
const tuple: Describe<TupleShape> = { items: leads, rest: leads, refinements };
const object: Describe<ObjectShape> = {
  fields: leads,
  unknownKeys: (keys) => {
    if (keys === 'drop') return 'a key that is no field is dropped';
    // What is kept has a shape of its own.
    return keys === 'refuse' ? 'a key that is no field is refused' : undefined;
  },
  refinements,
};
const record: Describe<RecordShape> = { keys: leads, values: leads, refinements };
const union: Describe<UnionShape> = { options: leads, refinements };
const intersection: Describe<IntersectionShape> = { parts: leads, refinements };
const plain: Describe<PlainShape> = { refinements };
const opaque: Describe<OpaqueShape> = { reason: leads, refinements };

/** One member of a shape, in words. */
export type Constraint = readonly [member: string, clause: string];

function described<Shape extends ValueShape>(
  shape: Shape,
  describe: Describe<Shape>,
): readonly Constraint[] {
  const members = Object.keys(describe) as Exclude<keyof Shape, 'kind'>[];
  return members.flatMap((member) => {
    const value = shape[member];
    const text = value === undefined || value === null ? undefined : describe[member](value, shape);
    return text === undefined ? [] : [[String(member), text] as const];
  });
}

/** What a shape asks of a value beyond its kind. */
export function constraintsOf(shape: ValueShape): readonly Constraint[] {
  switch (shape.kind) {
    case 'string':
      return described(shape, string);
    case 'number':
      return described(shape, number);
    case 'bigint':
      return described(shape, bigint);
    case 'boolean':
      return described(shape, boolean);
    case 'date':
      return described(shape, date);
    case 'enum':
      return described(shape, enumeration);
    case 'array':
    case 'set':
      return described(shape, list);
    case 'tuple':
      return described(shape, tuple);
    case 'object':
      return described(shape, object);
    case 'record':
    case 'map':
      return described(shape, record);
    case 'union':
      return described(shape, union);
    case 'intersection':
      return described(shape, intersection);
    case 'null':
    case 'undefined':
    case 'unknown':
    case 'never':
      return described(shape, plain);
    case 'opaque':
      return described(shape, opaque);
  }
}
