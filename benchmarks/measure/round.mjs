/**
 * A number with so many digits after the point.
 *
 * @param {number} value
 * @param {number} digits
 * @returns {number}
 */
export function round(value, digits) {
  return Number(value.toFixed(digits));
}
