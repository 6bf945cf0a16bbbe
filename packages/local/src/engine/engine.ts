import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from '../catalogue/catalogue.js';
import { accountId } from '../catalogue/system-objects.js';
import type { Database } from './database.js';
import { Mutex } from './mutex.js';
import { TableLocks } from './table-locks.js';

/** What all sessions of one warehouse share. */
export class Engine {
  readonly database: Database;
  readonly stageDirectory: string;
  readonly clock: () => Date;
  readonly locks: TableLocks = new TableLocks();
  /** DDL runs one statement at a time. */
  readonly definitions: Mutex = new Mutex();
  /** For the second look: DuckDB's own parser, on a connection that runs nothing else. */
  readonly parser: DuckDBConnection;
  catalogue: Catalogue;
  #nextId: number;

  constructor(options: {
    database: Database;
    stageDirectory: string;
    clock: () => Date;
    parser: DuckDBConnection;
    catalogue: Catalogue;
  }) {
    this.database = options.database;
    this.stageDirectory = options.stageDirectory;
    this.clock = options.clock;
    this.parser = options.parser;
    this.catalogue = options.catalogue;
    const account = options.catalogue.get(accountId);
    this.#nextId = (account?.kind === 'ACCOUNT' ? account.lastId : 0) + 1;
  }

  get lastId(): number {
    return this.#nextId - 1;
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId - 1;
  }
}
