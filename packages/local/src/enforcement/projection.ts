import { executionFailed } from '../warehouse/errors.js';

/** What happens to a column that a projection policy keeps out of a result. */
export type Projection = 'FAIL' | 'NULLIFY';

/** Of two projection policies that a column comes from, the one that holds. */
export function strictest(
  left: Projection | undefined,
  right: Projection | undefined,
): Projection | undefined {
  return left === 'FAIL' || right === 'FAIL' ? 'FAIL' : (left ?? right);
}

/** A query would show what a projection policy does not let out. */
export function projectionViolation(column: string): Error {
  return executionFailed(
    `SQL compilation error: Column ${column} is restricted by a projection policy`,
    {
      place: column,
      next: 'leave the column, and what comes from it, out of the result',
    },
  );
}
