import type { CoverageColumn, CoverageState } from './coverage-report.js';

/** How many cells there are of each state. */
export function countStates(
  columns: readonly CoverageColumn[],
): Readonly<Record<CoverageState, number>> {
  const counts = { exposed: 0, clear: 0, masked: 0, none: 0 };
  for (const { cells } of columns) for (const { state } of cells) counts[state] += 1;
  return counts;
}
