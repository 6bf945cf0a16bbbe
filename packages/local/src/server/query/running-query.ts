import { randomUUID } from 'node:crypto';
import type { WireError } from '../result/error-answer.js';
import { removeChunks, type SpooledRows } from '../result/result-spool.js';

/** What a statement came to. */
export type QueryOutcome =
  | {
      readonly kind: 'rows';
      /** The members of the answer that do not depend on who asks. */
      readonly data: Readonly<Record<string, unknown>>;
      readonly rows: SpooledRows;
    }
  | { readonly kind: 'transfer'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'failed'; readonly error: WireError };

/** One statement that a driver asked for, from its arrival until its result is forgotten. */
export class RunningQuery {
  readonly id: string = randomUUID();
  readonly requestId: string;
  readonly sessionId: number;
  readonly user: string;
  /** The role that ran it, once it runs: its result is for this role alone. */
  role: string | undefined;
  /** What other roles the session had then. */
  secondaryRoles: string = 'NONE';
  readonly started: number = Date.now();
  readonly #controller = new AbortController();
  readonly #done: Promise<QueryOutcome>;
  #outcome: QueryOutcome | undefined;
  #isForgotten = false;

  constructor(
    owner: {
      readonly requestId: string;
      readonly sessionId: number;
      readonly user: string;
    },
    work: (query: RunningQuery, signal: AbortSignal) => Promise<QueryOutcome>,
  ) {
    this.requestId = owner.requestId;
    this.sessionId = owner.sessionId;
    this.user = owner.user;
    this.#done = work(this, this.#controller.signal).then(async (outcome) => {
      this.#outcome = outcome;
      if (this.#isForgotten) await this.#removeRows();
      return outcome;
    });
  }

  get outcome(): QueryOutcome | undefined {
    return this.#outcome;
  }

  /** Waits for the outcome, but not longer than `seconds`. */
  async within(seconds: number): Promise<QueryOutcome | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), seconds * 1000);
    });
    try {
      return await Promise.race([this.#done, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks the statement to stop; `reason` says why when it is not a user who asks. */
  abort(reason?: Error): void {
    this.#controller.abort(reason);
  }

  /** Stops the statement if it runs, and removes its result. */
  async forget(): Promise<void> {
    this.#isForgotten = true;
    this.abort();
    if (this.#outcome !== undefined) await this.#removeRows();
  }

  async #removeRows(): Promise<void> {
    if (this.#outcome?.kind === 'rows') await removeChunks(this.#outcome.rows.chunks);
  }
}
