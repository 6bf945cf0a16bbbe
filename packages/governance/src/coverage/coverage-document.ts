import type { CoverageCell, CoverageReport } from './coverage-report.js';

/**
 * A report as JSON with stable keys, each of which is always there: `roles[]` (name, type, isCleared),
 * `columns[]` (table, tier, column, classification, policy, tag, `cells[]`), `combinations[]` and
 * `counts`. A cell has role, state, reason, rows, rowPolicy, accessBy, accessHolder, isConditional,
 * isMaskedForAgents and shownBy.
 */
export function coverageDocument(report: CoverageReport): object {
  const { roles, columns, combinations, counts } = report;
  return {
    counts: {
      exposed: counts.exposed,
      clear: counts.clear,
      masked: counts.masked,
      none: counts.none,
    },
    roles: roles.map(({ name, type, isCleared }) => ({ name, type, isCleared })),
    columns: columns.map(({ table, isDynamic, tier, column, classification, policy, cells }) => ({
      table,
      isDynamic,
      tier,
      column,
      classification,
      policy: policy?.name ?? null,
      tag: policy?.tag ?? null,
      cells: cells.map(cellDocument),
    })),
    combinations: combinations.map(({ roles, isByRight, columns }) => ({
      roles,
      isByRight,
      columns,
    })),
  };
}

function cellDocument(cell: CoverageCell): object {
  return {
    role: cell.role,
    state: cell.state,
    reason: cell.reason ?? null,
    rows: cell.rows?.see ?? null,
    rowPolicy: cell.rows?.see === 'filtered' ? cell.rows.policy : null,
    accessBy: cell.access?.by ?? null,
    accessHolder: cell.access?.holder ?? null,
    isConditional: cell.isConditional ?? false,
    isMaskedForAgents: cell.isMaskedForAgents ?? false,
    shownBy: cell.shownBy ?? null,
  };
}
