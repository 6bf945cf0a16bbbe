import type { DateShape, NumberShape, StringShape, ValueShape } from '../../model/value-shape.js';

const mostListed = 8;

/** A few items of a list, and how many more there are. */
export function listed(items: readonly (string | number | boolean)[]): string {
  const shown = items.slice(0, mostListed).join(', ');
  return items.length > mostListed ? `${shown} and ${items.length - mostListed} more` : shown;
}

type Ordered = Pick<
  DateShape,
  'minimum' | 'isMinimumExclusive' | 'maximum' | 'isMaximumExclusive'
> & { readonly isInteger?: boolean; readonly multiplesOf?: readonly (string | number)[] };

/** The bounds of a number, a bigint or an instant in words. */
export function describeRange(shape: NumberShape | Ordered): string {
  const parts: string[] = [];
  if (shape.isInteger === true) parts.push('whole numbers');
  if (shape.minimum !== undefined) {
    parts.push(`${shape.isMinimumExclusive === true ? 'above' : 'from'} ${shape.minimum}`);
  }
  if (shape.maximum !== undefined) {
    parts.push(`${shape.isMaximumExclusive === true ? 'below' : 'up to'} ${shape.maximum}`);
  }
  if (shape.multiplesOf !== undefined) parts.push(`multiples of ${listed(shape.multiplesOf)}`);
  return parts.length === 0 ? 'any value' : parts.join(' ');
}

/** How long something may be, in words. */
export function describeLength(least: number | undefined, most: number | undefined): string {
  if (least === undefined && most === undefined) return 'any length';
  if (least !== undefined && least === most) return `a length of ${least}`;
  const parts = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ];
  return `a length of ${parts.join(' and ')}`;
}

/** The form of a text in words. */
export function describePattern(shape: StringShape): string {
  const parts = [
    ...(shape.format === undefined ? [] : [`the format ${shape.format}`]),
    ...(shape.patterns ?? []),
  ];
  return parts.length === 0 ? 'any text' : parts.join(' and ');
}

/** What kind of value a shape holds, in words. */
export function describeShape(shape: ValueShape): string {
  switch (shape.kind) {
    case 'string':
      return shape.format === undefined ? 'text' : `text of the format ${shape.format}`;
    case 'number':
      return shape.isInteger ? 'a whole number' : 'a number';
    case 'bigint':
      return 'a bigint';
    case 'boolean':
      return 'true or false';
    case 'date':
      return 'a date';
    case 'enum':
      return `one of ${listed(shape.values)}`;
    case 'array':
      return `a list of ${describeShape(shape.items)}`;
    case 'set':
      return `a set of ${describeShape(shape.items)}`;
    case 'tuple':
      return `a tuple of ${shape.items.length}`;
    case 'object':
      return 'an object';
    case 'record':
      return 'a record';
    case 'map':
      return 'a map';
    case 'union':
      return [...new Set(shape.options.map(describeShape))].join(' or ');
    case 'intersection':
      return 'several shapes at once';
    case 'null':
      return 'null';
    case 'undefined':
      return 'nothing';
    case 'unknown':
      return 'anything';
    case 'never':
      return 'no value';
    case 'opaque':
      return 'what only code can tell';
  }
}
