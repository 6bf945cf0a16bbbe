import type { EnumValue, ValueShape } from '../model/value-shape.js';
import { acceptsValue } from './accepts-value.js';
import { absent, enumShape, refined, unionOf } from './shape-union.js';

function isEnumValue(value: unknown): value is EnumValue {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/**
 * A shape in which another value may stand instead, such as a default. zod does not hold it to the
 * schema, so one that breaks it widens the shape.
 */
export function replacementShape(
  shape: ValueShape,
  reason: string,
  read: () => unknown,
): ValueShape {
  let values: readonly unknown[];
  try {
    // Read twice, since it may be made anew each time.
    values = [read(), read()];
  } catch {
    return unionOf([shape, { kind: 'opaque', reason }]);
  }
  if (values.every((value) => acceptsValue(shape, value) !== 'no')) return shape;
  const [value, again] = values;
  if (value === null && again === null) return unionOf([shape, { kind: 'null' }]);
  if (value === again && isEnumValue(value)) return unionOf([shape, enumShape([value])]);
  return unionOf([shape, { kind: 'opaque', reason }]);
}

/** Whether a value may be absent in whose place another is parsed: if that one passes. */
export function prefaultAbsence(shape: ValueShape, read: () => unknown): ValueShape {
  try {
    switch (acceptsValue(shape, read())) {
      case 'yes':
        return absent;
      case 'no':
        return { kind: 'never' };
      case 'unknown':
        return refined(absent, 1);
    }
  } catch {
    return refined(absent, 1);
  }
}
