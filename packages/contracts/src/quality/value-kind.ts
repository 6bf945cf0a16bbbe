import type { PhysicalType } from '../model/column.js';

/** How the values of a column are compared. */
export type ValueKind =
  | { readonly kind: 'text' | 'float' | 'boolean' | 'variant' | 'temporal' | 'nested' }
  | { readonly kind: 'number'; readonly precision: number; readonly scale: number };

/** How the values of a column of a type are compared. */
export function valueKindOf(type: PhysicalType): ValueKind {
  const number = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  if (number !== null) {
    return { kind: 'number', precision: Number(number[1]), scale: Number(number[2]) };
  }
  if (type.startsWith('VARCHAR')) return { kind: 'text' };
  switch (type) {
    case 'FLOAT':
      return { kind: 'float' };
    case 'BOOLEAN':
      return { kind: 'boolean' };
    case 'VARIANT':
      return { kind: 'variant' };
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return { kind: 'temporal' };
    default:
      return { kind: 'nested' };
  }
}
