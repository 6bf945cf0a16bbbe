import { isSameJson } from '../../document/json.js';
import type { Expectation } from '../../model/rule.js';

/** Whether what is asked for became less, more, or something else. */
export type Direction = 'same' | 'loosened' | 'tightened' | 'changed';

/** How two bounds of a number differ: the allowed values of each are those within. */
export function compareBounds(
  before: { readonly min?: number | undefined; readonly max?: number | undefined },
  after: { readonly min?: number | undefined; readonly max?: number | undefined },
): Direction {
  const [oldMin, newMin] = [before.min ?? -Infinity, after.min ?? -Infinity];
  const [oldMax, newMax] = [before.max ?? Infinity, after.max ?? Infinity];
  return direction(newMin < oldMin || newMax > oldMax, newMin > oldMin || newMax < oldMax);
}

/** The direction of a change by whether something is let through that was not, and the reverse. */
export function direction(isLooser: boolean, isTighter: boolean): Direction {
  if (isLooser) return isTighter ? 'changed' : 'loosened';
  return isTighter ? 'tightened' : 'same';
}

/** The directions of several parts as one. */
export function together(...directions: readonly Direction[]): Direction {
  if (directions.includes('changed')) return 'changed';
  return direction(directions.includes('loosened'), directions.includes('tightened'));
}

type Limits = { readonly min?: number; readonly max?: number };

/** The inclusive or exclusive interval of an expectation that is one, with the operator that tells which. */
function limitsOf(
  expect: Expectation,
): { readonly kind: string; readonly limits: Limits } | undefined {
  if ('mustBeGreaterThan' in expect)
    return { kind: '>', limits: { min: expect.mustBeGreaterThan } };
  if ('mustBeGreaterOrEqualTo' in expect) {
    return { kind: '>=', limits: { min: expect.mustBeGreaterOrEqualTo } };
  }
  if ('mustBeLessThan' in expect) return { kind: '<', limits: { max: expect.mustBeLessThan } };
  if ('mustBeLessOrEqualTo' in expect) {
    return { kind: '<=', limits: { max: expect.mustBeLessOrEqualTo } };
  }
  if ('mustBeBetween' in expect) {
    const [min, max] = expect.mustBeBetween;
    return { kind: 'between', limits: { min, max } };
  }
  return undefined;
}

/** How two expectations of one number differ. Those of different operators are not compared. */
export function compareExpectations(before: Expectation, after: Expectation): Direction {
  if (isSameJson(before, after)) return 'same';
  const [was, is] = [limitsOf(before), limitsOf(after)];
  if (was === undefined || is === undefined || was.kind !== is.kind) return 'changed';
  return compareBounds(was.limits, is.limits);
}
