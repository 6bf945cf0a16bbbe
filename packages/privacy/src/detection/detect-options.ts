import type { DetectorId } from './detector-id.js';

/** Where a value stands. */
export interface ValueContext {
  /** The name of its column, as it is: `patientDob`, `MBR_ID` and `Home phone` are all read. */
  readonly columnName?: string | undefined;
  /** The names of the columns beside it. */
  readonly neighbours?: readonly string[] | undefined;
}

/** What to look for. */
export interface DetectOptions {
  readonly context?: ValueContext | undefined;
  /** Only these kinds; all of them by default. */
  readonly kinds?: readonly DetectorId[] | undefined;
  /** Findings below it are left out; 0.5 by default. */
  readonly minimumConfidence?: number | undefined;
}
