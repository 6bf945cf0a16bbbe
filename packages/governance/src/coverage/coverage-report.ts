import type { Classification } from '@das/contracts';
import type { SubjectType } from './session-roles.js';

/** What a role finds in a column. */
export type CoverageState = 'masked' | 'clear' | 'none' | 'exposed';

/** The states in the order of what has to be looked at first. */
export const coverageStates: readonly CoverageState[] = ['exposed', 'clear', 'masked', 'none'];

/**
 * Why a cell counts as exposed.
 *
 * - `noPolicy`: neither the column nor a tag of it has a masking policy
 * - `tagLacksType`: a tag has policies, and none for the type of the column
 * - `tagsAtOdds`: the tags have more than one policy for the type, so that Snowflake uses none
 * - `policyMissing`: the policy that is attached is not among the resources
 * - `revealed`: the policy shows the value to a role that nobody has cleared
 * - `public`: the policy shows the value to PUBLIC, which everybody is
 * - `unknownBody`: the policy's SQL is of no form that is known to hide
 * - `owner`: the role owns the table without being cleared
 * - `mayUnprotect`: the role holds a privilege by which it can take protection off
 * - `contradicted`: the policy looked as if it masked, and showed the value when it was run
 */
export type ExposureReason =
  | 'noPolicy'
  | 'tagLacksType'
  | 'tagsAtOdds'
  | 'policyMissing'
  | 'revealed'
  | 'public'
  | 'unknownBody'
  | 'owner'
  | 'mayUnprotect'
  | 'contradicted';

/** Which rows of a table a role sees, beside what it finds in their columns. */
export type RowCoverage =
  | { readonly see: 'all' | 'none' }
  | { readonly see: 'filtered'; readonly policy: string };

/** How a role comes to read a table. */
export interface AccessPath {
  readonly by: 'grant' | 'ownership';
  /** The role, database role or share that holds the privilege: the role itself, or one that it holds. */
  readonly holder: string;
}

/** What one role finds in one column. */
export interface CoverageCell {
  readonly role: string;
  readonly state: CoverageState;
  /** Present when the role reads the table. */
  readonly access?: AccessPath;
  /** Present when the role reads the table. */
  readonly rows?: RowCoverage;
  /** Present when the state is `exposed`. */
  readonly reason?: ExposureReason;
  /** It may be the other way: other columns of the row decide, or for who is cleared something else. */
  readonly isConditional?: true;
  /** While an AI agent is in the execution context, the value is masked after all. */
  readonly isMaskedForAgents?: true;
  /** `author`: that the SQL of the policy hides is what its author says with a reason, and not read in it. */
  readonly shownBy?: 'form' | 'author';
}

/** A policy that protects a column. */
export interface CoveringPolicy {
  /** `DB.SCHEMA.NAME` */
  readonly name: string;
  /** The full name of the tag that it comes with; absent where it is the column's own. */
  readonly tag?: string;
}

/** A classified column, with a cell for each role of the report, in the same order. */
export interface CoverageColumn {
  /** `DB.SCHEMA.TABLE` */
  readonly table: string;
  /** Whether it is a dynamic table. */
  readonly isDynamic: boolean;
  /** The schema of the table: BRONZE, SILVER, PLATINUM, or OPS for quarantine and candidates. */
  readonly tier: string;
  readonly column: string;
  readonly classification: Classification;
  readonly policy?: CoveringPolicy;
  /** Why the policy hides, where that is not read in its SQL but said by its author. */
  readonly hidesBecause?: string;
  readonly cells: readonly CoverageCell[];
}

/** A role of the report, or a share, or a person who holds several roles. */
export interface CoverageRole {
  readonly name: string;
  readonly type: SubjectType | 'person';
  /** Whether a declaration clears it, or a role that it holds, for something. */
  readonly isCleared: boolean;
}

/** Two roles that show together, to one person with secondary roles, what neither shows alone. */
export interface RoleCombination {
  readonly roles: readonly [string, string];
  /** Whether one of both is cleared for each of the columns. If not, the columns count as exposed. */
  readonly isByRight: boolean;
  /** `DB.SCHEMA.TABLE.COLUMN`, which both see in clear together. */
  readonly columns: readonly string[];
}

/** Which classified column each role sees masked, in clear or not at all. JSON-serialisable. */
export interface CoverageReport {
  readonly roles: readonly CoverageRole[];
  readonly columns: readonly CoverageColumn[];
  readonly combinations: readonly RoleCombination[];
  /** How many cells there are of each state. */
  readonly counts: Readonly<Record<CoverageState, number>>;
}
