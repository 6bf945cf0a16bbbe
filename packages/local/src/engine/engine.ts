import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from '../catalogue/catalogue.js';
import { accountId } from '../catalogue/system-objects.js';
import { LastMeasured } from '../data-metric/last-measured.js';
import { QueryHistory } from '../query-history/query-history.js';
import { SequenceGate } from '../sequences/sequence-gate.js';
import { Accounts, mainAccount } from '../shares/accounts.js';
import { withoutShared } from '../shares/shared-catalogue.js';
import type { ExternalLocations } from '../staging/external-location.js';
import { TaskRunner } from '../tasks/task-runner.js';
import { Moments } from '../time-travel/moments.js';
import type { Database } from './database.js';
import { Mutex } from './mutex.js';
import { StatementCache } from './statement-cache.js';
import { TableLocks } from './table-locks.js';

/** What all sessions of one warehouse share. */
export class Engine {
  /** The name of the account whose objects these are. */
  readonly account: string;
  readonly accounts: Accounts;
  readonly database: Database;
  readonly stageDirectory: string;
  /** Folders that stand for external locations. */
  readonly externalLocations: ExternalLocations;
  readonly clock: () => Date;
  readonly locks: TableLocks;
  readonly statements: StatementCache = new StatementCache();
  /** DDL runs one statement at a time. */
  readonly definitions: Mutex;
  /** For the second look: DuckDB's own parser, on a connection that runs nothing else. */
  readonly parser: DuckDBConnection;
  readonly sequenceGate: SequenceGate;
  readonly history: QueryHistory;
  readonly moments: Moments;
  readonly tasks: TaskRunner;
  /** When the last scheduled refresh of a dynamic table failed, by its id, in milliseconds. */
  readonly failedRefreshes: Map<number, number> = new Map();
  /** How far data metric functions were measured. */
  readonly measured: LastMeasured = new LastMeasured();
  readonly #main: Engine;
  #own: Catalogue;
  #shown: Catalogue | undefined;
  #nextId: number;

  constructor(options: {
    database: Database;
    stageDirectory: string;
    externalLocations: ExternalLocations;
    clock: () => Date;
    parser: DuckDBConnection;
    catalogue: Catalogue;
    /** Seconds after which an idle transaction that others wait for is undone. */
    idleTransaction?: number | undefined;
    /** Of another account: its name, the engine beside which it works, and where its history goes. */
    beside?: { account: string; main: Engine; history: Database };
  }) {
    const { beside } = options;
    this.account = beside?.account ?? mainAccount;
    this.#main = beside?.main ?? this;
    this.accounts = beside?.main.accounts ?? new Accounts(this);
    this.locks = beside?.main.locks ?? new TableLocks(options.idleTransaction);
    this.definitions = beside?.main.definitions ?? new Mutex();
    this.sequenceGate = beside?.main.sequenceGate ?? new SequenceGate();
    this.moments = beside?.main.moments ?? new Moments();
    this.database = options.database;
    this.stageDirectory = options.stageDirectory;
    this.externalLocations = options.externalLocations;
    this.clock = options.clock;
    this.parser = options.parser;
    this.history = new QueryHistory(beside?.history ?? options.database, options.clock);
    this.#own = options.catalogue;
    this.tasks = new TaskRunner(this);
    const account = options.catalogue.get(accountId);
    const last = account?.kind === 'ACCOUNT' ? account.lastId : 0;
    this.#nextId = last + 1;
    if (beside !== undefined) this.skipIds(last);
  }

  /** The objects of the account, with what other accounts share with it. */
  get catalogue(): Catalogue {
    this.#shown ??= this.accounts.withShares(this.#own, this.account);
    return this.#shown;
  }

  set catalogue(next: Catalogue) {
    this.#own = withoutShared(next);
    for (const engine of this.accounts.all()) engine.forgetShared();
  }

  /** The objects of the account alone. */
  get ownCatalogue(): Catalogue {
    return this.#own;
  }

  /** What another account shares may have changed. */
  forgetShared(): void {
    this.#shown = undefined;
  }

  /** The engine of another account of the same database. */
  another(account: string, catalogue: Catalogue, history: Database): Engine {
    return new Engine({ ...this, catalogue, beside: { account, main: this, history } });
  }

  get lastId(): number {
    return this.#main.#nextId - 1;
  }

  nextId(): number {
    this.#main.#nextId += 1;
    return this.#main.#nextId - 1;
  }

  /** Gives no id up to this one any more: another account has used it. */
  skipIds(last: number): void {
    this.#main.#nextId = Math.max(this.#main.#nextId, last + 1);
  }
}
