import type { Compatibility } from '../model/contract-document.js';
import type { ChangeRule } from './change-rules.js';

/** What a change does to one side. */
export type Verdict = 'safe' | 'warning' | 'breaking';

/** The part of a semantic version that a change has to raise. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** What comes of a change under the compatibility mode, the deprecations and the acceptances. */
export type ChangeSeverity = 'error' | 'warning' | 'note';

/** One difference between two versions of a contract. It holds no data, only what contracts say. */
export interface ContractChange {
  /** A stable id, such as `column-removed`. */
  readonly rule: ChangeRule;
  /** Where in the contract, as a JSON pointer with column names as keys: `/columns/region/type`. */
  readonly path: string;
  readonly column: string | undefined;
  /** What it does to those who read with the old contract. */
  readonly reader: Verdict;
  /** What it does to those who write with the old contract. */
  readonly writer: Verdict;
  /** Whether it lowers a protection, and needs the word of somebody who may say so. */
  readonly isSecurity: boolean;
  readonly bump: Bump;
  /** What changed and whom it hurts, in a sentence. */
  readonly reason: string;
  readonly severity: ChangeSeverity;
  /** The names of the pinned consumers that it breaks or may break, sorted. */
  readonly consumers: readonly string[];
  /** Who accepted it, if somebody did; an accepted error counts as a warning. */
  readonly acceptance: Acceptance | undefined;
}

/** That a named person accepts one change, knowing what it breaks. */
export interface Acceptance {
  /** `domain.name`. */
  readonly contract: string;
  /** The version that brings the change. */
  readonly version: string;
  readonly rule: ChangeRule;
  readonly path: string;
  /** Who. */
  readonly by: string;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** What happened to a contract between two versions. */
export interface ContractComparison {
  /** `domain.name`. */
  readonly contract: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'unchanged';
  /** The version before, unless the contract was added. */
  readonly before: string | undefined;
  /** The version after, unless the contract was removed. */
  readonly after: string | undefined;
  /** The stricter of the two modes. */
  readonly mode: Compatibility;
  /** The worst first, then by path. */
  readonly changes: readonly ContractChange[];
  readonly requiredBump: Bump;
  readonly actualBump: Bump;
  /** The worst severity of the changes, or `undefined` when there are none. */
  readonly severity: ChangeSeverity | undefined;
}
