import type { Bounds } from './bounds.js';

/** Whether a value is within bounds that are read as values of its kind. */
export function boundsHold<Written, Value extends number | bigint>(
  bounds: Bounds<Written>,
  value: Value,
  read: (bound: Written) => Value,
): boolean {
  const { minimum, maximum } = bounds;
  if (minimum !== undefined) {
    const low = read(minimum);
    if (bounds.isMinimumExclusive === true ? value <= low : value < low) return false;
  }
  if (maximum !== undefined) {
    const high = read(maximum);
    if (bounds.isMaximumExclusive === true ? value >= high : value > high) return false;
  }
  return true;
}

/** How far a quotient of two numbers may be from a whole number, relatively, that is one in decimals. */
const tolerance = 1e-15;

/** Whether a number is a multiple of a step in decimals, as 0.3 is of 0.1. */
export function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) < tolerance * Math.max(Math.abs(quotient), 1);
}
