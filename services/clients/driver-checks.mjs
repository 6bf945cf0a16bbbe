// What snowflake-sdk does with a served warehouse, in a process of its own. Run with the server's URL:
// each check gets a schema and says on one line of JSON whether it held.
import { deepStrictEqual as equal, ok, rejects } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withConnection } from './open-connection.mjs';

const url = process.argv[2] ?? '';

/** @typedef {import('./open-connection.mjs').OpenConnection} OpenConnection */

/** @type {Readonly<Record<string, (connection: OpenConnection) => Promise<void>>>} */
const checks = {
  'signs in with the role and the database that it names': async (connection) => {
    equal(await connection.rows('SELECT CURRENT_ROLE() AS R, CURRENT_DATABASE() AS D'), [
      { R: 'ACCOUNTADMIN', D: 'DRIVER' },
    ]);
  },

  'reads types as values of JavaScript': async (connection) => {
    const [row] = await connection.rows(
      `SELECT 1 AS N, 1.25::NUMBER(9,2) AS A, 2.5::FLOAT AS F, 'it''s' AS T, TRUE AS B, NULL AS Z,
         '2026-02-28'::DATE AS D, '2026-02-28 13:14:15.678'::TIMESTAMP_NTZ AS M,
         PARSE_JSON('{"a": [1, "x", null]}') AS V, TO_BINARY('00FF') AS X`,
    );
    equal(
      { ...row, D: row?.D?.toISOString?.(), M: row?.M?.toISOString?.(), X: [...(row?.X ?? [])] },
      {
        N: 1,
        A: 1.25,
        F: 2.5,
        T: "it's",
        B: true,
        Z: null,
        D: '2026-02-28T00:00:00.000Z',
        M: '2026-02-28T13:14:15.678Z',
        V: { a: [1, 'x', null] },
        X: [0, 255],
      },
    );
  },

  'reads large numbers as text when it asks for text': async (connection) => {
    const rows = await connection.rows('SELECT 12345678901234567890123456789012345678 AS N', {
      fetchAsString: ['Number'],
    });
    equal(rows, [{ N: '12345678901234567890123456789012345678' }]);
  },

  'binds by position and by number': async (connection) => {
    await connection.rows('CREATE TABLE T (N NUMBER, S VARCHAR, B BOOLEAN, V VARIANT)');
    await connection.rows('INSERT INTO T SELECT ?, ?, ?, PARSE_JSON(?)', {
      binds: [1, "it's", true, '{"a": 1}'],
    });
    await connection.rows('INSERT INTO T (S, N) VALUES (:2, :1)', { binds: [2, 'two'] });
    equal(await connection.rows('SELECT * FROM T ORDER BY N'), [
      { N: 1, S: "it's", B: true, V: { a: 1 } },
      { N: 2, S: 'two', B: null, V: null },
    ]);
  },

  'inserts 100,000 rows by bulk binds': async (connection) => {
    await connection.rows('CREATE TABLE T (N NUMBER, S VARCHAR)');
    for (let start = 0; start < 100_000; start += 25_000) {
      await connection.rows('INSERT INTO T VALUES (?, ?)', {
        binds: Array.from({ length: 25_000 }, (_, n) => [start + n, `s${n % 7}`]),
      });
    }
    equal(await connection.rows('SELECT COUNT(*) AS N, COUNT(DISTINCT N) AS D FROM T'), [
      { N: 100_000, D: 100_000 },
    ]);
  },

  'streams 200,000 rows in their order': async (connection) => {
    const tens = Array.from({ length: 100 }, (_, n) => `(${n})`).join(', ');
    await connection.rows(`CREATE TABLE T AS SELECT COLUMN1 AS N FROM VALUES ${tens}`);
    let next = 0;
    for await (const row of connection.stream(
      'SELECT A.N * 10000 + B.N * 100 + C.N AS X FROM T A, T B, T C WHERE A.N < 20 ORDER BY X',
    )) {
      ok(row.X === next, 'a row is missing or out of order');
      next += 1;
    }
    equal(next, 200_000);
  },

  'commits, rolls back, and sees nothing of what another has not committed': async (connection) => {
    await connection.rows('CREATE TABLE T (N NUMBER)');
    const place = { database: 'DRIVER', schema: connection.schema };
    await withConnection(url, place, async (other) => {
      await connection.rows('BEGIN');
      await connection.rows('INSERT INTO T VALUES (1)');
      equal(await other.rows('SELECT COUNT(*) AS N FROM T'), [{ N: 0 }]);
      await connection.rows('ROLLBACK');
      await connection.rows('ALTER SESSION SET AUTOCOMMIT = FALSE');
      await connection.rows('INSERT INTO T VALUES (2)');
      equal(await other.rows('SELECT COUNT(*) AS N FROM T'), [{ N: 0 }]);
      await connection.rows('COMMIT');
      equal(await other.rows('SELECT N FROM T'), [{ N: 2 }]);
    });
  },

  'fails with the numbers and states of Snowflake': async (connection) => {
    /** @type {readonly (readonly [string, string, string])[]} */
    const failures = [
      ['SELECT * FROM NOT_THERE', '002003', '42S02'],
      ['SELEC 1', '001003', '42000'],
      ['SELECT 1 / 0', '100051', '22012'],
      ['USE ROLE NOT_THERE', '002043', '02000'],
    ];
    for (const [text, code, sqlState] of failures) {
      await rejects(connection.rows(text), (/** @type {any} */ error) => {
        equal({ text, code: error.code, sqlState: error.sqlState }, { text, code, sqlState });
        return true;
      });
    }
  },

  'runs a statement asynchronously and fetches its result later': async (connection) => {
    const query = await connection.submit('SELECT 42 AS A');
    equal(await connection.resultsOf(query), [{ A: 42 }]);
    const failing = await connection.submit('SELECT 1 / 0 AS A');
    await rejects(connection.resultsOf(failing));
  },

  'puts a file, copies it into a table and gets it back': async (connection) => {
    const folder = mkdtempSync(join(tmpdir(), 'das-driver-'));
    try {
      writeFileSync(join(folder, 'rows.csv'), '1,a\n2,b\n');
      await connection.rows('CREATE STAGE FILES');
      await connection.rows('CREATE TABLE T (N NUMBER, S VARCHAR)');
      const [put] = await connection.rows(`PUT 'file://${folder}/rows.csv' @FILES`);
      equal(put?.status, 'UPLOADED');
      await connection.rows('COPY INTO T FROM @FILES FILE_FORMAT = (TYPE = CSV)');
      equal(await connection.rows('SELECT COUNT(*) AS N, MAX(S) AS S FROM T'), [{ N: 2, S: 'b' }]);
      mkdirSync(join(folder, 'down'));
      await connection.rows(`GET @FILES 'file://${folder}/down/'`);
      equal(readdirSync(join(folder, 'down')), ['rows.csv.gz']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  'gives a masked role masked values, and refuses what is not granted': async (connection) => {
    for (const text of [
      'CREATE ROLE IF NOT EXISTS DRIVER_READER',
      "CREATE MASKING POLICY HIDE AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE '***' END",
      'CREATE TABLE PEOPLE (EMAIL VARCHAR WITH MASKING POLICY HIDE)',
      "INSERT INTO PEOPLE VALUES ('ann@example.com')",
      'GRANT USAGE ON DATABASE DRIVER TO ROLE DRIVER_READER',
      `GRANT USAGE ON SCHEMA DRIVER.${connection.schema} TO ROLE DRIVER_READER`,
      'GRANT SELECT ON TABLE PEOPLE TO ROLE DRIVER_READER',
    ]) {
      await connection.rows(text);
    }
    const place = { database: 'DRIVER', schema: connection.schema };
    await withConnection(url, { ...place, role: 'DRIVER_READER' }, async (reader) => {
      equal(await reader.rows('SELECT EMAIL FROM PEOPLE'), [{ EMAIL: '***' }]);
      await rejects(reader.rows('DELETE FROM PEOPLE'), { code: '003001' });
    });
  },

  'describes a query without running it': async (connection) => {
    await connection.rows('CREATE TABLE T (N NUMBER(10,2), S VARCHAR(20), M TIMESTAMP_LTZ)');
    equal(await connection.describe('SELECT * FROM T'), [
      ['N', 'fixed'],
      ['S', 'text'],
      ['M', 'timestamp_ltz'],
    ]);
    await connection.describe('INSERT INTO T (N) VALUES (1)');
    equal(await connection.rows('SELECT COUNT(*) AS N FROM T'), [{ N: 0 }]);
  },
};

await withConnection(url, {}, async (admin) => {
  await admin.rows('CREATE DATABASE DRIVER');
});
for (const [number, [name, check]] of Object.entries(checks).entries()) {
  let failure = null;
  try {
    await withConnection(url, { database: 'DRIVER' }, async (connection) => {
      const schema = `CHECK_${number}`;
      await connection.rows(`CREATE SCHEMA ${schema}`);
      await check({ ...connection, schema });
    });
  } catch (error) {
    failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  console.log(JSON.stringify({ name, failure }));
}
