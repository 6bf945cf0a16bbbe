import type { CollectorRun } from '../collector/land-source.js';
import type { PartitionLag } from '../collector/source.js';
import type { LandingProgress } from '../landing/landing-progress.js';

/** Where a supervised collector can be. */
export const collectorStates: readonly [
  'starting',
  'running',
  'paused',
  'backing off',
  'draining',
  'stopped',
  'failed',
] = ['starting', 'running', 'paused', 'backing off', 'draining', 'stopped', 'failed'];

/** Where a supervised collector is. `stopped` and `failed` are where it stays. */
export type CollectorState = (typeof collectorStates)[number];

/** How a supervised collector ended. */
export type CollectorOutcome =
  /** Its source came to its end, and all of it has landed. */
  | { readonly kind: 'exhausted'; readonly run: CollectorRun }
  /** It was stopped, and what it had read has landed. */
  | { readonly kind: 'drained' }
  /** It was stopped, and what it had read did not land before the deadline. Nothing is lost by that. */
  | { readonly kind: 'abandoned' }
  /** It failed with an error that no restart mends, or too often in a row. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * How a collector is: states, counts and codes, never a value of a record. The counts are those since
 * it was started, over all restarts.
 */
export interface CollectorHealth extends LandingProgress {
  readonly collector: string;
  readonly state: CollectorState;
  /** Whether it knows its partitions and takes records in, or would if it were not paused. */
  readonly isReady: boolean;
  /** Whether something that has to end has been under way for too long. */
  readonly isStuck: boolean;
  readonly restarts: number;
  /** Failures since the last progress. */
  readonly failures: number;
  /** The code of the last failure, and when it was. */
  readonly lastFailure: { readonly code: string; readonly at: Date } | undefined;
  /** When the last flush was committed. */
  readonly lastFlushAt: Date | undefined;
  /** How far behind it is over all its partitions, as far as its source knows. */
  readonly lag: PartitionLag;
}

/** The lag over all partitions: records and bytes add up, and the longest wait counts. */
export function totalLag(lags: ReadonlyMap<string, PartitionLag>): PartitionLag {
  const all = [...lags.values()];
  const sum = (of: (lag: PartitionLag) => number | undefined): number | undefined => {
    const known = all.flatMap((lag) => of(lag) ?? []);
    return known.length === 0 ? undefined : known.reduce((total, each) => total + each, 0);
  };
  const waits = all.flatMap(({ milliseconds }) => milliseconds ?? []);
  return {
    records: sum(({ records }) => records),
    bytes: sum(({ bytes }) => bytes),
    milliseconds: waits.length === 0 ? undefined : Math.max(...waits),
  };
}
