import type { Source } from '../collector/source.js';
import { Activity } from './activity.js';
import { PauseGate } from './pause-gate.js';

/** What whoever supervises a run holds in hand while it runs. */
export interface RunControl {
  /** Closed while the collector is paused. */
  readonly gate: PauseGate;
  readonly activity: Activity;
  /** Gives the run up where it stands: what was not committed is rolled back. */
  readonly abandoned: AbortSignal;
  /** Called when the source has been opened. */
  readonly onOpened: (source: Source) => void;
  /** Called when the source knows which partitions are its own, be they none. */
  readonly onClaimed: () => void;
}

/** The control of a run that nobody supervises. */
export function freeRun(): RunControl {
  return {
    gate: new PauseGate(),
    activity: new Activity(),
    abandoned: new AbortController().signal,
    onOpened: () => {},
    onClaimed: () => {},
  };
}
