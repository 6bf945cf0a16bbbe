import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type StreamOffsetCaseId =
  | 'streams/select-keeps-the-offset'
  | 'streams/create-table-as'
  | 'streams/offset-of-the-start'
  | 'streams/initial-rows'
  | 'streams/renamed-table'
  | 'streams/replaced-table'
  | 'streams/table-made-again'
  | 'streams/views-that-have-no-stream'
  | 'streams/no-policy-of-its-own'
  | 'streams/mapping-table-of-today';

const page = 'user-guide/streams-intro';
const table = ['CREATE TABLE T (ID NUMBER)', 'CREATE STREAM S ON TABLE T'] as const;

/** Where the offset of a stream stands, and what leaves the stream behind. */
export const streamOffsetCases: CaseSet<StreamOffsetCaseId> = {
  'streams/select-keeps-the-offset': {
    title: 'a query leaves the offset, also in a transaction that is committed',
    page,
    run: async (world) => {
      await world.all(...table, 'INSERT INTO T VALUES (1)', 'BEGIN');
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
      await world.run('COMMIT');
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
    },
  },
  'streams/create-table-as': {
    title: 'CREATE TABLE AS moves the offset of the stream that it reads',
    page,
    run: async (world) => {
      await world.all(
        ...table,
        'INSERT INTO T VALUES (1)',
        'CREATE TABLE TAKEN AS SELECT ID FROM S',
      );
      assert.deepEqual(await world.column('SELECT ID FROM TAKEN'), [1]);
      assert.deepEqual(await world.column('SELECT ID FROM S'), []);
    },
  },
  'streams/offset-of-the-start': {
    title: 'COMMIT moves the offset to the start of the transaction: its own changes come next',
    page,
    run: async (world) => {
      await world.all(
        ...table,
        'CREATE TABLE SINK (ID NUMBER)',
        'INSERT INTO T VALUES (1)',
        'BEGIN',
        'INSERT INTO SINK SELECT ID FROM S',
        'INSERT INTO T VALUES (2)',
        'COMMIT',
      );
      assert.deepEqual(await world.column('SELECT ID FROM SINK'), [1]);
      assert.deepEqual(await world.column('SELECT ID FROM S'), [2]);
    },
  },
  'streams/initial-rows': {
    title: 'SHOW_INITIAL_ROWS gives the rows that were there as inserts, once',
    page: 'sql-reference/sql/create-stream',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER)',
        'INSERT INTO T VALUES (1)',
        'CREATE STREAM S ON TABLE T SHOW_INITIAL_ROWS = TRUE',
        'CREATE TABLE SINK (ID NUMBER)',
      );
      assert.deepEqual(await world.cells('SELECT ID, METADATA$ACTION FROM S'), [[1, 'INSERT']]);
      await world.run('INSERT INTO SINK SELECT ID FROM S');
      assert.deepEqual(await world.column('SELECT ID FROM S'), []);
    },
  },
  'streams/renamed-table': {
    title: 'a stream follows its table when that is renamed',
    page,
    run: async (world) => {
      await world.all(...table, 'ALTER TABLE T RENAME TO U', 'INSERT INTO U VALUES (1)');
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
    },
  },
  'streams/replaced-table': {
    title: 'CREATE OR REPLACE of its table makes a stream stale',
    page,
    run: async (world) => {
      await world.all(...table, 'CREATE OR REPLACE TABLE T (ID NUMBER)');
      await world.failure(() => world.run('SELECT ID FROM S'));
    },
  },
  'streams/table-made-again': {
    title: 'a stream does not find a table that was dropped and made again under its name',
    page,
    run: async (world) => {
      await world.all(...table, 'DROP TABLE T', 'CREATE TABLE T (ID NUMBER)');
      await world.run('INSERT INTO T VALUES (1)');
      await world.failure(() => world.run('SELECT ID FROM S'));
    },
  },
  'streams/views-that-have-no-stream': {
    title: 'views with DISTINCT, LIMIT, QUALIFY or a correlated subquery have no streams',
    page,
    run: async (world) => {
      await world.all('CREATE TABLE T (ID NUMBER)', 'CREATE TABLE U (ID NUMBER)');
      const queries = [
        'SELECT DISTINCT ID FROM T',
        'SELECT ID FROM T LIMIT 1',
        'SELECT ID FROM T QUALIFY ROW_NUMBER() OVER (ORDER BY ID) = 1',
        'SELECT ID FROM T WHERE EXISTS (SELECT 1 FROM U WHERE U.ID = T.ID)',
      ];
      for (const query of queries) {
        await world.run(`CREATE OR REPLACE VIEW V AS ${query}`);
        await world.failure(() => world.run('CREATE STREAM S ON VIEW V'));
      }
      await world.all(
        'CREATE OR REPLACE VIEW V AS SELECT ID FROM T UNION ALL SELECT ID FROM U',
        'CREATE STREAM S ON VIEW V',
        'INSERT INTO U VALUES (1)',
      );
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
    },
  },
  'streams/no-policy-of-its-own': {
    title: 'a row access policy is set on a table, not on its stream, where it holds as well',
    page: 'user-guide/security-row-intro',
    run: async (world) => {
      await world.all(
        ...table,
        'CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN -> N = 1',
        'INSERT INTO T VALUES (1), (2)',
      );
      await world.failure(() => world.run('ALTER STREAM S ADD ROW ACCESS POLICY R ON (ID)'));
      await world.run('ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)');
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
    },
  },
  'streams/mapping-table-of-today': {
    title: 'the policy of a stream reads its mapping table as that is now',
    page: 'user-guide/security-row-intro',
    run: async (world) => {
      await world.all(
        ...table,
        'CREATE TABLE MAPPING (OPEN NUMBER)',
        'INSERT INTO MAPPING VALUES (1)',
        `CREATE ROW ACCESS POLICY R AS (N NUMBER) RETURNS BOOLEAN ->
           EXISTS (SELECT 1 FROM MAPPING WHERE OPEN = N)`,
        'ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)',
        'INSERT INTO T VALUES (1), (2)',
        'UPDATE MAPPING SET OPEN = 2',
      );
      assert.deepEqual(await world.column('SELECT ID FROM S'), [2]);
    },
  },
};
