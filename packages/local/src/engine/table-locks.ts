import { cancelled, conflict } from '../warehouse/errors.js';

interface Waiter {
  readonly owner: object;
  readonly resume: () => void;
}

/**
 * Lets one transaction at a time write to a table; the others wait in the order in which they came.
 * DuckDB would fail the second writer of a row at once, where Snowflake lets it wait.
 */
export class TableLocks {
  readonly #holders = new Map<number, object>();
  readonly #queues = new Map<number, Waiter[]>();
  readonly #waitingFor = new Map<object, number>();
  readonly #lastWrites = new Map<number, number>();
  #writes = 0;

  /** A count that grows with each committed write: what a snapshot remembers. */
  get writes(): number {
    return this.#writes;
  }

  /** Whether somebody has committed a write to the table since the count was at `writes`. */
  hasChangedSince(table: number, writes: number): boolean {
    return (this.#lastWrites.get(table) ?? 0) > writes;
  }

  /** Whether a transaction of somebody else writes to the table. */
  isHeldByOther(table: number, owner: object): boolean {
    const holder = this.#holders.get(table);
    return holder !== undefined && holder !== owner;
  }

  /**
   * Waits until `owner` may write to the table.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` when waiting would never end (a deadlock).
   */
  async acquire(table: number, owner: object, signal?: AbortSignal): Promise<void> {
    const holder = this.#holders.get(table);
    if (holder === owner) return;
    if (holder === undefined) {
      this.#holders.set(table, owner);
      return;
    }
    if (this.#isDeadlock(table, owner)) {
      throw conflict('two transactions wait for each other');
    }
    if (signal?.aborted === true) throw cancelled();
    this.#waitingFor.set(owner, table);
    const queue = this.#queues.get(table) ?? [];
    this.#queues.set(table, queue);
    try {
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = { owner, resume: resolve };
        queue.push(waiter);
        signal?.addEventListener(
          'abort',
          () => {
            const position = queue.indexOf(waiter);
            if (position < 0) return;
            queue.splice(position, 1);
            reject(cancelled());
          },
          { once: true },
        );
      });
    } finally {
      this.#waitingFor.delete(owner);
    }
  }

  /** Gives up all tables of an owner, whose writes to them were committed or undone. */
  release(owner: object, outcome: 'committed' | 'undone'): void {
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

  #isDeadlock(table: number, owner: object): boolean {
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
