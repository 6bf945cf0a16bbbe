import type { EnumValue, ValueShape } from '../model/value-shape.js';

/** No value at all, as an absent field or as `undefined`. */
export const absent: ValueShape = { kind: 'undefined' };

/** Text by which shapes are ordered and told apart. */
function keyOf(shape: ValueShape): string {
  return JSON.stringify(shape);
}

/** The parts of a shape, none of which is a union. */
export function optionsOf(shape: ValueShape): readonly ValueShape[] {
  return shape.kind === 'union' ? shape.options.flatMap(optionsOf) : [shape];
}

/** A closed set, each value once, in the order of the schema: it may be one from low to high. */
export function enumShape(values: readonly EnumValue[]): ValueShape {
  return { kind: 'enum', values: [...new Set(values)] };
}

/**
 * One of several shapes, written in the one way that it is always written: flat, each option once,
 * closed sets joined, in a fixed order of the options.
 */
export function unionOf(shapes: readonly ValueShape[]): ValueShape {
  const options = new Map<string, ValueShape>();
  const values: EnumValue[] = [];
  for (const option of shapes.flatMap(optionsOf)) {
    if (option.kind === 'never') continue;
    if (option.kind === 'enum' && option.refinements === undefined) values.push(...option.values);
    else options.set(keyOf(option), option);
  }
  if (values.length > 0) {
    const closed = enumShape(values);
    options.set(keyOf(closed), closed);
  }
  const sorted = [...options].sort(([one], [other]) => (one < other ? -1 : 1));
  const [first, ...rest] = sorted.map(([, option]) => option);
  if (first === undefined) return { kind: 'never' };
  return rest.length === 0 ? first : { kind: 'union', options: [first, ...rest] };
}

/** The shape with so many more checks that only code can tell; those of a union count for each option. */
export function refined(shape: ValueShape, count: number): ValueShape {
  if (count === 0 || shape.kind === 'never') return shape;
  if (shape.kind === 'union') return unionOf(shape.options.map((part) => refined(part, count)));
  return { ...shape, refinements: (shape.refinements ?? 0) + count };
}

/** The shape without the possibility of no value. */
export function present(shape: ValueShape): ValueShape {
  const parts = optionsOf(shape).filter(({ kind }) => kind !== 'undefined');
  return unionOf(parts.map((part) => (mayHideAbsence(part) ? refined(part, 1) : part)));
}

/** Whether no value may be among the values of a shape that does not say so. */
function mayHideAbsence({ kind }: ValueShape): boolean {
  return kind === 'unknown' || kind === 'intersection';
}

/**
 * Values that code changes before what stands behind it sees them: they have the first shape, their
 * results the second. The second is part of the reason, so that two of them can be told apart.
 */
export function changed(shape: ValueShape, by: string, into: ValueShape): ValueShape {
  const hidden: ValueShape = { kind: 'opaque', reason: `${by} to ${JSON.stringify(into)}` };
  return unionOf(
    optionsOf(shape).map((part) => {
      switch (part.kind) {
        case 'unknown':
        case 'opaque':
          return hidden;
        case 'undefined':
        case 'null':
          return refined(part, 1);
        default:
          return { kind: 'intersection', parts: [part, hidden] };
      }
    }),
  );
}
