import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { PoolOptions } from '../configuration/snowflake-options.js';
import type { DriverConnection } from '../driver/snowflake-driver.js';
import { SnowflakeError } from '../errors/snowflake-error.js';

interface RestingConnection {
  readonly key: string;
  readonly connection: DriverConnection;
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

interface Waiter {
  readonly wake: () => void;
}

/**
 * Connections at rest, by what they were opened for.
 *
 * A connection is handed out again only under the very key it was opened for (role, secondary
 * roles, database, schema, warehouse, tag), and only if whoever had it says that nothing in it was
 * changed. All else is closed.
 */
export class ConnectionPool {
  readonly #options: Required<PoolOptions>;
  readonly #place: string;
  readonly #resting: RestingConnection[] = [];
  readonly #waiters: Waiter[] = [];
  /** Connections in use, at rest, or being opened. */
  #count = 0;
  #isClosed = false;

  constructor(options: PoolOptions, place: string) {
    this.#options = {
      maximum: options.maximum ?? 8,
      idleTimeout: options.idleTimeout ?? 60_000,
      acquireTimeout: options.acquireTimeout ?? 30_000,
      validateAfter: options.validateAfter ?? 5000,
    };
    this.#place = place;
  }

  /** How many connections can be handed out without waiting for one that is in use. */
  get free(): number {
    return this.#options.maximum - this.#count + this.#resting.length;
  }

  /** A connection for a key: one at rest that still lives, or a new one. */
  async acquire(key: string, connect: () => Promise<DriverConnection>): Promise<DriverConnection> {
    const deadline = Date.now() + this.#options.acquireTimeout;
    for (;;) {
      this.#refuseClosed();
      const resting = this.#take(key);
      if (resting !== undefined) {
        if (await this.#lives(resting)) return resting.connection;
        await this.discard(resting.connection);
        continue;
      }
      if (this.#count < this.#options.maximum) return await this.#open(connect);
      const other = this.#resting[0];
      if (other === undefined) await this.#wait(deadline);
      else {
        this.#forget(other);
        await this.discard(other.connection);
      }
    }
  }

  /** Takes back a connection in which nothing was changed. */
  async release(key: string, connection: DriverConnection): Promise<void> {
    const { idleTimeout } = this.#options;
    if (this.#isClosed || idleTimeout <= 0) return await this.discard(connection);
    const resting: RestingConnection = {
      key,
      connection,
      since: Date.now(),
      timer: setTimeout(() => {
        this.#forget(resting);
        void this.discard(connection);
      }, idleTimeout),
    };
    resting.timer.unref();
    this.#resting.push(resting);
    this.#waiters.shift()?.wake();
  }

  /** Closes a connection that must not be used again. */
  async discard(connection: DriverConnection): Promise<void> {
    try {
      await connection.close();
    } finally {
      this.#freed();
    }
  }

  /** Closes what rests; what is in use is closed when it comes back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiter of this.#waiters.splice(0)) waiter.wake();
    const all = this.#resting.splice(0);
    for (const resting of all) clearTimeout(resting.timer);
    await Promise.all(all.map((resting) => this.discard(resting.connection)));
  }

  #take(key: string): RestingConnection | undefined {
    const found = this.#resting.findLast((resting) => resting.key === key);
    if (found !== undefined) this.#forget(found);
    return found;
  }

  #forget(resting: RestingConnection): void {
    clearTimeout(resting.timer);
    const index = this.#resting.indexOf(resting);
    if (index >= 0) this.#resting.splice(index, 1);
  }

  async #lives(resting: RestingConnection): Promise<boolean> {
    const age = Date.now() - resting.since;
    return age < this.#options.validateAfter || (await resting.connection.isValid());
  }

  async #open(connect: () => Promise<DriverConnection>): Promise<DriverConnection> {
    this.#count += 1;
    try {
      return await connect();
    } catch (error) {
      this.#freed();
      throw error;
    }
  }

  #freed(): void {
    this.#count -= 1;
    this.#waiters.shift()?.wake();
  }

  async #wait(deadline: number): Promise<void> {
    const left = deadline - Date.now();
    if (left <= 0) throw this.#exhausted();
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        wake: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        const index = this.#waiters.indexOf(waiter);
        if (index >= 0) this.#waiters.splice(index, 1);
        reject(this.#exhausted());
      }, left);
      this.#waiters.push(waiter);
    });
  }

  #exhausted(): SnowflakeError {
    return new SnowflakeError(
      'DAS_SNOWFLAKE_POOL_EXHAUSTED',
      `all ${this.#options.maximum} connections are in use`,
      {
        place: this.#place,
        next: 'close sessions earlier, or raise pool.maximum',
        isRetryable: true,
      },
    );
  }

  #refuseClosed(): void {
    if (!this.#isClosed) return;
    throw new WarehouseError('DAS_WAREHOUSE_UNAVAILABLE', 'the warehouse is closed', {
      place: this.#place,
      next: 'open the warehouse again',
    });
  }
}
