import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

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
  | 'streams/takes-over-an-offset';

const atBefore = 'sql-reference/constructs/at-before';
const clone = 'sql-reference/sql/create-clone';
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
};
