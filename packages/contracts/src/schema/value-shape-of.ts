import type { $ZodType } from 'zod/v4/core';
import type { ValueShape } from '../model/value-shape.js';

/** Which side of a schema: what writers may hand in, or what readers meet. */
export type SchemaSide = 'input' | 'output';

/** The values that a schema lets through on one side. */
export function valueShapeOf(_schema: $ZodType, _side: SchemaSide): ValueShape {
  return { kind: 'opaque', reason: 'unread' };
}
