import type { DecidedColumns } from './decide-columns.js';
import { isSameDecision, type ScanFile, scannedColumn } from './scan-file.js';

/** How a scan differs from the one that is kept. */
export interface ScanComparison {
  /** Columns that were not there. */
  readonly added: readonly string[];
  /** Columns of which something else is said. */
  readonly changed: readonly string[];
  /** Columns that are no longer there. */
  readonly gone: readonly string[];
  /** Undeclared columns whose decision somebody has accepted, and that is still the same. */
  readonly reviewed: readonly string[];
  /** Undeclared columns that nobody has accepted. */
  readonly unreviewed: readonly string[];
}

/** Compares a scan with what the file holds of the same place. */
export function compareScan(file: ScanFile, scan: DecidedColumns): ScanComparison {
  const kept = file.scans[scan.target] ?? {};
  const now = new Map(scan.columns.map((column) => [column.found.name, scannedColumn(column)]));
  const undeclared = scan.columns
    .filter(({ verdict }) => verdict === 'undeclared')
    .map(({ found }) => found.name);
  const isReviewed = (name: string): boolean => {
    const before = kept[name];
    const after = now.get(name);
    if (before?.reviewed === undefined || after === undefined) return false;
    return isSameDecision(before, after);
  };
  return {
    added: [...now.keys()].filter((name) => !Object.hasOwn(kept, name)),
    changed: [...now].flatMap(([name, column]) => {
      const before = Object.hasOwn(kept, name) ? kept[name] : undefined;
      return before !== undefined && !isSameDecision(before, column) ? [name] : [];
    }),
    gone: Object.keys(kept).filter((name) => !now.has(name)),
    reviewed: undeclared.filter(isReviewed),
    unreviewed: undeclared.filter((name) => !isReviewed(name)),
  };
}
