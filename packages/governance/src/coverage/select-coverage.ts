import { countStates } from './count-states.js';
import type { CoverageReport } from './coverage-report.js';

/** What of a report is wanted; what is not given is wanted whole. */
export interface CoverageSelection {
  readonly roles?: readonly string[];
  readonly tiers?: readonly string[];
}

/** The part of a report for some roles and tiers, with the counts of that part. */
export function selectCoverage(
  report: CoverageReport,
  { roles, tiers }: CoverageSelection,
): CoverageReport {
  const isRole = (name: string): boolean => roles?.includes(name) ?? true;
  const isTier = (tier: string): boolean => tiers?.includes(tier) ?? true;
  const columns = report.columns
    .filter(({ tier }) => isTier(tier))
    .map((column) => ({ ...column, cells: column.cells.filter(({ role }) => isRole(role)) }));
  return {
    roles: report.roles.filter(({ name }) => isRole(name)),
    columns,
    combinations: report.combinations
      .filter((each) => each.roles.some(isRole))
      .map((each) => ({
        ...each,
        columns: each.columns.filter((column) => isTier(column.split('.')[1] ?? '')),
      }))
      .filter((each) => each.columns.length > 0),
    counts: countStates(columns),
  };
}
