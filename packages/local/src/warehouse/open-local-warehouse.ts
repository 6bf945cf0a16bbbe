import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session, Warehouse } from '@das/core';
import { rolesBelow } from '../access/role-set.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { loadCatalogue } from '../catalogue/catalogue-store.js';
import { measureDue } from '../data-metric/measure-due.js';
import { Database } from '../engine/database.js';
import { Engine } from '../engine/engine.js';
import { SessionState } from '../engine/session-state.js';
import { loadParser } from '../polyglot/parse-query.js';
import type { QueryHistory } from '../query-history/query-history.js';
import { type DynamicTableRefresh, refreshDue } from '../refresh/refresh-due.js';
import { readLocations } from '../staging/external-location.js';
import { runDueTasks } from '../tasks/run-due-tasks.js';
import { closeInterruptedRuns } from '../tasks/task-history.js';
import type { TaskRun } from '../tasks/task-run.js';
import { adoptTables } from '../time-travel/adopt-tables.js';
import { unavailable, unknownRole } from './errors.js';
import { LocalSession } from './local-session.js';
import type { AccountSessionOptions, LocalSessionOptions } from './session-options.js';

/** How the embedded warehouse is opened. */
export interface LocalWarehouseOptions {
  /** The DuckDB file that holds everything. Absent: in memory. */
  readonly path?: string;
  /** The folder of staged files. Default: `<path>.stages`, or a temporary folder removed at close. */
  readonly stageDirectory?: string;
  /**
   * Folders of this machine that stand for external locations, by URL prefix: a stage with
   * `URL = 's3://bucket/…'` reads and writes there. Any other URL is refused; there is no network.
   */
  readonly externalLocations?: Readonly<Record<string, string>>;
  /**
   * The warehouse's clock: `CURRENT_TIMESTAMP()`, creation times, retention, schedules of tasks and target
   * lags. Default: the system's.
   */
  readonly clock?: () => Date;
  /**
   * Seconds that an open transaction may do nothing while others wait for its tables: then it is undone,
   * as on Snowflake, which gives it 300. Default: 300. It does not follow `clock`.
   *
   * @see https://docs.snowflake.com/en/sql-reference/transactions#aborting-transactions
   */
  readonly idleTransaction?: number;
}

/** The embedded warehouse: the port of `@das/core`, and the schedules of its tasks and dynamic tables. */
export interface LocalWarehouse extends Warehouse {
  /**
   * Opens a session, also in another account that consumes what this one shares.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_UNKNOWN_ROLE` when the account has no such role.
   */
  openSession(options: AccountSessionOptions): Promise<Session>;

  /**
   * Refreshes each dynamic table whose target lag has passed on the clock, those that others read
   * first. Suspended ones rest, and so does a `DOWNSTREAM` one that nothing reads. A refresh that fails
   * is told of in its result; nothing is thrown for it.
   *
   * @example
   * ```ts
   * import { sql } from '@das/core';
   * import { openLocalWarehouse } from '@das/local';
   *
   * let now = new Date('2026-01-01T00:00:00Z');
   * await using warehouse = await openLocalWarehouse({ clock: () => now });
   * await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
   * for (const statement of [
   *   sql`CREATE DATABASE SHOP`,
   *   sql`CREATE WAREHOUSE W`,
   *   sql`CREATE TABLE SHOP.PUBLIC.T (ID NUMBER)`,
   *   sql`CREATE DYNAMIC TABLE SHOP.PUBLIC.D TARGET_LAG = '1 minute' WAREHOUSE = W
   *         AS SELECT ID FROM SHOP.PUBLIC.T`,
   * ]) {
   *   await session.execute(statement);
   * }
   * now = new Date('2026-01-01T00:01:00Z');
   * const [refresh] = await warehouse.refreshDynamicTables();
   * console.log(refresh?.name, refresh?.state);
   * // => SHOP.PUBLIC.D SUCCEEDED
   * ```
   */
  refreshDynamicTables(): Promise<readonly DynamicTableRefresh[]>;

