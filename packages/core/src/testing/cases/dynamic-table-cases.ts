import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type DynamicTableCaseId =
  | 'dynamic-tables/refreshed-when-created'
  | 'dynamic-tables/refresh'
  | 'dynamic-tables/least-lag'
  | 'dynamic-tables/downstream'
  | 'dynamic-tables/not-fresher-than-its-source'
  | 'dynamic-tables/incremental-is-checked'
  | 'dynamic-tables/refreshed-as-owner'
  | 'dynamic-tables/own-policies'
  | 'dynamic-tables/no-dml';

export type ShareCaseId =
  | 'shares/secure-objects-only'
  | 'shares/current-role-is-null'
  | 'shares/invoker-share';

const lag = 'user-guide/dynamic-tables-target-lag';
const end = 'WAREHOUSE = DAS_CONFORMANCE_WAREHOUSE';
const minute = `TARGET_LAG = '1 minute' ${end}`;

export const dynamicTableCases: CaseSet<DynamicTableCaseId> = {
  'dynamic-tables/refreshed-when-created': {
    title: 'a dynamic table is filled when it is created',
    page: 'sql-reference/sql/create-dynamic-table',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1), (2)');
      await world.run(`CREATE DYNAMIC TABLE D ${minute} AS SELECT A * 10 AS B FROM T`);
      assert.deepEqual(await world.column('SELECT B FROM D ORDER BY B'), [10, 20]);
    },
  },
  'dynamic-tables/refresh': {
    title: 'REFRESH brings what changed since',
    page: 'sql-reference/sql/alter-dynamic-table',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run(`CREATE DYNAMIC TABLE D ${minute} AS SELECT COUNT(*) AS N FROM T`);
      await world.all('INSERT INTO T VALUES (1)', 'ALTER DYNAMIC TABLE D REFRESH');
      assert.equal(await world.value('SELECT N FROM D'), 1);
    },
  },
  'dynamic-tables/least-lag': {
    title: 'a target lag below one minute is refused',
    page: lag,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.refused(
        `CREATE DYNAMIC TABLE D TARGET_LAG = '59 seconds' ${end} AS SELECT A FROM T`,
        'DAS_WAREHOUSE_INVALID_STATEMENT',
      );
    },
  },
  'dynamic-tables/downstream': {
    title: 'one with DOWNSTREAM is refreshed with what reads it',
    page: lag,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        `CREATE DYNAMIC TABLE D1 TARGET_LAG = DOWNSTREAM ${end} AS SELECT A FROM T`,
        `CREATE DYNAMIC TABLE D2 ${minute} AS SELECT COUNT(*) AS N FROM D1`,
        'INSERT INTO T VALUES (1)',
        'ALTER DYNAMIC TABLE D2 REFRESH',
      );
      assert.equal(await world.value('SELECT N FROM D2'), 1);
      assert.equal(await world.value('SELECT COUNT(*) FROM D1'), 1);
    },
  },
  'dynamic-tables/not-fresher-than-its-source': {
    title: 'a dynamic table cannot promise less lag than one that it reads',
    page: lag,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.run(`CREATE DYNAMIC TABLE D1 TARGET_LAG = '1 hour' ${end} AS SELECT A FROM T`);
      await world.failure(() =>
        world.run(`CREATE DYNAMIC TABLE D2 TARGET_LAG = '10 minutes' ${end} AS SELECT A FROM D1`),
      );
    },
  },
  'dynamic-tables/incremental-is-checked': {
    title: 'REFRESH_MODE = INCREMENTAL is refused for a query that cannot be refreshed so',
    page: 'user-guide/dynamic-tables-supported-queries',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      const create = (query: string) =>
        world.run(`CREATE DYNAMIC TABLE D ${minute} REFRESH_MODE = INCREMENTAL AS ${query}`);
      const error = await world.failure(() => create('SELECT A FROM T MINUS SELECT 1'));
      assert.equal(error.number, 2711);
      await create('SELECT A FROM T WHERE A > 0');
      const [shown] = await world.rows(`SHOW DYNAMIC TABLES IN SCHEMA ${world.schema}`);
      assert.equal(shown?.refresh_mode, 'INCREMENTAL');
    },
  },
  'dynamic-tables/refreshed-as-owner': {
    title: 'a refresh runs as the owner: a masked owner stores masked values',
    page: 'user-guide/dynamic-tables-privileges',
    run: async (world) => {
      await world.all(
        `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
           CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN V ELSE '*' END`,
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
        `CREATE DYNAMIC TABLE D ${minute} AS SELECT X FROM T`,
        'GRANT SELECT ON DYNAMIC TABLE D TO ROLE DAS_CLEARED',
      );
      assert.deepEqual(await world.column('SELECT X FROM D', 'DAS_CLEARED'), ['*']);
    },
  },
  'dynamic-tables/own-policies': {
    title: 'a dynamic table may have policies of its own',
    page: 'sql-reference/sql/create-dynamic-table',
    run: async (world) => {
      await world.all(
        `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
           CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN V ELSE '*' END`,
        'CREATE TABLE T (X VARCHAR)',
        "INSERT INTO T VALUES ('clear')",
        `CREATE DYNAMIC TABLE D (X WITH MASKING POLICY M) ${minute} AS SELECT X FROM T`,
        'GRANT SELECT ON DYNAMIC TABLE D TO ROLE DAS_CLEARED',
        'GRANT SELECT ON DYNAMIC TABLE D TO ROLE DAS_READER',
      );
      assert.equal(await world.value('SELECT X FROM D', 'DAS_CLEARED'), 'clear');
      assert.equal(await world.value('SELECT X FROM D', 'DAS_READER'), '*');
    },
  },
  'dynamic-tables/no-dml': {
    title: 'a dynamic table takes no DML',
    page: 'user-guide/dynamic-tables-about',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        `CREATE DYNAMIC TABLE D ${minute} AS SELECT A FROM T`,
      );
      await world.failure(() => world.run('INSERT INTO D VALUES (1)'));
      assert.equal(await world.value('SELECT COUNT(*) FROM D'), 0);
    },
  },
};

