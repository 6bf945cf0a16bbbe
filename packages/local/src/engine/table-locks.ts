import { cancelled, conflict } from '../warehouse/errors.js';

/** Who may hold locks: a transaction, or a statement that is none. */
export interface LockOwner {
  /** Since when it waits for its session, on the clock of {@link performance}. Absent: it is at work. */
  readonly idleSince?: number | undefined;
  /** Undoes it, unless its session goes on meanwhile. */
  abortIfIdle?(): Promise<void>;
}

/** How long somebody waits for a lock, and what ends the wait. */
export interface LockWait {
  /** Seconds; at 0 nobody waits. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly owner: LockOwner;
  readonly resume: () => void;
}

/** A timer waits no longer than this, in milliseconds: beyond it, it would not wait at all. */
const longestWait = 2 ** 31 - 1;

/**
 * Lets one transaction at a time write to a table; the others wait in the order in which they came.
 * DuckDB would fail the second writer of a row at once, where Snowflake lets it wait.
 *
 * A transaction whose client is gone would keep its tables for ever. One that others wait for is undone
 * once its session has done nothing for `idleLimit` seconds.
 *
 * @see https://docs.snowflake.com/en/sql-reference/transactions#aborting-transactions
 */
export class TableLocks {
  readonly #idleLimit: number;
  readonly #holders = new Map<number, LockOwner>();
  readonly #queues = new Map<number, Waiter[]>();
  readonly #waitingFor = new Map<LockOwner, number>();
  readonly #lastWrites = new Map<number, number>();
  #writes = 0;

  /** @param idleLimit - in seconds; Snowflake gives 300 */
  constructor(idleLimit: number = 300) {
    this.#idleLimit = idleLimit * 1000;
  }

  /** A count that grows with each committed write: what a snapshot remembers. */
  get writes(): number {
    return this.#writes;
  }

  /** Whether somebody has committed a write to the table since the count was at `writes`. */
  hasChangedSince(table: number, writes: number): boolean {
    return (this.#lastWrites.get(table) ?? 0) > writes;
  }

  /** Whether a transaction of somebody else writes to the table. */
  isHeldByOther(table: number, owner: LockOwner): boolean {
    const holder = this.#holders.get(table);
    return holder !== undefined && holder !== owner;
  }

  /**
   * Waits until `owner` may write to the table.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` when waiting would never end (a deadlock), or took
   * longer than it may.
   */
  async acquire(table: number, owner: LockOwner, wait: LockWait): Promise<void> {
    const holder = this.#holders.get(table);
    if (holder === owner) return;
    if (holder === undefined) {
      this.#holders.set(table, owner);
      return;
    }
    if (this.#isDeadlock(table, owner)) {
      throw conflict('two transactions wait for each other');
    }
    if (wait.signal?.aborted === true) throw cancelled();
    if (wait.timeout === 0) throw tookTooLong();
    this.#waitingFor.set(owner, table);
    const queue = this.#queues.get(table) ?? [];
    this.#queues.set(table, queue);
    const end = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = { owner, resume: resolve };
        queue.push(waiter);
        const giveUp = (error: Error): void => {
          const position = queue.indexOf(waiter);
          if (position < 0) return;
          queue.splice(position, 1);
          reject(error);
        };
        const { signal, timeout } = wait;
        signal?.addEventListener('abort', () => giveUp(cancelled()), { signal: end.signal });
        after(timeout * 1000, end.signal, () => giveUp(tookTooLong()));
        this.#watchHolder(table, end.signal, giveUp);
      });
    } finally {
      end.abort();
      this.#waitingFor.delete(owner);
    }
  }

  /** Looks again when the holder will have been idle for too long, for as long as somebody waits. */
  #watchHolder(table: number, end: AbortSignal, fail: (error: Error) => void): void {
    const { idleSince = performance.now() } = this.#holders.get(table) ?? {};
    after(idleSince + this.#idleLimit - performance.now(), end, () => {
      const holder = this.#holders.get(table);
      const since = holder?.idleSince ?? performance.now();
      const isIdle = performance.now() - since >= this.#idleLimit;
      const done = isIdle ? holder?.abortIfIdle?.() : undefined;
      // Its tables go to those who wait. Should it have gone on instead, they wait on.
      Promise.resolve(done).then(() => this.#watchHolder(table, end, fail), fail);
    });
  }

  /** Gives up all tables of an owner, whose writes to them were committed or undone. */
  release(owner: LockOwner, outcome: 'committed' | 'undone'): void {
    if (outcome === 'committed') this.#writes += 1;
    for (const [table, holder] of [...this.#holders]) {
      if (holder !== owner) continue;
      if (outcome === 'committed') this.#lastWrites.set(table, this.#writes);
      const next = this.#queues.get(table)?.shift();
      if (next === undefined) {
        this.#holders.delete(table);
        this.#queues.delete(table);
      } else {
        this.#holders.set(table, next.owner);
        next.resume();
      }
    }
  }

  #isDeadlock(table: number, owner: LockOwner): boolean {
    const seen = new Set<number>();
    let next: number | undefined = table;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      const holder = this.#holders.get(next);
      if (holder === owner) return true;
      next = holder === undefined ? undefined : this.#waitingFor.get(holder);
    }
    return false;
  }
}

/** Does something after a time, unless `end` comes first. */
function after(milliseconds: number, end: AbortSignal, work: () => void): void {
  if (end.aborted) return;
  const timer = setTimeout(work, Math.min(Math.max(milliseconds, 1), longestWait));
  end.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

function tookTooLong(): Error {
  return conflict('another transaction kept a table for longer than LOCK_TIMEOUT');
}
