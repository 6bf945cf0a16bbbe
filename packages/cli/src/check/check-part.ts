import type { Finding } from '@das/governance';
import type { SourceLocation } from '../contract/source-locator.js';
import type { RecordedApproval } from './approvals.js';

/** The parts of `das check`, in the order in which they are shown. */
export const checkNames = [
  'contracts',
  'lint',
  'plan',
  'coverage',
  'policies',
  'fixtures',
] as const;

/** One of {@link checkNames}. */
export type CheckName = (typeof checkNames)[number];

/** A finding with its place in the repository. */
export interface LocatedFinding extends Finding {
  readonly location: SourceLocation;
  /** Who answers for it: an approved finding is a note. */
  readonly approval?: RecordedApproval;
}

/** What one part looked at and found. */
export interface CheckPart {
  readonly name: CheckName | 'approvals';
  /** What was looked at, such as `3 contracts since the lockfile`. */
  readonly looked: string;
  readonly findings: readonly LocatedFinding[];
}

/** All findings of some parts. */
export function findingsOf(parts: readonly CheckPart[]): readonly LocatedFinding[] {
  return parts.flatMap(({ findings }) => findings);
}
