import type { Projection } from './projection.js';

/** What a part of the body of a projection or aggregation policy is, once its context is known. */
export type ConstraintValue =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'projection'; readonly projection: Projection | undefined }
  | { readonly kind: 'aggregation'; readonly minimum: number | undefined };

type Plain = Extract<ConstraintValue, { kind: 'value' }>['value'];

export function plain(value: Plain): ConstraintValue {
  return { kind: 'value', value };
}

/** A comparison of constants; with NULL it is NULL, and other types than the same are refused. */
export function compareValues(operator: string, left: Plain, right: Plain): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left !== typeof right) throw new TypeError('different types');
  switch (operator) {
    case '=':
      return left === right;
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new TypeError('no comparison');
  }
}

/** AND and OR of three values. */
export function combine(operator: 'AND' | 'OR', left: Plain, right: Plain): boolean | null {
  const decisive = operator === 'OR';
  if (left === decisive || right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}
