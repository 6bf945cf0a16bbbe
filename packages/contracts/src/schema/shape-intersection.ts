import type { ValueShape } from '../model/value-shape.js';
import { optionsOf } from './shape-union.js';

/** Kinds of which zod joins two results only if they are the same value. */
const simple: ReadonlySet<ValueShape['kind']> = new Set([
  'string',
  'number',
  'bigint',
  'boolean',
  'date',
  'enum',
  'null',
  'undefined',
  'unknown',
  'never',
]);

/**
 * What has both shapes. Two objects become one with the fields of both, as zod joins them; what zod
 * joins in ways that shapes do not tell, such as records, is opaque.
 */
export function intersectionOf(left: ValueShape, right: ValueShape): ValueShape {
  if (left.kind === 'object' && right.kind === 'object') {
    const [unknownLeft, unknownRight] = [left.unknownKeys, right.unknownKeys];
    if (typeof unknownLeft === 'string' && typeof unknownRight === 'string') {
      const names = [...Object.keys(left.fields), ...Object.keys(right.fields)];
      const fields = Object.fromEntries(
        names.map((name) => [name, fieldOf(left.fields[name], right.fields[name])]),
      );
      const refinements = (left.refinements ?? 0) + (right.refinements ?? 0);
      return {
        kind: 'object',
        fields,
        // A key is refused only if neither side knows it.
        unknownKeys: unknownLeft === 'refuse' && unknownRight === 'refuse' ? 'refuse' : 'drop',
        ...(refinements === 0 ? {} : { refinements }),
      };
    }
  }
  const parts = [left, right].sort((one, other) =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
  );
  const isSimple = parts.flatMap(optionsOf).every(({ kind }) => simple.has(kind));
  return isSimple ? { kind: 'intersection', parts } : { kind: 'opaque', reason: 'intersection' };
}

function fieldOf(left: ValueShape | undefined, right: ValueShape | undefined): ValueShape {
  if (left !== undefined && right !== undefined) return intersectionOf(left, right);
  return left ?? right ?? { kind: 'never' };
}
