import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';
import { secondLook } from './second-look.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.T (A NUMBER)',
    'INSERT INTO D.S.T VALUES (1)',
  ]);
});
afterAll(async () => await account.warehouse.close());

const refused: readonly string[] = [
  'PRAGMA database_list',
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_parquet('x')",
  "SELECT * FROM '/etc/passwd'",
  "SELECT * FROM glob('*')",
  "SELECT * FROM TABLE(read_text('/etc/passwd'))",
  'SELECT * FROM duckdb_tables()',
  'SELECT * FROM duckdb_settings',
  'SELECT * FROM das_catalogue.objects',
  'SELECT * FROM "das_catalogue"."objects"',
  'SELECT * FROM das_data.t1',
  'SELECT * FROM memory.das_catalogue.objects',
  'SELECT * FROM sqlite_master',
  'SELECT * FROM memory.information_schema.tables',
  'SELECT * FROM system.information_schema.columns',
  'SELECT * FROM pg_catalog.pg_class',
  'SELECT * FROM q1',
  'SELECT * FROM r1',
  "ATTACH 'x.db'",
  "COPY D.S.T TO '/tmp/x.csv'",
  'COPY INTO @D.S.ST FROM D.S.T',
  'INSTALL httpfs',
  'LOAD httpfs',
  'EXPORT DATABASE x',
  'CALL pragma_version()',
  'CHECKPOINT',
  'VACUUM',
  'EXPLAIN SELECT 1',
  'SELECT 1; SELECT 2',
  'SELECT 1; DROP TABLE D.S.T',
  'CREATE FUNCTION F() RETURNS NUMBER AS 1',
  'CREATE MACRO m() AS 1',
  "SELECT getenv('HOME')",
  "SELECT current_setting('access_mode')",
  'SELECT query_table(1)',
  'SELECT * FROM D.S.T SAMPLE (10)',
  'SELECT * FROM D.S.T PIVOT(SUM(A) FOR A IN (1))',
  'SELECT A FROM D.S.T START WITH A = 1 CONNECT BY A = PRIOR A',
  'SELECT A FROM D.S.T FOR UPDATE',
  'SELECT $1 FROM @D.S.ST',
  'SELECT x -> x + 1',
  'SELECT SUM(A) FILTER (WHERE A > 0) FROM D.S.T',
  'SELECT * FROM D.S.T, LATERAL FLATTEN(input => A)',
  'WITH RECURSIVE q AS (SELECT 1 UNION ALL SELECT 1 FROM q) SELECT * FROM q',
  'SELECT A FROM D.S.T GROUP BY CUBE(A)',
  "SELECT A FROM IDENTIFIER('D.S.T')",
  'SELECT rowid FROM D.S.T',
  'SELECT c1 FROM D.S.T',
  'SELECT rid FROM D.S.T',
  'SELECT CURRENT_ROLE',
  'SELECT DAS$F$UPPER(1)',
  'SELECT * FROM DAS$Q1',
];

describe('what the engine does not support', () => {
  it.each(refused)('is refused: %s', async (statement) => {
    const code = await account.code(statement);
    expect([
      'DAS_WAREHOUSE_UNSUPPORTED',
      'DAS_WAREHOUSE_INVALID_STATEMENT',
      'DAS_WAREHOUSE_NOT_FOUND',
    ]).toContain(code);
  });

  it('leaves everything as it was', async () => {
    expect(await account.value('SELECT COUNT(*) FROM D.S.T')).toBe(1);
  });

  it('cannot be reached by a quoted name', async () => {
    const names = ['a"b', "a'b", 'x) AS y; --', 'das_data.t1', 'c1', 'ü "ß"', 'A-B', '$1'];
    for (const name of names) {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      await account.run(
        `CREATE OR REPLACE TABLE D.S.${quoted} (${quoted} NUMBER, "a" NUMBER, A NUMBER)`,
      );
      await account.run(`INSERT INTO D.S.${quoted} VALUES (1, 2, 3)`);
      const rows = await account.run(`SELECT ${quoted}, "a", a FROM D.S.${quoted} AS ${quoted}`);
      expect(rows).toEqual([{ [name]: 1, a: 2, A: 3 }]);
      await account.run(`DROP TABLE D.S.${quoted}`);
    }
  });
});

describe('the second look', () => {
  const document = (from: unknown): string =>
    JSON.stringify({
      error: false,
      statements: [{ node: { type: 'SELECT_NODE', from_table: from } }],
    });

  it('refuses a table that the rewrite did not put there', () => {
    const table = {
      type: 'BASE_TABLE',
      alias: '',
      sample: null,
      catalog_name: '',
      schema_name: 'das_data',
      table_name: 't9',
    };
    expect(() => secondLook(document(table), new Set(['das_data.t1']))).toThrow(
      /outside the catalogue/,
    );
    expect(() => secondLook(document(table), new Set(['das_data.t9']))).not.toThrow();
  });

  it('refuses table functions, and functions that read settings', () => {
    const call = { type: 'TABLE_FUNCTION', alias: '', sample: null, function: {} };
    expect(() => secondLook(document(call), new Set())).toThrow(/table function/);
    const setting = { class: 'FUNCTION', type: 'FUNCTION', function_name: 'current_setting' };
    expect(() => secondLook(document(setting), new Set())).toThrow(/function outside/);
  });

  it('refuses what DuckDB could not read', () => {
    expect(() => secondLook('{"error":true}', new Set())).toThrow(/cannot read/);
  });
});
