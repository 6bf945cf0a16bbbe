import type { Duration } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { CollectorHealth, CollectorOutcome, CollectorState } from './collector-health.js';
import { CollectorProcess } from './collector-process.js';
import type { SuperviseOptions } from './supervise-options.js';

/** What a supervisor of several collectors needs. */
export interface SupervisorOptions extends SuperviseOptions {
  /** Whether the failure of one collector stops the others. Default: no. */
  readonly stopOnFailure?: boolean;
}

/** How all the collectors of a process are. */
export interface SupervisorHealth {
  /** That of its collectors that says the most. */
  readonly state: CollectorState;
  /** Whether the process does its work or will again by itself. If not, it has to be replaced. */
  readonly isAlive: boolean;
  /** Whether every collector knows its partitions and takes records in. */
  readonly isReady: boolean;
  readonly collectors: readonly CollectorHealth[];
}

/** Several collectors in one process, each kept running by itself. */
export class CollectorSupervisor implements AsyncDisposable {
  readonly processes: readonly CollectorProcess[];
  readonly #stopOnFailure: boolean;
  #finished: Promise<ReadonlyMap<string, CollectorOutcome>> | undefined;

  constructor(collectors: readonly Collector[], options: SupervisorOptions) {
    this.processes = collectors.map((collector) => new CollectorProcess(collector, options));
    this.#stopOnFailure = options.stopOnFailure ?? false;
  }

  get state(): CollectorState {
    const states = this.processes.map((process) => process.state);
    return precedence.find((state) => states.includes(state)) ?? 'stopped';
  }

  /** Starts all collectors. Resolves when the last one has ended, with how each did. */
  start(): Promise<ReadonlyMap<string, CollectorOutcome>> {
    this.#finished ??= this.#run();
    return this.#finished;
  }

  /** Holds back all sources. */
  pause(): void {
    for (const process of this.processes) process.pause();
  }

  resume(): void {
    for (const process of this.processes) process.resume();
  }

  /** Stops all collectors at once, each within the deadline. */
  async stop(
    options: { readonly deadline?: Duration } = {},
  ): Promise<ReadonlyMap<string, CollectorOutcome>> {
    return await this.#each((process) => process.stop(options));
  }

  health(): SupervisorHealth {
    const collectors = this.processes.map((process) => process.health());
    const isOver = collectors.every(({ state }) => state === 'failed' || state === 'stopped');
    const hasFailed = collectors.some(({ state }) => state === 'failed');
    return {
      state: this.state,
      isAlive: !(isOver && hasFailed) && !collectors.some(({ isStuck }) => isStuck),
      isReady: collectors.every(({ isReady }) => isReady),
      collectors,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #run(): Promise<ReadonlyMap<string, CollectorOutcome>> {
    return await this.#each(async (process) => {
      const outcome = await process.start();
      if (outcome.kind === 'failed' && this.#stopOnFailure) await this.stop();
      return outcome;
    });
  }

  async #each(
    work: (process: CollectorProcess) => Promise<CollectorOutcome>,
  ): Promise<ReadonlyMap<string, CollectorOutcome>> {
    const outcomes = await Promise.all(
      this.processes.map(async (each) => [each.collector.name, await work(each)] as const),
    );
    return new Map(outcomes);
  }
}

/** Whichever comes first is said of the whole. */
const precedence: readonly CollectorState[] = [
  'draining',
  'starting',
  'backing off',
  'running',
  'paused',
  'failed',
  'stopped',
];

/**
 * Puts collectors under one supervisor, each with a session, claims and restarts of its own. Nothing
 * happens before {@link CollectorSupervisor.start}.
 */
export function superviseCollectors(
  collectors: readonly Collector[],
  options: SupervisorOptions,
): CollectorSupervisor {
  return new CollectorSupervisor(collectors, options);
}
