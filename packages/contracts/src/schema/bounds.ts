import type { CheckDefinition } from './schema-definition.js';

/** A lower and an upper bound, each possibly exclusive. */
export interface Bounds<Value> {
  readonly minimum?: Value;
  readonly isMinimumExclusive?: true;
  readonly maximum?: Value;
  readonly isMaximumExclusive?: true;
}

/** One bound of a check. */
interface Bound<Value> {
  readonly value: Value;
  readonly isExclusive: boolean;
}

/** The tighter of two bounds; `isTighter` says whether the first value is. */
function tighter<Value>(
  one: Bound<Value> | undefined,
  other: Bound<Value>,
  isTighter: (first: Value, second: Value) => boolean,
): Bound<Value> {
  if (one === undefined || isTighter(other.value, one.value)) return other;
  if (isTighter(one.value, other.value)) return one;
  return { value: one.value, isExclusive: one.isExclusive || other.isExclusive };
}

/**
 * The tightest bounds among checks for "greater than" and "less than".
 *
 * @param read - the bound as a value that can be ordered, or `undefined` when it bounds nothing
 */
export function boundsOf<Value extends number | bigint>(
  checks: readonly CheckDefinition[],
  read: (value: unknown) => Value | undefined,
): Bounds<Value> {
  let low: Bound<Value> | undefined;
  let high: Bound<Value> | undefined;
  for (const { check, value, inclusive } of checks) {
    const bound = read(value);
    if (bound === undefined) continue;
    const next = { value: bound, isExclusive: inclusive !== true };
    if (check === 'greater_than') low = tighter(low, next, (first, second) => first > second);
    if (check === 'less_than') high = tighter(high, next, (first, second) => first < second);
  }
  return {
    ...(low === undefined ? {} : { minimum: low.value }),
    ...(low?.isExclusive === true ? { isMinimumExclusive: true as const } : {}),
    ...(high === undefined ? {} : { maximum: high.value }),
    ...(high?.isExclusive === true ? { isMaximumExclusive: true as const } : {}),
  };
}

/** Bounds with their values written as text. */
export function asText<Value>(
  bounds: Bounds<Value>,
  write: (value: Value) => string,
): Bounds<string> {
  const { minimum, maximum, ...flags } = bounds;
  return {
    ...(minimum === undefined ? {} : { minimum: write(minimum) }),
    ...(maximum === undefined ? {} : { maximum: write(maximum) }),
    ...flags,
  };
}

/** The least and the greatest count that checks of a length or a size allow. */
export function countsOf(checks: readonly CheckDefinition[]): {
  readonly least?: number;
  readonly most?: number;
} {
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  for (const { check = '', minimum, maximum, length, size } of checks) {
    if (!countChecks.has(check)) continue;
    least = Math.max(least, minimum ?? length ?? size ?? 0);
    most = Math.min(most, maximum ?? length ?? size ?? Number.POSITIVE_INFINITY);
  }
  return {
    ...(least === 0 ? {} : { least }),
    ...(most === Number.POSITIVE_INFINITY ? {} : { most }),
  };
}

/** The checks that {@link countsOf} reads. */
export const countChecks: ReadonlySet<string> = new Set([
  'min_length',
  'max_length',
  'length_equals',
  'min_size',
  'max_size',
  'size_equals',
]);