export const shareCases: CaseSet<ShareCaseId> = {
  'shares/secure-objects-only': {
    title: 'a share takes secure views alone, unless it was created otherwise',
    page: 'sql-reference/sql/create-share',
    run: async (world) => {
      await world.all(
        'CREATE OR REPLACE SHARE DAS_CONFORMANCE_SHARE',
        'GRANT USAGE ON DATABASE DAS_CONFORMANCE TO SHARE DAS_CONFORMANCE_SHARE',
        `GRANT USAGE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO SHARE DAS_CONFORMANCE_SHARE`,
        'CREATE TABLE T (A NUMBER)',
        'CREATE VIEW V AS SELECT A FROM T',
        'CREATE SECURE VIEW SV AS SELECT A FROM T',
        'GRANT SELECT ON VIEW SV TO SHARE DAS_CONFORMANCE_SHARE',
      );
      await world.failure(() => world.run('GRANT SELECT ON VIEW V TO SHARE DAS_CONFORMANCE_SHARE'));
      await world.run('DROP SHARE DAS_CONFORMANCE_SHARE');
    },
  },
  'shares/current-role-is-null': {
    title: 'in the account of a consumer CURRENT_ROLE in a policy is NULL',
    page: 'user-guide/data-sharing-policy-protected-data',
    run: async (world) => {
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> COALESCE(CURRENT_ROLE(), 'nobody')",
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
        'CREATE SECURE VIEW V AS SELECT X, CURRENT_ROLE() AS R FROM T',
        "ALTER SESSION SET SIMULATED_DATA_SHARING_CONSUMER = 'CONSUMER'",
      );
      assert.deepEqual(await world.rows('SELECT X, R FROM V'), [{ X: 'nobody', R: null }]);
    },
  },
  'shares/invoker-share': {
    title: 'INVOKER_SHARE is NULL where no share is used',
    page: 'sql-reference/functions/invoker_share',
    run: async (world) => {
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> COALESCE(INVOKER_SHARE(), 'none')",
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        "INSERT INTO T VALUES ('clear')",
      );
      assert.equal(await world.value('SELECT X FROM T'), 'none');
    },
  },
};
