import type { Duration } from '@das/contracts';
import type { RunCollectorOptions } from '../collector/run-collector.js';
import type { CollectorState } from './collector-health.js';

/** When a collector that failed is started again. */
export interface RestartOptions {
  /**
   * How many failures in a row, without progress between them, are tried again when nobody knows
   * whether that helps. Those that are known to go away with time are tried for ever. Default 10.
   */
  readonly attempts?: number;
  /** Milliseconds before the first restart; doubled for each further one, with full jitter. Default 1000. */
  readonly baseDelay?: number;
  /** The longest wait, in milliseconds. Default 60,000. */
  readonly maximumDelay?: number;
}

/** What supervised collectors need. */
export interface SuperviseOptions extends Omit<RunCollectorOptions, 'signal' | 'onProgress'> {
  /** Whether to wait for more at the end of a source. Default: yes. */
  readonly follow?: boolean;
  readonly restart?: RestartOptions;
  /** How long a stop may take until what has not landed is given up. Default `'30s'`. */
  readonly drain?: Duration;
  /** How long a claim, a flush or the opening of a source may take until it counts as stuck. Default `'15m'`. */
  readonly stuckAfter?: Duration;
  /** Called after each change of state. */
  readonly onState?: (change: StateChange) => void;
  /** Called after each flush. */
  readonly onFlush?: (collector: string) => void;
}

/** A collector that has come into a state, and why, where a failure brought it there. */
export interface StateChange {
  readonly collector: string;
  readonly state: CollectorState;
  readonly failure?: unknown;
  /** Milliseconds until the next start, when it is backing off. */
  readonly delay?: number;
}
