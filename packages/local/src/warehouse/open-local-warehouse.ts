import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionOptions, Warehouse } from '@das/core';
import { loadCatalogue } from '../catalogue/catalogue-store.js';
import { Database } from '../engine/database.js';
import { Engine } from '../engine/engine.js';
import { SessionState } from '../engine/session-state.js';
import { loadParser } from '../polyglot/parse-query.js';
import { type DynamicTableRefresh, refreshDue } from '../refresh/refresh-due.js';
import { unavailable, unknownRole } from './errors.js';
import { LocalSession } from './local-session.js';

/** How the embedded warehouse is opened. */
export interface LocalWarehouseOptions {
  /** The DuckDB file that holds everything. Absent: in memory. */
  readonly path?: string;
  /** The folder of staged files. Default: `<path>.stages`, or a temporary folder removed at close. */
  readonly stageDirectory?: string;
  /** The warehouse's clock: `CURRENT_TIMESTAMP()`, creation times, target lags. Default: the system's. */
  readonly clock?: () => Date;
}

/** The embedded warehouse: the port of `@das/core`, and the schedule of its dynamic tables. */
export interface LocalWarehouse extends Warehouse {
  /**
   * Refreshes each dynamic table whose target lag has passed on the clock, those that others read
   * first. Suspended ones rest, and so does a `DOWNSTREAM` one that nothing reads.
   */
  refreshDynamicTables(): Promise<readonly DynamicTableRefresh[]>;
}

/**
 * Opens the embedded warehouse: Snowflake SQL on DuckDB, with masking and row access enforced.
 *
 * Everything that it does not support is refused by name with `DAS_WAREHOUSE_UNSUPPORTED`.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_UNAVAILABLE` when the file is in use by another process,
 * unreadable, or no database.
 *
 * @example
 * ```ts
 * import { sql } from '@das/core';
 * import { openLocalWarehouse } from '@das/local';
 *
 * await using warehouse = await openLocalWarehouse();
 * await using session = await warehouse.openSession({ role: 'SYSADMIN' });
 * const { rows } = await session.execute(sql`SELECT 40 + ${2} AS ANSWER`);
 * console.log(rows[0]);
 * // => { ANSWER: 42 }
 * ```
 */
export async function openLocalWarehouse(
  options: LocalWarehouseOptions = {},
): Promise<LocalWarehouse> {
  const { path, clock = () => new Date() } = options;
  const isTemporary = options.stageDirectory === undefined && path === undefined;
  const stageDirectory =
    options.stageDirectory ??
    (path === undefined ? mkdtempSync(join(tmpdir(), 'das-stages-')) : `${path}.stages`);
  await loadParser();
  const database = await Database.open(path, stageDirectory);
  const parser = await database.connect();
  const place = path ?? 'memory';
  const catalogue = await loadCatalogue(parser, clock().toISOString(), place);
  const engine = new Engine({ database, stageDirectory, clock, parser, catalogue });
  return new EmbeddedWarehouse(engine, place, isTemporary);
}

/** How the server opens a session. */
export interface LocalSessionOptions extends SessionOptions {
  /** What `CURRENT_SESSION()` answers. Default: a random UUID. */
  readonly id?: string;
  /** The roles that the user holds. Absent: every role. */
  readonly grantedRoles?: readonly string[] | undefined;
}

/**
 * Opens a session with what the server needs beyond the port.
 *
 * @throws TypeError when the warehouse was not opened by {@link openLocalWarehouse}.
 */
export async function openLocalSession(
  warehouse: LocalWarehouse,
  options: LocalSessionOptions,
): Promise<LocalSession> {
  if (!(warehouse instanceof EmbeddedWarehouse)) {
    throw new TypeError('the warehouse was not opened by openLocalWarehouse');
  }
  return await warehouse.openSession(options);
}

class EmbeddedWarehouse implements LocalWarehouse {
  readonly description: string;
  readonly #engine: Engine;
  readonly #removesStages: boolean;
  readonly #sessions = new Set<LocalSession>();
  #isClosed = false;

  constructor(engine: Engine, place: string, removesStages: boolean) {
    this.#engine = engine;
    this.#removesStages = removesStages;
    this.description = `embedded warehouse (${place})`;
  }

  async openSession(options: LocalSessionOptions): Promise<LocalSession> {
    this.#refuseClosed();
    const state = await this.#state(options);
    const session = new LocalSession(state, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session;
  }

  async refreshDynamicTables(): Promise<readonly DynamicTableRefresh[]> {
    this.#refuseClosed();
    const state = await this.#state({ role: 'ACCOUNTADMIN', user: 'SYSTEM' });
    try {
      return await refreshDue(state);
    } finally {
      state.connection.closeSync();
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const session of [...this.#sessions]) await session.close();
    this.#engine.parser.closeSync();
    this.#engine.database.close();
    if (this.#removesStages)
      await rm(this.#engine.stageDirectory, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #state(options: LocalSessionOptions): Promise<SessionState> {
    if (this.#engine.catalogue.role(options.role) === undefined) throw unknownRole(options.role);
    const connection = await this.#engine.database.connect();
    return new SessionState(options.id ?? randomUUID(), this.#engine, connection, {
      role: options.role,
      secondaryRoles: options.secondaryRoles ?? 'NONE',
      user: options.user ?? 'LOCAL_USER',
      database: options.database,
      schema: options.schema ?? (options.database === undefined ? undefined : 'PUBLIC'),
      warehouse: options.warehouse,
      grantedRoles: options.grantedRoles,
    });
  }

  #refuseClosed(): void {
    if (!this.#isClosed) return;
    throw unavailable('the warehouse is closed', this.description, 'open the warehouse again');
  }
}
