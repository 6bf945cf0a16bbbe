import type { SessionOptions, Warehouse } from '../warehouse/warehouse.js';
import { WarehouseError } from '../warehouse/warehouse-error.js';
import { type RetryOptions, withRetry } from './backoff.js';
import {
  resolveConfiguration,
  type SnowflakeConfiguration,
} from './configuration/resolve-configuration.js';
import type { SnowflakeOptions } from './configuration/snowflake-options.js';
import { sdkDriver } from './driver/sdk-driver.js';
import type { DriverConnection, SnowflakeDriver } from './driver/snowflake-driver.js';
import { fromDriverError } from './errors/from-driver-error.js';
import { ConnectionPool } from './pool/connection-pool.js';
import { PooledSession, type SessionHost } from './session/pooled-session.js';
import { setUpSession } from './session/session-setup.js';
import type { SnowflakeSession } from './session/snowflake-session.js';

/** A warehouse on Snowflake. */
export interface SnowflakeWarehouse extends Warehouse {
  openSession(options: SessionOptions): Promise<SnowflakeSession>;
}

/**
 * Opens Snowflake over `snowflake-sdk`, which is loaded with the first session. Nothing is sent
 * before that; the configuration is read at once.
 *
 * A session is one connection under one role, without secondary roles unless they are asked for, in
 * UTC, with `ABORT_DETACHED_QUERY`. A closed session leaves its connection for the next one with the
 * very same options, unless it ran anything that could have changed the connection.
 *
 * @throws SnowflakeError `DAS_SNOWFLAKE_CONFIGURATION_INVALID` when the account, the user or the
 * credential is missing or malformed, `DAS_SNOWFLAKE_CONFIGURATION_EXPOSED` when a file with secrets
 * is open to others.
 *
 * @example
 * ```ts
 * import { sql } from '@das/core';
 * import { openSnowflakeWarehouse } from '@das/core/snowflake';
 * import { serve } from '@das/local';
 *
 * await using server = await serve();
 * await using warehouse = openSnowflakeWarehouse({
 *   account: 'local',
 *   accessUrl: server.url,
 *   user: 'ann',
 *   credential: { kind: 'password', password: 'any' },
 * });
 * await using session = await warehouse.openSession({ role: 'SYSADMIN' });
 * const { rows } = await session.execute(sql`SELECT 40 + ${2} AS ANSWER`);
 * console.log(rows[0]);
 * // => { ANSWER: 42 }
 * ```
 */
export function openSnowflakeWarehouse(options: SnowflakeOptions = {}): SnowflakeWarehouse {
  return new PooledWarehouse(resolveConfiguration(options), options);
}

class PooledWarehouse implements SnowflakeWarehouse {
  readonly description: string;
  readonly #configuration: SnowflakeConfiguration;
  readonly #retry: RetryOptions;
  readonly #queryTag: string | undefined;
  readonly #driver: SnowflakeDriver;
  readonly #pool: ConnectionPool;
  readonly #sessions = new Set<SnowflakeSession>();

  constructor(configuration: SnowflakeConfiguration, options: SnowflakeOptions) {
    this.#configuration = configuration;
    this.#retry = options.retry ?? {};
    this.#queryTag = options.queryTag;
    this.#driver = options.driver ?? sdkDriver;
    this.description = `Snowflake account ${configuration.account} (${configuration.address})`;
    this.#pool = new ConnectionPool(options.pool ?? {}, this.description);
  }

  get freeSessions(): number {
    return this.#pool.free;
  }

  async openSession(given: SessionOptions): Promise<SnowflakeSession> {
    const options = this.#complete(given);
    const key = poolKey(options);
    const connect = () => this.#connect(options);
    const connection = await this.#pool.acquire(key, connect);
    const host: SessionHost = {
      target: { ...this.#configuration, database: options.database, schema: options.schema },
      retry: this.#retry,
      reconnect: async (broken) => {
        await broken.close();
        return await connect();
      },
      giveBack: async (last, isClean) => {
        this.#sessions.delete(session);
        if (isClean) await this.#pool.release(key, last);
        else await this.#pool.discard(last);
      },
    };
    const session = new PooledSession(connection, options.role, host);
    this.#sessions.add(session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
    await this.#pool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #complete(given: SessionOptions): SessionOptions {
    const { user, warehouse, database, schema } = this.#configuration;
    if (given.user !== undefined && given.user.toUpperCase() !== user?.toUpperCase()) {
      throw new WarehouseError(
        'DAS_WAREHOUSE_UNSUPPORTED',
        'a session on Snowflake is of the user that logs in, and another was asked for',
        { place: this.description, next: 'leave the user out, or log in as that user' },
      );
    }
    const usual = {
      warehouse: given.warehouse ?? warehouse,
      database: given.database ?? database,
      // A schema belongs to its database: that of the configuration to no other.
      schema: given.schema ?? (given.database === undefined ? schema : undefined),
      queryTag: given.queryTag ?? this.#queryTag,
    };
    const known = Object.entries(usual).filter(([, value]) => value !== undefined);
    return { ...given, ...Object.fromEntries(known) };
  }

  /** Logs in, again where that failed for a reason that passes, and sets the session up. */
  async #connect(options: SessionOptions): Promise<DriverConnection> {
    const { account, accessUrl, user, credential } = this.#configuration;
    const attempt = { kind: 'login', place: this.description } as const;
    return await withRetry(async () => {
      try {
        const connection = await this.#driver.connect({
          account,
          accessUrl,
          username: user,
          role: quotedIfNeeded(options.role),
          warehouse: options.warehouse && quotedIfNeeded(options.warehouse),
          database: options.database && quotedIfNeeded(options.database),
          schema: options.schema && quotedIfNeeded(options.schema),
          credential: credential(),
        });
        await setUpSession(connection, options);
        return connection;
      } catch (error) {
        throw fromDriverError(error, attempt);
      }
    }, this.#retry);
  }
}

/** A login names objects as SQL does: what is not plain upper case is quoted. */
function quotedIfNeeded(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Everything that makes one session different from another. */
function poolKey(options: SessionOptions): string {
  const { role, secondaryRoles = 'NONE', database, schema, warehouse, queryTag } = options;
  return JSON.stringify([role, secondaryRoles, database, schema, warehouse, queryTag]);
}
