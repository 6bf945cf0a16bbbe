import { DasError } from '@das/contracts';
import type { Session, SessionOptions, Warehouse } from '../warehouse/warehouse.js';

/** Sessions of one kind, one for each lane. They are opened before work begins, so that none is waited for in it. */
export class SessionLanes implements AsyncDisposable {
  readonly #sessions: readonly Session[];

  private constructor(sessions: readonly Session[]) {
    this.#sessions = sessions;
  }

  /** Opens as many as are wanted, or as the pool gives: maybe none. */
  static async open(
    warehouse: Warehouse,
    options: SessionOptions,
    wanted: number,
  ): Promise<SessionLanes> {
    // What the pool has not, it would be waited for in vain.
    const length = Math.min(wanted, warehouse.freeSessions ?? wanted);
    const opening = Array.from({ length }, () => warehouse.openSession(options));
    const opened = await Promise.allSettled(opening);
    const lanes = new SessionLanes(
      opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    );
    const failures = reasonsOf(opened).filter((reason) => !isExhausted(reason));
    if (failures.length === 0) return lanes;
    // Whatever it was that failed, the sessions that are open are not left so.
    await using _ = lanes;
    throw failures[0];
  }

  get count(): number {
    return this.#sessions.length;
  }

  /** The session of a lane, from 0. */
  of(lane: number): Session | undefined {
    return this.#sessions[lane];
  }

  /** Closes all, even if one of them cannot be. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures = reasonsOf(
      await Promise.allSettled(this.#sessions.map((each) => each.close())),
    );
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'sessions could not be closed');
  }
}

function reasonsOf(settled: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
}

function isExhausted(reason: unknown): boolean {
  return DasError.isInstance(reason) && reason.code === 'DAS_SNOWFLAKE_POOL_EXHAUSTED';
}
