import type { Type, types } from 'avsc';

/** As many values as one record may have that take no bytes: no event of anybody's has so many fields. */
const mostWithoutBytes = 10_000;

/**
 * Whether a few bytes of a payload stand for any number of values: in an array whose items take no bytes, such
 * as one of nulls, and in records whose fields are records, each of which doubles what one of them holds.
 */
export function isUnbounded(writer: Type): boolean {
  const sizes = new Map<Type, Size>();
  sizeOf(writer, sizes);
  return [...sizes].some(
    ([type, { values }]) =>
      values > mostWithoutBytes || (isArray(type) && sizes.get(type.itemsType)?.isEmpty === true),
  );
}

/** What one value of a type is made of. */
interface Size {
  /** How many values it may be, those in it counted, before the payload has to say that there are more. */
  readonly values: number;
  /** Whether it takes no bytes. */
  readonly isEmpty: boolean;
}

/** A record inside itself takes bytes that say so: it would never end. */
const within: Size = { values: 1, isEmpty: false };

function sizeOf(type: Type, sizes: Map<Type, Size>): Size {
  const known = sizes.get(type);
  if (known !== undefined) return known;
  sizes.set(type, within);
  const parts = partsOf(type).map((part) => sizeOf(part, sizes));
  const size = sizeBy(type, parts);
  sizes.set(type, size);
  return size;
}

function sizeBy(type: Type, parts: readonly Size[]): Size {
  switch (type.typeName) {
    case 'null':
      return { values: 1, isEmpty: true };
    case 'fixed':
      return { values: 1, isEmpty: (type as types.FixedType).size === 0 };
    case 'record':
    case 'error':
      return {
        values: parts.reduce((sum, { values }) => sum + values, 1),
        isEmpty: parts.every(({ isEmpty }) => isEmpty),
      };
    case 'union:unwrapped':
    case 'union:wrapped':
      return { values: Math.max(1, ...parts.map(({ values }) => values)), isEmpty: false };
    default:
      if (type.typeName.startsWith('logical:')) return parts[0] ?? within;
      return within;
  }
}

function partsOf(type: Type): readonly Type[] {
  switch (type.typeName) {
    case 'array':
      return [(type as types.ArrayType).itemsType];
    case 'map':
      return [(type as types.MapType).valuesType];
    case 'union:unwrapped':
    case 'union:wrapped':
      return (type as types.UnwrappedUnionType).types;
    case 'record':
    case 'error':
      return (type as types.RecordType).fields.map((field) => field.type);
    default:
      return 'underlyingType' in type ? [(type as types.LogicalType).underlyingType] : [];
  }
}

function isArray(type: Type): type is types.ArrayType {
  return type.typeName === 'array';
}