  /**
   * Runs each resumed task that is due on the clock, with the graph behind it, and waits for the end of
   * these runs and of those that `EXECUTE TASK` has started. Of several times that were missed the last
   * one counts. A task that fails is told of in its run; nothing is thrown for it. Data metric functions
   * that are due are measured as well.
   *
   * @example
   * ```ts
   * import { sql } from '@das/core';
   * import { openLocalWarehouse } from '@das/local';
   *
   * let now = new Date('2026-01-01T00:00:00Z');
   * await using warehouse = await openLocalWarehouse({ clock: () => now });
   * await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
   * for (const statement of [
   *   sql`CREATE DATABASE SHOP`,
   *   sql`CREATE TABLE SHOP.PUBLIC.T (ID NUMBER)`,
   *   sql`CREATE TASK SHOP.PUBLIC.FILL SCHEDULE = '5 MINUTE' AS INSERT INTO SHOP.PUBLIC.T VALUES (1)`,
   *   sql`ALTER TASK SHOP.PUBLIC.FILL RESUME`,
   * ]) {
   *   await session.execute(statement);
   * }
   * now = new Date('2026-01-01T00:05:00Z');
   * const [run] = await warehouse.runDueTasks();
   * console.log(run?.name, run?.state, run?.scheduledTime);
   * // => FILL SUCCEEDED 2026-01-01T00:05:00.000Z
   * ```
   */
  runDueTasks(): Promise<readonly TaskRun[]>;
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
  const externalLocations = readLocations(options.externalLocations);
  const database = await Database.open(path, stageDirectory, [...externalLocations.values()]);
  const parser = await database.connect();
  const place = path ?? 'memory';
  const catalogue = await loadCatalogue(parser, clock().toISOString(), place);
  const engine = new Engine({
    database,
    stageDirectory,
    externalLocations,
    clock,
    parser,
    catalogue,
    idleTransaction: options.idleTransaction,
  });
  await adoptTables(parser, catalogue, clock());
  await engine.moments.load(parser);
  await closeInterruptedRuns(parser, clock().toISOString());
  await engine.accounts.load();
  return new EmbeddedWarehouse(engine, place, isTemporary);
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

/** The catalogue as it is now, for the server: who may sign in. */
export function catalogueOf(warehouse: LocalWarehouse): Catalogue {
  if (!(warehouse instanceof EmbeddedWarehouse)) {
    throw new TypeError('the warehouse was not opened by openLocalWarehouse');
  }
  return warehouse.catalogue;
}

/** The history of statements and logins, for the server. */
export function historyOf(warehouse: LocalWarehouse): QueryHistory {
  if (!(warehouse instanceof EmbeddedWarehouse)) {
    throw new TypeError('the warehouse was not opened by openLocalWarehouse');
  }
  return warehouse.history;
}

class EmbeddedWarehouse implements LocalWarehouse {
  readonly description: string;
  readonly #engine: Engine;
  readonly #removesStages: boolean;
  readonly #sessions = new Set<LocalSession>();
  readonly #background = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #isClosed = false;

  constructor(engine: Engine, place: string, removesStages: boolean) {
    this.#engine = engine;
    this.#removesStages = removesStages;
    this.description = `embedded warehouse (${place})`;
  }

  get history(): QueryHistory {
    return this.#engine.history;
  }

  get catalogue(): Catalogue {
    return this.#engine.catalogue;
  }

  async openSession(options: LocalSessionOptions): Promise<LocalSession> {
    this.#refuseClosed();
    const state = await this.#state(options, false);
    const session = new LocalSession(state, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session;
  }

  async refreshDynamicTables(): Promise<readonly DynamicTableRefresh[]> {
    this.#refuseClosed();
    return await this.#inBackground(this.#refresh());
  }

  /** What runs without a session: closing waits for it. */
  async #inBackground<T>(work: Promise<T>): Promise<T> {
    this.#background.add(work);
    try {
      return await work;
    } finally {
      this.#background.delete(work);
    }
  }

  async #refresh(): Promise<readonly DynamicTableRefresh[]> {
    const state = await this.#state({ role: 'ACCOUNTADMIN', user: 'SYSTEM' }, true);
    try {
      return await refreshDue(state);
    } finally {
      state.connection.closeSync();
    }
  }

  async runDueTasks(): Promise<readonly TaskRun[]> {
    this.#refuseClosed();
    const measured = this.#inBackground(measureDue(this.#engine, this.#closing.signal));
    const [runs] = await Promise.all([this.#inBackground(runDueTasks(this.#engine)), measured]);
    await this.#engine.tasks.settled();
    return runs;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closing.abort();
    await this.#engine.tasks.close();
    await Promise.allSettled(this.#background);
    for (const session of [...this.#sessions]) await session.close();
    await this.#engine.accounts.close();
    await this.#engine.history.close();
    this.#engine.parser.closeSync();
    this.#engine.database.close();
    if (this.#removesStages)
      await rm(this.#engine.stageDirectory, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** `isOwn` says that the warehouse itself opens it, for what runs by itself. */
  async #state(options: LocalSessionOptions, isOwn: boolean): Promise<SessionState> {
    const engine =
      options.account === undefined
        ? this.#engine
        : await this.#engine.accounts.open(options.account);
    if (engine.catalogue.role(options.role) === undefined) throw unknownRole(options.role);
    const userId = isOwn ? undefined : userOf(engine, options);
    const connection = await engine.database.connect();
    return new SessionState(options.id ?? String(randomInt(1, 2 ** 47)), engine, connection, {
      role: options.role,
      secondaryRoles: options.secondaryRoles ?? 'NONE',
      user: options.user ?? 'LOCAL_USER',
      database: options.database,
      schema: options.schema ?? (options.database === undefined ? undefined : 'PUBLIC'),
      warehouse: options.warehouse,
      grantedRoles: options.grantedRoles,
      userId,
      agent: options.agent,
    });
  }

  #refuseClosed(): void {
    if (!this.#isClosed) return;
    throw unavailable('the warehouse is closed', this.description, 'open the warehouse again');
  }
}

/**
 * The id of the user of the catalogue who a session is of: it takes on the roles that were granted to
 * the user, and no other. Any other user takes on every role.
 */
function userOf(
  engine: Engine,
  { user, role, grantedRoles }: LocalSessionOptions,
): number | undefined {
  const known = user === undefined ? undefined : engine.catalogue.find('USER', 0, user);
  if (known === undefined || grantedRoles !== undefined) return undefined;
  const held = ['PUBLIC', ...known.roles.map((granted) => granted.role)];
  if (!rolesBelow(engine.catalogue, ...held).has(role)) throw unknownRole(role);
  return known.id;
}
