import { sql } from '@das/core';
import { besideDuckDb } from '../measure/beside-duckdb.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const rounds = 7;
const limit = 1.15;
const digits = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];

export const description =
  'a masked and row-filtered aggregate over 10,000,000 rows, beside the same view written by hand in DuckDB';

const query = 'SELECT EMAIL, COUNT(*) AS ORDERS, SUM(TOTAL) AS TOTAL FROM';

/**
 * Both sides hold the same rows in the same types, and answer in turn.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  return besideDuckDb({ engine: setUp, duck: setUpByHand }, measure);
}

/**
 * @param {import('@das/core').Session} analyst
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 */
async function measure(analyst, connection) {
  const engine = /** @type {number[]} */ ([]);
  const peer = /** @type {number[]} */ ([]);
  let answers = ['', ''];
  for (let index = 0; index <= rounds; index += 1) {
    let started = performance.now();
    const { rows } = await analyst.execute(
      sql.raw(`${query} BENCH.PUBLIC.ORDERS GROUP BY EMAIL ORDER BY EMAIL`),
    );
    const engineTime = performance.now() - started;
    started = performance.now();
    const reader = await connection.runAndReadAll(
      `${query} orders_seen GROUP BY email ORDER BY email`,
    );
    const peerTime = performance.now() - started;
    answers = [
      rows.map((row) => [row.EMAIL, row.ORDERS, row.TOTAL].map(Number).join()).join(),
      reader
        .getRows()
        .map((row) => row.map((cell) => Number(String(cell))).join())
        .join(),
    ];
    // The first round of each side also pays for what both keep afterwards.
    if (index === 0) continue;
    engine.push(engineTime);
    peer.push(peerTime);
  }
  if (answers[0] !== answers[1]) throw new Error('the two sides answer differently');
  return {
    ratio: round(median(engine) / median(peer), 3),
    against: 'the same query over a view written by hand, in DuckDB, in the same run',
    limit,
    milliseconds: round(median(engine), 1),
    peerMilliseconds: round(median(peer), 1),
    rows: 10 ** digits.length,
    rounds,
  };
}

const setUp = [
  'CREATE DATABASE BENCH',
  'CREATE ROLE ANALYST',
  `CREATE MASKING POLICY BENCH.PUBLIC.EMAIL AS (VAL VARCHAR) RETURNS VARCHAR ->
     CASE WHEN IS_ROLE_IN_SESSION('SUPPORT') THEN VAL
          ELSE '***@' || SPLIT_PART(VAL, '@', 2) END`,
  `CREATE ROW ACCESS POLICY BENCH.PUBLIC.REGION AS (REGION VARCHAR) RETURNS BOOLEAN ->
     CURRENT_ROLE() <> 'ANALYST' OR REGION = 'EMEA'`,
  `CREATE TABLE BENCH.PUBLIC.ORDERS (ID NUMBER(38,0), EMAIL VARCHAR, REGION VARCHAR, TOTAL NUMBER(12,2))`,
  `INSERT INTO BENCH.PUBLIC.ORDERS
     WITH D AS (SELECT COLUMN1 AS N FROM VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)),
     I AS (SELECT ${digits.map((name, at) => `${10 ** at} * ${name}.N`).join(' + ')} AS ID
           FROM ${digits.map((name) => `D ${name}`).join(', ')})
     SELECT ID, 'user' || ID || '@host' || MOD(ID, 97) || '.example',
       CASE WHEN MOD(ID, 3) = 0 THEN 'EMEA' ELSE 'APAC' END, MOD(ID, 100000) / 100 FROM I`,
  'ALTER TABLE BENCH.PUBLIC.ORDERS MODIFY COLUMN EMAIL SET MASKING POLICY BENCH.PUBLIC.EMAIL',
  'ALTER TABLE BENCH.PUBLIC.ORDERS ADD ROW ACCESS POLICY BENCH.PUBLIC.REGION ON (REGION)',
  'GRANT USAGE ON DATABASE BENCH TO ROLE ANALYST',
  'GRANT USAGE ON SCHEMA BENCH.PUBLIC TO ROLE ANALYST',
  'GRANT SELECT ON TABLE BENCH.PUBLIC.ORDERS TO ROLE ANALYST',
];

const setUpByHand = [
  'CREATE TABLE orders (id DECIMAL(38,0), email VARCHAR, region VARCHAR, total DECIMAL(12,2))',
  `INSERT INTO orders SELECT i, 'user' || i || '@host' || (i % 97) || '.example',
     CASE WHEN i % 3 = 0 THEN 'EMEA' ELSE 'APAC' END, (i % 100000)::DECIMAL(12,2) / 100
   FROM range(${10 ** digits.length}) AS r(i)`,
  `CREATE VIEW orders_seen AS SELECT id, '***@' || split_part(email, '@', 2) AS email, region, total
   FROM orders WHERE region = 'EMEA'`,
];
