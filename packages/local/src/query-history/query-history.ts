import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.js';
import type { SessionState } from '../engine/session-state.js';
import { accessRows, loginRow, queryRow } from './history-rows.js';
import { HistoryStore } from './history-store.js';
import { accessHistory, loginHistory, queryHistory } from './history-tables.js';
import { KeptResults } from './kept-results.js';
import type { LoginEvent } from './login-event.js';
import { statementPlace } from './statement-place.js';
import { StatementRecord } from './statement-record.js';

/** Statements that wait to be written, and how long the first of them waits at most. */
const buffered = { statements: 256, milliseconds: 1000 };

/**
 * What ran and who signed in. Statements only add to a buffer: it is written by a connection of its
 * own when it is full, after a second, before it is read, and when the warehouse closes. A process that
 * is killed loses what was in the buffer, never what a statement committed.
 */
export class QueryHistory {
  readonly #store: HistoryStore;
  readonly #clock: () => Date;
  /** What `RESULT_SCAN` reads. */
  readonly results: KeptResults;
  readonly #running = new Set<StatementRecord>();
  #statements: StatementRecord[] = [];
  #logins: LoginEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(database: Database, clock: () => Date) {
    this.#store = new HistoryStore(database, clock);
    this.#clock = clock;
    this.results = new KeptResults(clock);
  }

  now(): Date {
    return this.#clock();
  }

  /** The statements that have begun and not ended. */
  get running(): readonly StatementRecord[] {
    return [...this.#running];
  }

  /** Begins the record of a statement; one that runs inside another one is its child. */
  begin(state: SessionState, id: string = randomUUID()): StatementRecord {
    const record = new StatementRecord(id, statementPlace(state), this.#clock(), state.record);
    this.#running.add(record);
    return record;
  }

  /** Ends the record of a statement. */
  end(record: StatementRecord, outcome: { readonly error?: unknown }): void {
    if ('error' in outcome) record.fail(outcome.error, this.#clock());
    else {
      record.succeed(this.#clock());
      if (record.result !== undefined) this.results.add(record.id, record.place, record.result);
    }
    this.#running.delete(record);
    this.#statements.push(record);
    this.#wake(this.#statements.length >= buffered.statements);
  }

  /** A record that ends when its rows have been taken, or when nobody takes any more. */
  open(state: SessionState): {
    begin: () => void;
    end: (outcome: { readonly error?: unknown }) => void;
  } {
    let record: StatementRecord | undefined;
    let parent: StatementRecord | undefined;
    return {
      begin: () => {
        record = this.begin(state);
        parent = state.record;
        state.record = record;
      },
      end: (outcome) => {
        if (record === undefined) return;
        this.end(record, outcome);
        state.record = parent;
        state.queries.add(record.id);
        record = undefined;
      },
    };
  }

  addLogin(event: LoginEvent): void {
    this.#logins.push(event);
    this.#wake(false);
  }

  /** Writes what waits, so that it can be read. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const statements = this.#statements;
    const logins = this.#logins;
    this.#statements = [];
    this.#logins = [];
    this.#last = this.#last.then(async () => {
      if (this.#isClosed) return;
      await this.#store.append(queryHistory, statements.map(queryRow));
      await this.#store.append(accessHistory, statements.flatMap(accessRows));
      await this.#store.append(loginHistory, logins.map(loginRow));
    });
    await this.#last;
  }

  async close(): Promise<void> {
    await this.flush();
    this.#isClosed = true;
    this.#store.close();
  }

  #wake(isFull: boolean): void {
    if (this.#isClosed) return;
    if (isFull) void this.#flushQuietly();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => void this.#flushQuietly(), buffered.milliseconds);
      this.#timer.unref();
    }
  }

  /** The history must never make a statement fail; who reads it next sees the error. */
  async #flushQuietly(): Promise<void> {
    await this.flush().catch(() => {
      this.#last = Promise.resolve();
    });
  }
}
