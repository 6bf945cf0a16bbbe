import { mkdirSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { BindValue } from '@das/core';
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBValue,
  timestampValue,
} from '@duckdb/node-api';
import { duckString } from '../compile/typed.js';
import { metricResultTable } from '../data-metric/metric-results.js';
import { historyTables } from '../query-history/history-tables.js';
import { refreshTable } from '../refresh/refresh-history.js';
import { loadHistoryColumns } from '../staging/load-history.js';
import { taskRunTable } from '../tasks/task-run-table.js';
import { momentTables } from '../time-travel/moments.js';
import { unavailable } from '../warehouse/errors.js';

/** The DuckDB database under the warehouse: opened once, then locked down. */
export class Database {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /**
   * Opens the file, or memory, and lets DuckDB reach nothing but it and the stage folder.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_UNAVAILABLE` when the file is locked or is no database.
   */
  static async open(
    path: string | undefined,
    stageDirectory: string,
    externalFolders: readonly string[] = [],
  ): Promise<Database> {
    const instance = await openInstance(path);
    const connection = await instance.connect();
    const folder = resolve(stageDirectory) + sep;
    mkdirSync(folder, { recursive: true });
    const folders = [folder, ...externalFolders];
    await connection.run(`SET allowed_directories = [${folders.map(duckString).join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('CREATE SCHEMA IF NOT EXISTS das_data');
    await connection.run('CREATE SCHEMA IF NOT EXISTS das_catalogue');
    await connection.run(
      'CREATE TABLE IF NOT EXISTS das_catalogue.objects (id BIGINT NOT NULL, body VARCHAR NOT NULL)',
    );
    await connection.run(
      'CREATE TABLE IF NOT EXISTS das_catalogue.account_objects (account VARCHAR NOT NULL, id BIGINT NOT NULL, body VARCHAR NOT NULL)',
    );
    await connection.run(
      'CREATE TABLE IF NOT EXISTS das_catalogue.loads (table_id BIGINT NOT NULL, file VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL)',
    );
    for (const column of loadHistoryColumns) await connection.run(column);
    await connection.run('CREATE SEQUENCE IF NOT EXISTS das_catalogue.change_numbers');
    await connection.run(
      'CREATE TABLE IF NOT EXISTS das_catalogue.stream_offsets (stream_id BIGINT NOT NULL, table_id BIGINT NOT NULL, position BIGINT NOT NULL)',
    );
    await connection.run(
      'ALTER TABLE das_catalogue.stream_offsets ADD COLUMN IF NOT EXISTS is_initial BOOLEAN',
    );
    await connection.run(
      'ALTER TABLE das_catalogue.stream_offsets ADD COLUMN IF NOT EXISTS moved_at TIMESTAMP',
    );
    await connection.run(taskRunTable);
    await connection.run(refreshTable);
    await connection.run(metricResultTable);
    for (const table of momentTables) await connection.run(table);
    for (const table of historyTables) await connection.run(table);
    await connection.run('SET lock_configuration = true');
    connection.closeSync();
    return new Database(instance);
  }

  async connect(): Promise<DuckDBConnection> {
    return await this.#instance.connect();
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function openInstance(path: string | undefined): Promise<DuckDBInstance> {
  const settings = {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  };
  if (path === undefined) return await DuckDBInstance.create(':memory:', settings);
  try {
    return await DuckDBInstance.create(path, settings);
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (/lock/i.test(text)) {
      throw unavailable(
        'the database file is in use by another process',
        path,
        'close the other process, or open another file',
      );
    }
    throw unavailable(
      'the database file cannot be opened: it is unreadable or not a database of this version',
      path,
      'check the path and its permissions, or move the file away and start with a new one',
    );
  }
}

/** A bind as DuckDB takes it. */
export function duckValue(value: BindValue): DuckDBValue {
  if (value instanceof Date) return timestampValue(BigInt(value.getTime()) * 1000n);
  // The binding would make an INTEGER of it, which cannot hold it; its text is cast to DOUBLE.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return String(value);
  }
  return value;
}
