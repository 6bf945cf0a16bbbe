import type { Session, SessionOptions, Warehouse } from '../warehouse/warehouse.js';

/** Sessions of one kind, one for each lane, opened when it is first needed. */
export class SessionLanes implements AsyncDisposable {
  readonly #warehouse: Warehouse;
  readonly #options: SessionOptions;
  readonly #sessions = new Map<number, Session>();

  constructor(warehouse: Warehouse, options: SessionOptions) {
    this.#warehouse = warehouse;
    this.#options = options;
  }

  /** The session of a lane. A lane asks for it again only when it has ended what it did. */
  async of(lane: number): Promise<Session> {
    const known = this.#sessions.get(lane);
    if (known !== undefined) return known;
    const session = await this.#warehouse.openSession(this.#options);
    this.#sessions.set(lane, session);
    return session;
  }

  /** Closes all that were opened, even if one of them cannot be. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = await Promise.allSettled(
      [...this.#sessions.values()].map((each) => each.close()),
    );
    const failures = closed.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'sessions could not be closed');
  }
}
