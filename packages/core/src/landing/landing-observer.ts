import type { DetectorId } from '@das/privacy';
import type { FlushSummary } from '../collector/collector.js';
import type { AfterCommitStep } from './land-flush.js';
import type { QuarantineReason } from './landing-columns.js';

/** What was done about something sensitive that was found in a column. */
export type FindingAction = 'quarantine' | 'mask' | 'alert' | 'redact';

/**
 * Who watches a landing: metrics and dashboards. It is told counts, names and codes, never a value,
 * and is called on the way of the data, so what it does must be quick and must not throw.
 *
 * All but {@link LandingObserver.onDelivered} and {@link LandingObserver.onFlushed} are called when
 * a flush has landed, with what that flush held: what is rolled back was not counted.
 */
export interface LandingObserver {
  /** A source has handed over records. `bytes` is the size of what was read, before it was decoded. */
  onDelivered?(partition: string, records: number, bytes: number): void;
  /** A flush has landed. `seconds` is how long it took, from staging to the commit. */
  onFlushed?(flush: FlushSummary, seconds: number): void;
  /** Records were rejected. */
  onRejected?(reason: QuarantineReason, count: number): void;
  /** Something sensitive was found in a column that does not declare it. */
  onFinding?(column: string, detector: DetectorId, action: FindingAction, count: number): void;
  /** Records came after the watermark of their partition. */
  onLate?(partition: string, count: number): void;
  /** Events had fields that the contract does not have, so many in all. */
  onUnknownField?(count: number): void;
  /** A flush has landed, and what comes after the commit failed. `code` is that of the failure. */
  onAfterCommitFailed?(step: AfterCommitStep, code: string): void;
}
