import { randomUUID } from 'node:crypto';
import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { mergeConfig } from './merge-config.js';
import { type GraphRun, type ReturnValues, runGraph } from './run-graph.js';
import type { GraphRunFacts } from './run-task.js';
import { suspendAfterFailures } from './suspend-after-failures.js';
import { graphOf } from './task-graph.js';
import type { RecordedRun, ScheduledFrom } from './task-run.js';
import { nextTime, parseSchedule } from './task-schedule.js';

/** A run of a graph that is asked for. */
export interface RunRequest {
  readonly scheduledFrom: ScheduledFrom;
  readonly scheduledTime: number;
  /** What EXECUTE TASK … USING CONFIG adds to the configuration. */
  readonly config?: string;
  /** The run that is tried again. */
  readonly retries?: {
    readonly graphRunGroupId: string;
    readonly attemptNumber: number;
    readonly runId: number;
    readonly succeeded: ReturnValues;
  };
}

interface ActiveRun {
  isRootDone: boolean;
}

/** Runs graphs of tasks, several side by side, and knows which of them are running. */
export class TaskRunner {
  readonly #engine: Engine;
  readonly #active = new Map<number, Set<ActiveRun>>();
  readonly #waiting = new Map<number, RunRequest>();
  readonly #lastTimes = new Map<number, number>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #abort = new AbortController();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Whether the overlap policy of a root task keeps another run of its graph from starting now. */
  isBusy(root: TaskObject): boolean {
    const active = this.#active.get(root.id);
    if (active === undefined || root.overlap === 'ALLOW_ALL_OVERLAP') return false;
    return root.overlap === 'NO_OVERLAP' || [...active].some((run) => !run.isRootDone);
  }

  /** When a root task was last to run in this process. */
  lastTime(root: TaskObject): number | undefined {
    return this.#lastTimes.get(root.id);
  }

  /** Starts a run in the background, or right after the one that it must not overlap with. */
  start(root: TaskObject, request: RunRequest): void {
    if (this.isBusy(root)) this.#waiting.set(root.id, request);
    else void this.run(root, request).catch(() => undefined);
  }

  /** Runs a graph; answers with the runs of its tasks, in the order in which they ended. */
  async run(root: TaskObject, request: RunRequest): Promise<readonly RecordedRun[]> {
    if (this.#abort.signal.aborted) return [];
    this.#lastTimes.set(root.id, request.scheduledTime);
    const work = this.#track(root, request);
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
      this.#startWaiting(root.id);
    }
  }

  /** Waits until nothing runs any more, and nothing waits. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Cancels what runs, and waits for its end. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#waiting.clear();
    await this.settled();
  }

  #startWaiting(id: number): void {
    const request = this.#waiting.get(id);
    const root = this.#engine.catalogue.get(id);
    if (request === undefined || root?.kind !== 'TASK' || this.isBusy(root)) return;
    this.#waiting.delete(id);
    this.start(root, { ...request, scheduledTime: this.#engine.clock().getTime() });
  }

  async #track(root: TaskObject, request: RunRequest): Promise<readonly RecordedRun[]> {
    const run: ActiveRun = { isRootDone: false };
    const active = this.#active.get(root.id) ?? new Set();
    this.#active.set(root.id, active.add(run));
    const onRoot = (): void => {
      run.isRootDone = true;
    };
    try {
      return await this.#attempts(root, request, onRoot);
    } finally {
      active.delete(run);
      if (active.size === 0) this.#active.delete(root.id);
    }
  }

  /** Runs a graph, and again from where it failed, as often as its root says. */
  async #attempts(
    root: TaskObject,
    request: RunRequest,
    onRoot: () => void,
  ): Promise<readonly RecordedRun[]> {
    const engine = this.#engine;
    // The run keeps the version of the graph that it began with, whatever is changed meanwhile.
    const graph = graphOf(engine.catalogue, root);
    let facts = this.#facts(root, request);
    let done: ReturnValues = request.retries?.succeeded ?? new Map();
    const runs: RecordedRun[] = [];
    for (let retry = 0; ; retry += 1) {
      const result: GraphRun = await runGraph(
        engine,
        graph,
        facts,
        this.#abort.signal,
        done,
        onRoot,
      );
      runs.push(...result.runs);
      const isOver = result.failed.size === 0 || retry >= root.retryAttempts;
      if (isOver || this.#abort.signal.aborted) break;
      done = result.succeeded;
      facts = {
        ...facts,
        scheduledTime: engine.clock().toISOString(),
        scheduledFrom: 'AUTOMATIC RETRY',
        attemptNumber: facts.attemptNumber + 1,
      };
    }
    if (!this.#abort.signal.aborted) await suspendAfterFailures(engine, root, runs);
    return runs;
  }

  #facts(root: TaskObject, request: RunRequest): GraphRunFacts {
    const { scheduledTime, scheduledFrom, retries } = request;
    const next =
      root.schedule === undefined || root.startedOn === undefined
        ? undefined
        : nextTime(parseSchedule(root.schedule), Date.parse(root.startedOn), scheduledTime);
    return {
      scheduledTime: new Date(scheduledTime).toISOString(),
      nextScheduledTime: next === undefined ? undefined : new Date(next).toISOString(),
      rootTaskId: root.uuid,
      rootId: root.id,
      graphVersion: root.version,
      runId: retries?.runId ?? scheduledTime,
      scheduledFrom,
      attemptNumber: retries?.attemptNumber ?? 1,
      config: mergeConfig(root.config, request.config),
      graphRunGroupId: retries?.graphRunGroupId ?? randomUUID(),
    };
  }
}
