import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { finished } from 'node:stream/promises';
import { sql } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { DuckDBInstance } from '@duckdb/node-api';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const rows = 1_000_000;
const rounds = 3;
/** How many times as long COPY may take. */
const limit = 4;

export const description =
  "COPY INTO of 1,000,000 rows of NDJSON, beside DuckDB's own read_json into an equal table";

/**
 * Loads the same file both ways, in turn, each time into an empty table.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'das-copy-'));
  const file = join(folder, 'orders.ndjson');
  await write(file);
  const warehouse = await openLocalWarehouse({ stageDirectory: join(folder, 'stages') });
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    for (const text of ['CREATE DATABASE BENCH', 'USE SCHEMA BENCH.PUBLIC', 'CREATE STAGE FILES']) {
      await session.execute(sql.raw(text));
    }
    await session.upload('FILES', 'orders.ndjson', createReadStream(file));
    const connection = await instance.connect();
    const copied = [];
    const read = [];
    for (let index = 0; index < rounds; index += 1) {
      await session.execute(
        sql.raw(
          'CREATE OR REPLACE TABLE ORDERS (ID NUMBER(38,0), EMAIL VARCHAR, TOTAL NUMBER(12,2), PLACED_AT TIMESTAMP_NTZ, PAID BOOLEAN)',
        ),
      );
      copied.push(await seconds(async () => copy(session)));
      await connection.run(
        'CREATE OR REPLACE TABLE orders (id DECIMAL(38,0), email VARCHAR, total DECIMAL(12,2), placed_at TIMESTAMP, paid BOOLEAN)',
      );
      read.push(
        await seconds(async () => {
          const inserted = await connection.run(
            `INSERT INTO orders SELECT * FROM read_json('${file.split(sep).join('/')}', format = 'newline_delimited')`,
          );
          if (inserted.rowsChanged !== rows) throw new Error('DuckDB did not load every row');
        }),
      );
    }
    connection.closeSync();
    return {
      ratio: round(median(copied) / median(read), 2),
      against: "DuckDB's INSERT … SELECT from read_json of the same file, in the same run",
      limit,
      copySeconds: round(median(copied), 3),
      readJsonSeconds: round(median(read), 3),
      rowsPerSecond: round(rows / median(copied), 0),
      rows,
      rounds,
    };
  } finally {
    instance.closeSync();
    await warehouse.close();
    rmSync(folder, { recursive: true });
  }
}

/** @param {import('@das/core').Session} session */
async function copy(session) {
  const { rowsAffected } = await session.execute(
    sql.raw(
      'COPY INTO ORDERS FROM @FILES FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE FORCE = TRUE',
    ),
  );
  if (rowsAffected !== rows) throw new Error('COPY did not load every row');
}

/** @param {string} file */
async function write(file) {
  const stream = createWriteStream(file);
  let text = '';
  for (let id = 0; id < rows; id += 1) {
    const second = String(id % 60).padStart(2, '0');
    text += `{"id":${id},"email":"user${id}@example.com","total":${(id % 10_000) / 100},"placed_at":"2026-01-02T03:04:${second}","paid":${id % 2 === 0}}\n`;
    if (text.length < 1_000_000) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await finished(stream);
}

/** @param {() => Promise<void>} work */
async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
