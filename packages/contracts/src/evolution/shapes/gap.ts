import type { ValueShape } from '../../model/value-shape.js';
import type { Verdict } from '../contract-change.js';

/** What about a shape is meant. */
export type Aspect =
  | 'type'
  | 'nullability'
  | 'range'
  | 'length'
  | 'pattern'
  | 'enum'
  | 'field missing'
  | 'field extra'
  | 'unknown keys'
  | 'check'
  | 'unproven'
  | 'code';

/** A reason why one shape does not hold every value of another, or is not known to. */
export interface Gap {
  /** Where inside the value, as parts of a JSON pointer. */
  readonly path: readonly string[];
  readonly aspect: Aspect;
  /** What the shape that should hold the values asks for, in words. */
  readonly wanted: string;
  /** What the other shape lets through, in words. */
  readonly given: string;
  readonly verdict: Verdict;
  /** False where nothing shows that a value falls through, only that none is known not to. */
  readonly isProven: boolean;
}

/**
 * Whose values are held to a shape. Rows hold no other keys than their fields when a schema drops
 * those; what writers hand in may hold any.
 */
export type Side = 'stored' | 'accepted';

/** Compares the shapes inside two shapes. Handed down, since shapes hold shapes. */
export type CompareInner = (
  wide: ValueShape,
  narrow: ValueShape,
  path: readonly string[],
) => readonly Gap[];

/** A gap through which values are known to fall. */
export function provenGap(
  path: readonly string[],
  aspect: Aspect,
  wanted: string,
  given: string,
): Gap {
  return { path, aspect, wanted, given, verdict: 'breaking', isProven: true };
}

/** A gap of which nobody can say without running code whether values fall through it. */
export function possibleGap(
  path: readonly string[],
  aspect: Aspect,
  wanted: string,
  given: string,
): Gap {
  return { path, aspect, wanted, given, verdict: 'breaking', isProven: false };
}
