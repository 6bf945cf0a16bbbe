import { sql } from '@das/core';
import { openLocalWarehouse, serve } from '@das/local';
import snowflake from 'snowflake-sdk';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const rows = 1_000_000;
const rounds = 3;

export const description =
  'rows per second of a result of 1,000,000 rows through the server with snowflake-sdk, beside Session.stream in process';

const table = 'BENCH.PUBLIC.ORDERS';
const query = `SELECT ID, REGION, TOTAL, PLACED_AT FROM ${table}`;

/**
 * Reads the same table both ways, in turn. Rows are taken one by one and counted.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  snowflake.configure({ logLevel: 'OFF' });
  const warehouse = await openLocalWarehouse();
  try {
    const session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await fill(session);
    const server = await serve({ warehouse });
    try {
      return await measure(session, server.url);
    } finally {
      await server.close();
    }
  } finally {
    await warehouse.close();
  }
}

/**
 * @param {import('@das/core').Session} session
 * @param {string} url
 */
async function measure(session, url) {
  const connection = await connect(url);
  const served = [];
  // What the server alone needs: until the driver has the answer and may fetch the chunks.
  const answered = /** @type {number[]} */ ([]);
  const inProcess = [];
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  try {
    for (let index = 0; index < rounds; index += 1) {
      inProcess.push(await perSecond(session.stream(sql.raw(query))));
      served.push(
        await perSecond(driverRows(connection, (seconds) => answered.push(rows / seconds))),
      );
    }
  } finally {
    clearInterval(watch);
    await new Promise((resolve) => connection.destroy(resolve));
  }
  return {
    ratio: round(median(served) / median(inProcess), 3),
    against: 'Session.stream of the same query in process, in the same run',
    rowsPerSecond: round(median(served), 0),
    answeredRowsPerSecond: round(median(answered), 0),
    inProcessRowsPerSecond: round(median(inProcess), 0),
    rows,
    rounds,
    peakMegabytes: round(peakBytes / 1_048_576, 0),
  };
}

/** @param {import('@das/core').Session} session */
async function fill(session) {
  const ten = 'SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)';
  await session.execute(sql.raw('CREATE DATABASE BENCH'));
  await session.execute(
    sql.raw(`CREATE TABLE ${table} AS WITH D AS (${ten}), I AS (
      SELECT A.N + 10*B.N + 100*C.N + 1000*E.N + 10000*F.N + 100000*G.N AS ID
      FROM D A, D B, D C, D E, D F, D G)
      SELECT ID, CONCAT('region-', MOD(ID, 7)) AS REGION, CAST(ID / 100 AS NUMBER(12,2)) AS TOTAL,
        DATEADD('second', ID, CAST('2026-01-01' AS TIMESTAMP_NTZ)) AS PLACED_AT FROM I`),
  );
}

/** @param {string} url */
async function connect(url) {
  const connection = snowflake.createConnection({
    account: 'local',
    username: 'bench',
    password: 'any',
    role: 'ACCOUNTADMIN',
    accessUrl: url,
  });
  await connection.connectAsync();
  return connection;
}

/**
 * @param {import('snowflake-sdk').Connection} connection
 * @param {(seconds: number) => void} onAnswer
 */
async function* driverRows(connection, onAnswer) {
  const started = performance.now();
  const statement = await new Promise((resolve, reject) => {
    connection.execute({
      sqlText: query,
      streamResult: true,
      complete: (error, done) => (error ? reject(error) : resolve(done)),
    });
  });
  onAnswer((performance.now() - started) / 1000);
  yield* statement.streamRows();
}

/** @param {AsyncIterable<unknown>} source */
async function perSecond(source) {
  const started = performance.now();
  let count = 0;
  for await (const _ of source) count += 1;
  if (count !== rows) throw new Error(`${count} of ${rows} rows came through`);
  return count / ((performance.now() - started) / 1000);
}
