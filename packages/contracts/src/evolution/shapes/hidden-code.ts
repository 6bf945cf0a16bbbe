import type { ValueShape } from '../../model/value-shape.js';
import type { Gap } from './gap.js';

type Path = readonly string[];

/**
 * The places of a shape that only code decides. Where two contracts have the same shape, these may
 * still differ: nothing that is written down tells.
 */
export function hiddenCode(shape: ValueShape, path: Path): readonly Gap[] {
  const own = (shape.refinements ?? 0) > 0 || shape.kind === 'opaque' ? [gapAt(path)] : [];
  return [...own, ...inside(shape, path)];
}

function gapAt(path: Path): Gap {
  const words = 'what only code can tell';
  return { path, aspect: 'code', wanted: words, given: words, verdict: 'warning', isProven: false };
}

function inside(shape: ValueShape, path: Path): readonly Gap[] {
  switch (shape.kind) {
    case 'array':
    case 'set':
      return hiddenCode(shape.items, [...path, 'items']);
    case 'tuple':
      return [
        ...shape.items.flatMap((item, index) =>
          hiddenCode(item, [...path, 'items', String(index)]),
        ),
        ...(shape.rest === undefined ? [] : hiddenCode(shape.rest, [...path, 'rest'])),
      ];
    case 'object':
      return [
        ...Object.entries(shape.fields).flatMap(([name, field]) =>
          hiddenCode(field, [...path, 'fields', name]),
        ),
        ...(typeof shape.unknownKeys === 'object'
          ? hiddenCode(shape.unknownKeys, [...path, 'unknownKeys'])
          : []),
      ];
    case 'record':
    case 'map':
      return [
        ...hiddenCode(shape.keys, [...path, 'keys']),
        ...hiddenCode(shape.values, [...path, 'values']),
      ];
    case 'union':
      return withoutCoercion(shape.options).flatMap((option) => hiddenCode(option, path));
    case 'intersection':
      return shape.parts.flatMap((part) => hiddenCode(part, path));
    default:
      return [];
  }
}

function isCoercion(option: ValueShape): boolean {
  return option.kind === 'opaque' && option.reason === 'coerce';
}

function isPresent(option: ValueShape): boolean {
  return option.kind !== 'null' && option.kind !== 'undefined';
}

/** Whether zod itself coerces to one of these options, and it is clear to which. */
export function hasVisibleCoercion(options: readonly ValueShape[]): boolean {
  const others = options.filter((option) => !isCoercion(option) && isPresent(option));
  return others.length === 1 && options.some(isCoercion);
}

/**
 * The options without the coercion of zod itself, where it is clear what it coerces to: what it
 * does is known, and the option beside it says what its result is held to.
 */
export function withoutCoercion(options: readonly ValueShape[]): readonly ValueShape[] {
  return hasVisibleCoercion(options) ? options.filter((option) => !isCoercion(option)) : options;
}
