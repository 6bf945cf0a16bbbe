import { sql } from '@das/core';
import { besideDuckDb } from '../measure/beside-duckdb.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const statements = 200;

export const description =
  'what the engine adds to a small query (parse, resolve, rewrite, second look): said for the first time, and again';

/** A join of a masked, row-filtered table with another; the number makes a new text of it. */
const query = (/** @type {number} */ number) =>
  `SELECT R.NAME, COUNT(*) AS N, SUM(O.TOTAL) AS TOTAL, MAX(O.EMAIL) AS LAST
   FROM BENCH.PUBLIC.ORDERS O JOIN BENCH.PUBLIC.REGIONS R ON O.REGION = R.CODE
   WHERE O.TOTAL > ${number} GROUP BY R.NAME HAVING COUNT(*) > 0 ORDER BY R.NAME`;

/** The same for DuckDB, policies written out by hand. */
const byHand = (/** @type {number} */ number) =>
  `SELECT r.name, count(*) AS n, sum(o.total) AS total, max(o.email) AS last
   FROM (SELECT '***@' || split_part(email, '@', 2) AS email, region, total FROM orders WHERE region = 'EMEA') o
   JOIN regions r ON o.region = r.code
   WHERE o.total > ${number} GROUP BY r.name HAVING count(*) > 0 ORDER BY r.name`;

/** @returns {Promise<import('../registry.mjs').Measurement>} */
export async function run() {
  return besideDuckDb({ engine: setUp, duck: setUpByHand }, measure);
}

/**
 * @param {import('@das/core').Session} analyst
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 */
async function measure(analyst, connection) {
  const repeatedQuery = sql.raw(query(-1));
  const cold = /** @type {number[]} */ ([]);
  const repeated = /** @type {number[]} */ ([]);
  const peer = /** @type {number[]} */ ([]);
  for (let index = 0; index < statements + 20; index += 1) {
    const coldTime = await timed(() => analyst.execute(sql.raw(query(-2 - index))));
    const repeatedTime = await timed(() => analyst.execute(repeatedQuery));
    const peerTime = await timed(() => connection.runAndReadAll(byHand(-2 - index)));
    if (index < 20) continue;
    cold.push(coldTime);
    repeated.push(repeatedTime);
    peer.push(peerTime);
  }
  const first = median(cold) - median(peer);
  const again = median(repeated) - median(peer);
  return {
    ratio: round(again / first, 3),
    against: 'the overhead of the same statement said for the first time, in the same run',
    coldOverheadMilliseconds: round(first, 2),
    repeatedOverheadMilliseconds: round(again, 2),
    duckMilliseconds: round(median(peer), 2),
    statements,
  };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const setUp = [
  'CREATE DATABASE BENCH',
  'CREATE ROLE ANALYST',
  `CREATE MASKING POLICY BENCH.PUBLIC.EMAIL AS (VAL VARCHAR) RETURNS VARCHAR ->
     CASE WHEN IS_ROLE_IN_SESSION('SUPPORT') THEN VAL ELSE '***@' || SPLIT_PART(VAL, '@', 2) END`,
  `CREATE ROW ACCESS POLICY BENCH.PUBLIC.REGION AS (REGION VARCHAR) RETURNS BOOLEAN ->
     CURRENT_ROLE() <> 'ANALYST' OR REGION = 'EMEA'`,
  `CREATE TABLE BENCH.PUBLIC.ORDERS (ID NUMBER, EMAIL VARCHAR WITH MASKING POLICY BENCH.PUBLIC.EMAIL,
     REGION VARCHAR, TOTAL NUMBER(12,2)) WITH ROW ACCESS POLICY BENCH.PUBLIC.REGION ON (REGION)`,
  'CREATE TABLE BENCH.PUBLIC.REGIONS (CODE VARCHAR, NAME VARCHAR)',
  `INSERT INTO BENCH.PUBLIC.ORDERS VALUES (1, 'ann@host.example', 'EMEA', 10), (2, 'bob@host.example', 'APAC', 20)`,
  `INSERT INTO BENCH.PUBLIC.REGIONS VALUES ('EMEA', 'Europe'), ('APAC', 'Asia')`,
  'GRANT USAGE ON DATABASE BENCH TO ROLE ANALYST',
  'GRANT USAGE ON SCHEMA BENCH.PUBLIC TO ROLE ANALYST',
  'GRANT SELECT ON ALL TABLES IN SCHEMA BENCH.PUBLIC TO ROLE ANALYST',
];

const setUpByHand = [
  'CREATE TABLE orders (id DECIMAL(38,0), email VARCHAR, region VARCHAR, total DECIMAL(12,2))',
  'CREATE TABLE regions (code VARCHAR, name VARCHAR)',
  `INSERT INTO orders VALUES (1, 'ann@host.example', 'EMEA', 10), (2, 'bob@host.example', 'APAC', 20)`,
  `INSERT INTO regions VALUES ('EMEA', 'Europe'), ('APAC', 'Asia')`,
];
