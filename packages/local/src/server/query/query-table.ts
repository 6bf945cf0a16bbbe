import { mayReadResult } from '../../query-history/kept-results.js';
import { secondaryText } from '../../query-history/statement-place.js';
import type { ServerSession } from '../access/server-session.js';
import { WireFailure } from '../wire-failure.js';
import type { RunningQuery } from './running-query.js';

/** The statements whose results are kept: the oldest that ended is forgotten first. */
export class QueryTable {
  readonly #limit: number;
  readonly #queries = new Map<string, RunningQuery>();
  readonly #byRequest = new Map<string, RunningQuery>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Refuses one more statement while as many wait or run as results are kept. */
  refuseWhenFull(): void {
    let running = 0;
    for (const query of this.#queries.values()) running += query.outcome === undefined ? 1 : 0;
    if (running >= this.#limit) {
      throw new WireFailure('390503', '57014', 'Too many statements are waiting; try again later.');
    }
  }

  add(query: RunningQuery): void {
    this.#queries.set(query.id, query);
    this.#byRequest.set(requestKey(query.sessionId, query.requestId), query);
    for (const old of this.#queries.values()) {
      if (this.#queries.size <= this.#limit) return;
      if (old.outcome !== undefined) void this.#forget(old);
    }
  }

  /** A query by its id. Only its user may know it, and only under the role that ran it. */
  find(id: string, session: ServerSession): RunningQuery | undefined {
    const query = this.#queries.get(id);
    if (query === undefined) return undefined;
    const { user, local } = session;
    const reader = { user, role: local.role, secondaryRoles: secondaryText(local.state) };
    // What has not begun has no role yet, and nothing to give.
    if (query.role === undefined) return query.user === user ? query : undefined;
    const { role, secondaryRoles } = query;
    return mayReadResult({ user: query.user, role, secondaryRoles }, reader) ? query : undefined;
  }

  /** A query by the request of its session: a driver that repeats a request gets the same one. */
  findRequest(session: ServerSession, requestId: string): RunningQuery | undefined {
    return this.#byRequest.get(requestKey(session.id, requestId));
  }

  /** For chunks, which are fetched without a session but with the key of the result. */
  findAny(id: string): RunningQuery | undefined {
    return this.#queries.get(id);
  }

  /** Stops what still runs for a session that ends. Results that are there may yet be fetched. */
  stop(session: ServerSession): void {
    for (const query of this.#queries.values()) {
      if (query.sessionId === session.id && query.outcome === undefined) query.abort();
    }
  }

  async close(): Promise<void> {
    for (const query of [...this.#queries.values()]) await this.#forget(query);
  }

  async #forget(query: RunningQuery): Promise<void> {
    this.#queries.delete(query.id);
    this.#byRequest.delete(requestKey(query.sessionId, query.requestId));
    await query.forget();
  }
}

function requestKey(sessionId: number, requestId: string): string {
  return `${sessionId}/${requestId}`;
}
