import { setTimeout as sleep } from 'node:timers/promises';
import { type Duration, durationInSeconds } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { CollectorRun } from '../collector/land-source.js';
import { runControlled } from '../collector/run-collector.js';
import type { Source } from '../collector/source.js';
import { CoreError } from '../errors/core-error.js';
import { backoffDelay } from '../snowflake/backoff.js';
import { Activity } from './activity.js';
import { classifyFailure, failureCode, firstFailure } from './classify-failure.js';
import {
  type CollectorHealth,
  type CollectorOutcome,
  type CollectorState,
  totalLag,
} from './collector-health.js';
import { PauseGate } from './pause-gate.js';
import { RunningTotals } from './running-totals.js';
import type { StateChange, SuperviseOptions } from './supervise-options.js';
import { ProcessTelemetry } from './telemetry/process-telemetry.js';

/** How long a run that claimed its partitions lasts until an earlier failure is forgotten, in milliseconds. */
const stableAfter = 300_000;

/** How long what was given up may still take to say so in the evidence, in milliseconds. */
const farewell = 5_000;

/**
 * One collector that is kept running: what dies is started again, with a fresh session and fresh
 * claims, after a wait that doubles. It can be paused, and stops without losing anything.
 *
 * @see {@link superviseCollector}
 */
export class CollectorProcess implements AsyncDisposable {
  readonly collector: Collector;
  readonly #options: SuperviseOptions;
  readonly #gate: PauseGate = new PauseGate();
  readonly #totals: RunningTotals = new RunningTotals();
  readonly #stopping: AbortController = new AbortController();
  readonly #abandoned: AbortController = new AbortController();
  #telemetry: ProcessTelemetry | undefined;
  #activity: Activity = new Activity();
  #source: Source | undefined;
  #phase: Exclude<CollectorState, 'paused'> = 'stopped';
  #claimedAt: number | undefined;
  #failures = 0;
  #restarts = 0;
  #lastFailure: CollectorHealth['lastFailure'];
  #lastFlushAt: Date | undefined;
  #finished: Promise<CollectorOutcome> | undefined;

  constructor(collector: Collector, options: SuperviseOptions) {
    this.collector = collector;
    this.#options = options;
  }

  get state(): CollectorState {
    return this.#phase === 'running' && this.#gate.isClosed ? 'paused' : this.#phase;
  }

  /** Starts collecting. A process is started once; a second call gives the same promise. */
  start(): Promise<CollectorOutcome> {
    this.#finished ??= this.#superviseLoop();
    return this.#finished;
  }

