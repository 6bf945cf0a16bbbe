import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { masked } from './masked-table.js';

export type TimeTravelCaseId =
  | 'time-travel/at-includes-the-statement'
  | 'time-travel/by-transaction'
  | 'time-travel/columns-of-today'
  | 'time-travel/policies-of-today'
  | 'time-travel/views'
  | 'time-travel/not-on-a-query'
  | 'time-travel/unknown-statement'
  | 'time-travel/changes'
  | 'time-travel/undrop-table'
  | 'time-travel/undrop-over-another'
  | 'time-travel/show-history'
  | 'clones/independent'
  | 'clones/before-a-statement'
  | 'clones/grants'
  | 'clones/policies-of-a-schema'
  | 'clones/transient'
  | 'clones/row-ids'
  | 'create-or-alter/keeps-rows'
  | 'create-or-alter/columns-at-the-end'
  | 'create-or-alter/no-query'
  | 'streams/takes-over-an-offset'
  | 'streams/clone-keeps-its-offset';

const atBefore = 'sql-reference/constructs/at-before';
const clone = 'sql-reference/sql/create-clone';
const createTable = 'sql-reference/sql/create-table';
const createStream = 'sql-reference/sql/create-stream';

export const timeTravelCases: CaseSet<TimeTravelCaseId> = {
  'time-travel/at-includes-the-statement': {
    title: 'AT includes what a statement changed, and BEFORE does not',
    page: atBefore,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1)',
        'UPDATE T SET A = 2',
      );
      const id = await world.value('SELECT LAST_QUERY_ID()');
      await world.run('DELETE FROM T');
      assert.deepEqual(await world.column(`SELECT A FROM T AT (STATEMENT => '${id}')`), [2]);
      assert.deepEqual(await world.column(`SELECT A FROM T BEFORE (STATEMENT => '${id}')`), [1]);
    },
  },
  'time-travel/by-transaction': {
    title: 'a statement in a transaction counts as the whole transaction',
    page: clone,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)', 'BEGIN');
      await world.run('INSERT INTO T VALUES (2)');
      const id = await world.value('SELECT LAST_QUERY_ID()');
      await world.all(
        'INSERT INTO T VALUES (3)',
        'COMMIT',
        `CREATE TABLE U CLONE T BEFORE (STATEMENT => '${id}')`,
      );
      assert.deepEqual(await world.column('SELECT A FROM U'), [1]);
    },
  },
  'time-travel/columns-of-today': {
    title: 'historical rows have the columns that the table has now',
    page: atBefore,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)', 'DELETE FROM T');
      const id = await world.value('SELECT LAST_QUERY_ID()');
      await world.run('ALTER TABLE T ADD COLUMN B NUMBER');
      assert.deepEqual(await world.rows(`SELECT * FROM T BEFORE (STATEMENT => '${id}')`), [
        { A: 1, B: null },
      ]);
    },
  },
  'time-travel/policies-of-today': {
    title: 'historical rows are under the policies that the table has now',
    page: atBefore,
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        'CREATE TABLE T (NAME VARCHAR)',
        "INSERT INTO T VALUES ('clear')",
        'DELETE FROM T',
      );
      const id = await world.value('SELECT LAST_QUERY_ID()');
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> 'masked'",
        'ALTER TABLE T MODIFY COLUMN NAME SET MASKING POLICY M',
      );
      const query = `SELECT NAME FROM T BEFORE (STATEMENT => '${id}')`;
      assert.deepEqual(await world.column(query, 'DAS_READER'), ['masked']);
    },
  },
  'time-travel/views': {
    title: 'AT on a view reads the tables behind it',
    page: atBefore,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1), (2)',
        'CREATE VIEW V AS SELECT A FROM T WHERE A > 1',
        'DELETE FROM T',
      );
      const query = 'SELECT A FROM V BEFORE (STATEMENT => LAST_QUERY_ID())';
      assert.deepEqual(await world.column(query), [2]);
    },
  },
  'time-travel/not-on-a-query': {
    title: 'AT does not go back in a query of WITH',
    page: atBefore,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.failure(() =>
        world.run('WITH Q AS (SELECT A FROM T) SELECT A FROM Q AT (OFFSET => -1)'),
      );
    },
  },
  'time-travel/unknown-statement': {
    title: 'a statement that never ran is refused',
    page: atBefore,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.failure(() =>
        world.run("SELECT A FROM T AT (STATEMENT => '8e5d0ca9-005e-44e6-b858-a8f5b37c5726')"),
      );
    },
  },
  'time-travel/changes': {
    title: 'CHANGES gives the net change since a point in time',
    page: 'sql-reference/constructs/changes',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER) CHANGE_TRACKING = TRUE',
        'INSERT INTO T VALUES (0)',
      );
      const id = await world.value('SELECT LAST_QUERY_ID()');
      await world.all('INSERT INTO T VALUES (1), (2)', 'DELETE FROM T WHERE ID = 1');
      const changes = (mode: string) =>
        `SELECT ID FROM T CHANGES (INFORMATION => ${mode}) AT (STATEMENT => '${id}') ORDER BY ID`;
      assert.deepEqual(await world.column(changes('DEFAULT')), [2]);
      assert.deepEqual(await world.column(changes('APPEND_ONLY')), [1, 2]);
    },
  },
  'time-travel/undrop-table': {
    title: 'UNDROP restores the most recent version of a dropped table',
    page: 'sql-reference/sql/undrop-table',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T AS SELECT 1 AS A',
        'CREATE OR REPLACE TABLE T AS SELECT 2 AS A',
      );
      await world.all('DROP TABLE T', 'UNDROP TABLE T');
      assert.equal(await world.value('SELECT A FROM T'), 2);
      await world.all('ALTER TABLE T RENAME TO U', 'UNDROP TABLE T');
      assert.equal(await world.value('SELECT A FROM T'), 1);
    },
  },
  'time-travel/undrop-over-another': {
    title: 'UNDROP is refused where a table of the name is',
    page: 'sql-reference/sql/undrop-table',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'DROP TABLE T', 'CREATE TABLE T (B NUMBER)');
      await world.refused('UNDROP TABLE T', 'DAS_WAREHOUSE_ALREADY_EXISTS');
    },
  },
  'time-travel/show-history': {
    title: 'SHOW TABLES HISTORY tells when a table was dropped',
    page: 'user-guide/data-time-travel',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'DROP TABLE T');
      const place = `IN SCHEMA ${world.schema}`;
      const rows = await world.rows(`SHOW TABLES HISTORY LIKE 'T' ${place}`);
      assert.equal(rows.length, 1);
      assert.notEqual(rows[0]?.dropped_on, null);
    },
  },
  'clones/independent': {
    title: 'a clone and its source do not see each other change',
    page: clone,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T AS SELECT 1 AS A',
        'CREATE TABLE U CLONE T',
        'INSERT INTO U VALUES (2)',
        'DELETE FROM T',
      );
      assert.deepEqual(await world.column('SELECT A FROM U ORDER BY A'), [1, 2]);
    },
  },
  'clones/before-a-statement': {
    title: 'a clone can be of the table as it was before a statement',
    page: clone,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)', 'DELETE FROM T');
      await world.run('CREATE TABLE U CLONE T BEFORE (STATEMENT => LAST_QUERY_ID())');
      assert.deepEqual(await world.column('SELECT A FROM U'), [1]);
    },
  },
  'clones/grants': {
    title: 'a clone of a table has the grants of its source only with COPY GRANTS',
    page: clone,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'GRANT SELECT ON TABLE T TO ROLE DAS_READER');
      await world.all('CREATE TABLE U CLONE T', 'CREATE TABLE W CLONE T COPY GRANTS');
      await world.refused('SELECT A FROM U', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      assert.deepEqual(await world.rows('SELECT A FROM W', 'DAS_READER'), []);
    },
  },
  'clones/policies-of-a-schema': {
    title: 'in the clone of a schema, columns are masked by the cloned policy',
    page: 'user-guide/object-clone',
    run: async (world) => {
      await masked(world);
      const copy = `${world.schema}_COPY`;
      await world.run(`CREATE SCHEMA ${copy} CLONE ${world.schema}`);
      try {
        await world.run(`USE SCHEMA ${world.schema}`);
        await world.run("ALTER MASKING POLICY M SET BODY -> 'changed'");
        assert.deepEqual(await world.column(`SELECT NAME FROM ${copy}.T`), ['masked', 'masked']);
        assert.deepEqual(await world.column('SELECT NAME FROM T'), ['changed', 'changed']);
      } finally {
        await world.run(`DROP SCHEMA ${copy}`);
      }
    },
  },
  'clones/transient': {
    title: 'a transient table has no permanent clone',
    page: createTable,
    run: async (world) => {
      await world.run('CREATE TRANSIENT TABLE T (A NUMBER)');
      await world.failure(() => world.run('CREATE TABLE U CLONE T'));
      await world.run('CREATE TRANSIENT TABLE U CLONE T');
    },
  },
  'clones/row-ids': {
    title: 'streams on a table and on its clone give a row one METADATA$ROW_ID',
    page: 'user-guide/streams-intro',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER) CHANGE_TRACKING = TRUE',
        'INSERT INTO T VALUES (1)',
        'CREATE TABLE U CLONE T',
        'CREATE STREAM S ON TABLE T',
        'CREATE STREAM R ON TABLE U',
        'DELETE FROM T',
        'DELETE FROM U',
      );
      const query = 'SELECT METADATA$ROW_ID FROM';
      assert.equal(await world.value(`${query} S`), await world.value(`${query} R`));
    },
  },
  'create-or-alter/keeps-rows': {
    title: 'CREATE OR ALTER TABLE keeps rows and policies, adds columns and drops others',
    page: 'sql-reference/sql/create-or-alter',
    run: async (world) => {
      await world.showToRoles();
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> 'masked'",
        'CREATE TABLE T (A NUMBER, NAME VARCHAR WITH MASKING POLICY M, OLD NUMBER)',
        "INSERT INTO T VALUES (1, 'clear', 2)",
      );
      for (let times = 0; times < 2; times += 1) {
        await world.run('CREATE OR ALTER TABLE T (A NUMBER, NAME VARCHAR, NEW NUMBER DEFAULT 3)');
        assert.deepEqual(await world.rows('SELECT * FROM T', 'DAS_READER'), [
          { A: 1, NAME: 'masked', NEW: 3 },
        ]);
      }
    },
  },
  'create-or-alter/columns-at-the-end': {
    title: 'CREATE OR ALTER TABLE adds columns at the end alone',
    page: createTable,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER, B NUMBER)');
      await world.failure(() =>
        world.run('CREATE OR ALTER TABLE T (A NUMBER, C NUMBER, B NUMBER)'),
      );
    },
  },
  'create-or-alter/no-query': {
    title: 'CREATE OR ALTER TABLE takes no query',
    page: 'sql-reference/sql/create-or-alter',
    run: async (world) => {
      await world.failure(() => world.run('CREATE OR ALTER TABLE T AS SELECT 1 AS A'));
    },
  },
  'streams/takes-over-an-offset': {
    title: 'a stream that is replaced may keep its offset',
    page: createStream,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER)',
        'CREATE STREAM S ON TABLE T',
        'INSERT INTO T VALUES (1)',
        "CREATE OR REPLACE STREAM S ON TABLE T AT (STREAM => 'S')",
      );
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
    },
  },
  'streams/clone-keeps-its-offset': {
    title: 'the clone of a stream stands where its source stands',
    page: createStream,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER)',
        'CREATE STREAM S ON TABLE T',
        'INSERT INTO T VALUES (1)',
        'CREATE STREAM R CLONE S',
      );
      assert.deepEqual(await world.column('SELECT ID FROM R'), [1]);
    },
  },
};
