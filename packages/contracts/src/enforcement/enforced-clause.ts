/**
 * Who sees to it that a clause of a contract holds.
 *
 * - `compiler`: `tsc`, or `defineContract` when the program starts
 * - `collector`: each record, before it lands
 * - `promotion`: rows and tables, on their way upward
 * - `policy`: the warehouse itself, by tags, masking, types and grants
 * - `slo monitor`: measurements that are kept and judged
 * - `contract check`: the comparison of a contract with its lock
 */
export type Enforcer =
  | 'compiler'
  | 'collector'
  | 'promotion'
  | 'policy'
  | 'slo monitor'
  | 'contract check';

/** One clause of a contract, and what becomes of it. */
export interface EnforcedClause {
  /** Where in the contract, as a JSON pointer with names as keys: `/columns/region/type`. */
  readonly path: string;
  /** What the contract says there, in words. */
  readonly clause: string;
  readonly enforcedBy: readonly { readonly by: Enforcer; readonly how: string }[];
  /** Whether anything stops, or at least measures, what breaks the clause. */
  readonly isEnforced: boolean;
  /** What passes all the same, or why nothing enforces it. */
  readonly gap?: string;
  /** What would close the gap, as an imperative phrase without a full stop. */
  readonly next?: string;
}

/** All clauses of one contract. */
export interface EnforcementReport {
  /** `domain.name`. */
  readonly contract: string;
  readonly clauses: readonly EnforcedClause[];
}
