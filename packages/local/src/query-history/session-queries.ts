import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { QueryHistory } from './query-history.js';

/** How many ids are kept from the beginning of a session, and how many from its end. */
const kept = { first: 1000, last: 10_000 };

/** The statements of one session, for `LAST_QUERY_ID` and `RESULT_SCAN`. */
export class SessionQueries {
  readonly #first: string[] = [];
  #last: string[] = [];
  #count = 0;
  /** The history of all sessions. */
  readonly history: QueryHistory;

  constructor(history: QueryHistory) {
    this.history = history;
  }

  add(id: string): void {
    this.#count += 1;
    if (this.#first.length < kept.first) this.#first.push(id);
    this.#last.push(id);
    if (this.#last.length > 2 * kept.last) this.#last = this.#last.slice(-kept.last);
  }

  /** The id of a statement: the first is 1, the most recent is -1. */
  at(position: number): string | undefined {
    if (!Number.isInteger(position) || position === 0) {
      throw invalidStatement('a query index is a whole number other than 0', 'LAST_QUERY_ID');
    }
    if (Math.abs(position) > this.#count) return undefined;
    const found =
      position < 0
        ? this.#last.at(position)
        : (this.#first[position - 1] ?? this.#last.at(position - 1 - this.#count));
    if (found === undefined) throw unsupported('a statement this far back in the session');
    return found;
  }
}
