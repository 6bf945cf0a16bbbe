import { createHash } from 'node:crypto';
import type { Resource } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import type { RowCoverage } from './coverage-report.js';
import type { SeenCell } from './judge-cell.js';

/** What a role saw of a column when the policies were run. */
export interface SeenColumn {
  readonly table: string;
  readonly column: string;
  readonly role: string;
  /**
   * `denied`: the role may not read the table; `refused`: the query over the column failed;
   * `both`: the value in some rows and a mask in others.
   */
  readonly saw: SeenCell | 'both' | 'denied' | 'refused';
  /** Which of the rows the role saw, where it may read the table. */
  readonly rows?: RowCoverage['see'];
}

/** What `proveCoverage` has seen. JSON-serialisable, without any value. */
export interface CoverageProof {
  /** The digest of the resources that were run. */
  readonly resources: string;
  readonly seen: readonly SeenColumn[];
}

/** The digest of resources, by which a proof is known to be of these. */
export function resourcesDigest(resources: readonly Resource[]): string {
  return createHash('sha256').update(JSON.stringify(resources)).digest('hex');
}

/**
 * Looks up what a proof has seen.
 *
 * @throws {@link GovernanceError} `DAS_COVERAGE_STALE_PROOF`
 */
export function proofReader(
  resources: readonly Resource[],
  proof: CoverageProof | undefined,
): (table: string, column: string, role: string) => SeenCell | undefined {
  if (proof === undefined) return () => undefined;
  if (proof.resources !== resourcesDigest(resources)) {
    throw new GovernanceError(
      'DAS_COVERAGE_STALE_PROOF',
      'the proof is of other resources than the report',
      { place: 'coverage', next: 'run proveCoverage on the domain as it is now' },
    );
  }
  const seen = new Map(proof.seen.map((each) => [cellKey(each), each.saw]));
  return (table, column, role) => {
    const saw = seen.get(cellKey({ table, column, role }));
    // What is shown in one row is shown.
    if (saw === 'both') return 'clear';
    return saw === 'clear' || saw === 'masked' ? saw : undefined;
  };
}

/** A cell of a report as a key of maps. */
export function cellKey({
  table,
  column,
  role,
}: {
  readonly table: string;
  readonly column: string;
  readonly role: string;
}): string {
  return JSON.stringify([table, column, role]);
}