  /**
   * Holds the source back. What it has in its hands lands; then nothing is read until
   * {@link CollectorProcess.resume}. The source keeps its partitions.
   */
  pause(): void {
    if (this.#gate.isClosed) return;
    this.#gate.close();
    if (this.state === 'paused') this.#report();
  }

  resume(): void {
    const wasPaused = this.state === 'paused';
    this.#gate.open();
    if (wasPaused) this.#report();
  }

  /**
   * Stops reading, lands what was read, gives leases back, and writes the evidence. After the
   * deadline it gives up instead: nothing is half committed, and the next start reads again what did
   * not land.
   */
  async stop(options: { readonly deadline?: Duration } = {}): Promise<CollectorOutcome> {
    if (this.#finished === undefined) return { kind: 'drained' };
    const deadline = options.deadline ?? this.#options.drain ?? '30s';
    const finished = this.#finished;
    if (!this.#stopping.signal.aborted) {
      if (this.#phase === 'running' || this.#phase === 'starting') this.#enter('draining');
      this.#stopping.abort();
    }
    const isDone = await isSettledWithin(finished, durationInSeconds(deadline) * 1000);
    if (isDone) return await finished;
    return await this.abandon();
  }

  /** Gives up at once what has not been committed. */
  async abandon(): Promise<CollectorOutcome> {
    this.#stopping.abort();
    this.#abandoned.abort();
    if (this.#finished === undefined) return { kind: 'drained' };
    const finished = this.#finished;
    if (await isSettledWithin(finished, farewell)) return await finished;
    this.#enter('failed');
    return { kind: 'abandoned' };
  }

  health(): CollectorHealth {
    const { stuckAfter = '15m' } = this.#options;
    const state = this.state;
    return {
      collector: this.collector.name,
      state,
      isReady: (state === 'running' || state === 'paused') && this.#claimedAt !== undefined,
      isStuck: this.#activity.oldest > durationInSeconds(stuckAfter) * 1000,
      restarts: this.#restarts,
      failures: this.#failures,
      lastFailure: this.#lastFailure,
      ...this.#totals.value,
      lastFlushAt: this.#lastFlushAt,
      lag: totalLag(this.#source?.lag?.() ?? new Map()),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #superviseLoop(): Promise<CollectorOutcome> {
    this.#telemetry = new ProcessTelemetry(this.#options.domain.name, this.collector.name, () => ({
      state: this.state,
      sourceName: this.#source?.name,
      lag: this.#source?.lag?.() ?? new Map(),
    }));
    for (;;) {
      let failure: unknown;
      try {
        const run = await this.#runOnce();
        if (this.#stopping.signal.aborted) return this.#end({ kind: 'drained' });
        if (this.#options.follow === false) return this.#end({ kind: 'exhausted', run });
        throw sourceEnded(run.source);
      } catch (error) {
        failure = firstFailure(error);
      }
      if (this.#abandoned.signal.aborted) return this.#end({ kind: 'abandoned' });
      this.#note(failure);
      if (this.#stopping.signal.aborted || !this.#mayRestart(failure)) {
        return this.#end({ kind: 'failed', error: failure });
      }
      await this.#backOff(failure);
      if (this.#stopping.signal.aborted) return this.#end({ kind: 'drained' });
      this.#restarts += 1;
      this.#telemetry.restarted(failureCode(failure));
    }
  }

  async #runOnce(): Promise<CollectorRun> {
    this.#enter('starting');
    this.#totals.next();
    this.#activity = new Activity();
    this.#claimedAt = undefined;
    try {
      return await runControlled(
        this.collector,
        {
          ...this.#options,
          follow: this.#options.follow ?? true,
          signal: this.#stopping.signal,
          onProgress: (progress) => {
            this.#totals.update(progress);
            this.#lastFlushAt = new Date();
            this.#options.onFlush?.(this.collector.name);
          },
        },
        {
          gate: this.#gate,
          activity: this.#activity,
          abandoned: this.#abandoned.signal,
          onOpened: (source) => {
            this.#source = source;
          },
          onClaimed: () => this.#claimed(),
        },
      );
    } finally {
      this.#source = undefined;
    }
  }

  #claimed(): void {
    this.#claimedAt ??= performance.now();
    if (this.#phase === 'starting') this.#enter('running');
  }

  #note(failure: unknown): void {
    const isStable =
      this.#claimedAt !== undefined && performance.now() - this.#claimedAt > stableAfter;
    if (this.#totals.hasProgressed || isStable) this.#failures = 0;
    this.#failures += 1;
    this.#lastFailure = { code: failureCode(failure), at: new Date() };
  }

  #mayRestart(failure: unknown): boolean {
    switch (classifyFailure(failure)) {
      case 'permanent':
        return false;
      case 'transient':
        return true;
      case 'unknown':
        return this.#failures < (this.#options.restart?.attempts ?? 10);
    }
  }

  async #backOff(failure: unknown): Promise<void> {
    const { baseDelay = 1000, maximumDelay = 60_000 } = this.#options.restart ?? {};
    const delay = backoffDelay(this.#failures, { baseDelay, maximumDelay });
    this.#enter('backing off', { failure, delay });
    await sleep(delay, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }

  #end(outcome: CollectorOutcome): CollectorOutcome {
    if (outcome.kind === 'failed') this.#enter('failed', { failure: outcome.error });
    else this.#enter(outcome.kind === 'abandoned' ? 'failed' : 'stopped');
    return outcome;
  }

  #enter(
    phase: Exclude<CollectorState, 'paused'>,
    more: Pick<StateChange, 'failure' | 'delay'> = {},
  ): void {
    this.#phase = phase;
    this.#report(more);
  }

  #report(more: Pick<StateChange, 'failure' | 'delay'> = {}): void {
    this.#options.onState?.({ collector: this.collector.name, state: this.state, ...more });
  }
}

async function isSettledWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = new AbortController();
  const waiting = sleep(milliseconds, false, { signal: late.signal }).catch(() => false);
  const settled = work.then(
    () => true,
    () => true,
  );
  const isSettled = await Promise.race([settled, waiting]);
  late.abort();
  return isSettled;
}

function sourceEnded(source: string): CoreError {
  return new CoreError(
    'DAS_COLLECT_SOURCE_ENDED',
    'the source ended, though it was to be followed',
    {
      place: `source ${source}`,
      next: 'run the collector without following, or use a source that waits for more',
    },
  );
}

/**
 * Puts a collector under supervision. Nothing happens before {@link CollectorProcess.start}.
 *
 * A failure that somebody has to mend (the contract, a grant, a credential, a source whose content
 * changed) ends it; one that goes away with time is tried again for ever, and any other a limited
 * number of times in a row. A library installs no signal handlers: whoever owns the process calls
 * {@link CollectorProcess.stop}.
 */
export function superviseCollector(
  collector: Collector,
  options: SuperviseOptions,
): CollectorProcess {
  return new CollectorProcess(collector, options);
}
