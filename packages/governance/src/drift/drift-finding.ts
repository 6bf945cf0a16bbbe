import type { Finding, FindingPlace } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import type { DriftGrade, DriftRule } from './drift-rule.js';

/** Who made a change, when, and with which kind of statement, as far as the history has it. */
export interface DriftOrigin {
  /** Absent where the account tells only the role. */
  readonly user?: string;
  readonly role?: string;
  readonly at?: Date;
  /** Such as `ALTER_TABLE`: never the text of the statement. */
  readonly statement?: string;
}

/** One difference between what was deployed and what the account has. */
export interface DriftFinding extends Finding {
  readonly grade: DriftGrade;
  readonly origin?: DriftOrigin;
}

/** A finding of a rule of drift. */
export function driftFinding(
  rule: DriftRule,
  message: string,
  place: FindingPlace,
  origin?: DriftOrigin,
): DriftFinding {
  return {
    ...findingOf(rule, { message, place }),
    grade: rule.grade,
    ...(origin === undefined ? {} : { origin }),
  };
}
