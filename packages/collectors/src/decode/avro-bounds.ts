import type { Type, types } from 'avsc';

/**
 * Whether a type holds an array whose items take no bytes, such as one of nulls: then a few bytes of a
 * payload stand for any number of items. Everything else is as long as its payload at the most.
 */
export function isUnbounded(type: Type, seen: Set<Type> = new Set()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (isArray(type) && isEmpty(type.itemsType, new Set())) return true;
  return partsOf(type).some((part) => isUnbounded(part, seen));
}

/** Whether a value of the type takes no bytes. A record inside itself takes some: it would never end. */
function isEmpty(type: Type, around: ReadonlySet<Type>): boolean {
  if (around.has(type)) return false;
  switch (type.typeName) {
    case 'null':
      return true;
    case 'fixed':
      return (type as types.FixedType).size === 0;
    case 'record':
    case 'error':
      return partsOf(type).every((part) => isEmpty(part, new Set([...around, type])));
    default:
      return (
        type.typeName.startsWith('logical:') && partsOf(type).every((part) => isEmpty(part, around))
      );
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
