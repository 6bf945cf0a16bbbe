import { type CoverageProof, cellKey } from './coverage-proof.js';
import type { CoverageReport } from './coverage-report.js';

/** A cell of which a report says something else than was seen. */
export interface ProofMismatch {
  readonly table: string;
  readonly column: string;
  readonly role: string;
  readonly reported: string;
  readonly seen: string;
}

/**
 * Where a report and what was seen do not agree, in both directions: what is reported as masked or not
 * readable was shown, what is reported as clear was not, or other rows were seen. Pure.
 */
export function compareProof(
  report: CoverageReport,
  proof: CoverageProof,
): readonly ProofMismatch[] {
  const seen = new Map(proof.seen.map((each) => [cellKey(each), each]));
  return report.columns.flatMap(({ table, column, cells }) =>
    cells.flatMap(({ role, state, isConditional, rows }): readonly ProofMismatch[] => {
      const cell = { table, column, role };
      const found = seen.get(cellKey(cell));
      if (found === undefined) return [{ ...cell, reported: state, seen: 'nothing' }];
      const mismatches: ProofMismatch[] = [];
      const { saw } = found;
      const isShown = saw === 'clear' || saw === 'both';
      const isWrong =
        (state === 'masked' && isShown && isConditional !== true) ||
        (state === 'none' && saw !== 'denied') ||
        (state === 'clear' && (saw === 'masked' || saw === 'both') && isConditional !== true);
      if (isWrong) mismatches.push({ ...cell, reported: state, seen: saw });
      const isOther =
        found.rows !== undefined && rows !== undefined && rows.see !== 'filtered'
          ? found.rows !== rows.see
          : false;
      if (isOther) {
        mismatches.push({
          ...cell,
          reported: `rows: ${rows?.see ?? 'unknown'}`,
          seen: `rows: ${found.rows ?? 'unknown'}`,
        });
      }
      return mismatches;
    }),
  );
}
