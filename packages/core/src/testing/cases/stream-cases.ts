import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type StreamCaseId =
  | 'streams/net-change'
  | 'streams/metadata-columns'
  | 'streams/advances-with-dml'
  | 'streams/rollback-keeps-the-offset'
  | 'streams/repeatable-in-a-transaction'
  | 'streams/append-only'
  | 'streams/on-views'
  | 'streams/policies-apply';

export type TaskCaseId =
  | 'tasks/created-suspended'
  | 'tasks/execute-task'
  | 'tasks/when-stream-has-data';

const page = 'user-guide/streams-intro';
const table = ['CREATE TABLE T (ID NUMBER, X VARCHAR)', 'CREATE STREAM S ON TABLE T'] as const;
const changes =
  'SELECT ID, X, METADATA$ACTION AS ACTION, METADATA$ISUPDATE AS ISUPDATE FROM S ORDER BY ID, ACTION';

export const streamCases: CaseSet<StreamCaseId> = {
  'streams/net-change': {
    title: 'a stream gives the least change between its offset and now',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER, X VARCHAR)',
        "INSERT INTO T VALUES (1, 'a'), (2, 'b')",
        'CREATE STREAM S ON TABLE T',
        "INSERT INTO T VALUES (3, 'c'), (4, 'd')",
        "UPDATE T SET X = 'cc' WHERE ID = 3",
        'DELETE FROM T WHERE ID = 4',
        "UPDATE T SET X = 'aa' WHERE ID = 1",
      );
      assert.deepEqual(await world.cells(changes), [
        [1, 'a', 'DELETE', true],
        [1, 'aa', 'INSERT', true],
        [3, 'cc', 'INSERT', false],
      ]);
    },
  },
  'streams/metadata-columns': {
    title: 'METADATA$ROW_ID names a row for as long as it lives',
    page,
    run: async (world) => {
      await world.all(...table, 'CREATE STREAM S2 ON TABLE T', "INSERT INTO T VALUES (1, 'a')");
      const id = await world.value('SELECT METADATA$ROW_ID FROM S');
      assert.equal(typeof id, 'string');
      assert.equal(await world.value('SELECT METADATA$ROW_ID FROM S2'), id);
    },
  },
  'streams/advances-with-dml': {
    title: 'reading leaves the offset, DML moves it, even with no rows taken',
    page,
    run: async (world) => {
      await world.all(...table, "INSERT INTO T VALUES (1, 'a')");
      const pending = () => world.value('SELECT COUNT(*) FROM S');
      assert.equal(await pending(), 1);
      assert.equal(await pending(), 1);
      await world.all(
        'CREATE TABLE SINK (ID NUMBER)',
        'INSERT INTO SINK SELECT ID FROM S WHERE 0 = 1',
      );
      assert.equal(await pending(), 0);
    },
  },
  'streams/rollback-keeps-the-offset': {
    title: 'a transaction that is rolled back leaves the offset',
    page,
    run: async (world) => {
      await world.all(
        ...table,
        "INSERT INTO T VALUES (1, 'a')",
        'CREATE TABLE SINK (ID NUMBER)',
        'BEGIN',
        'INSERT INTO SINK SELECT ID FROM S',
        'ROLLBACK',
      );
      assert.equal(await world.value('SELECT COUNT(*) FROM S'), 1);
    },
  },
  'streams/repeatable-in-a-transaction': {
    title: 'inside a transaction a stream stands still at its start',
    page,
    run: async (world) => {
      await world.all(
        ...table,
        "INSERT INTO T VALUES (1, 'a')",
        'BEGIN',
        "INSERT INTO T VALUES (2, 'b')",
      );
      assert.deepEqual(await world.column('SELECT ID FROM S'), [1]);
      await world.run('COMMIT');
      assert.equal(await world.value('SELECT COUNT(*) FROM S'), 2);
    },
  },
  'streams/append-only': {
    title: 'an append-only stream keeps inserts of rows that were deleted since',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER)',
        'CREATE STREAM S ON TABLE T APPEND_ONLY = TRUE',
        'INSERT INTO T VALUES (1), (2)',
        'DELETE FROM T WHERE ID = 1',
      );
      assert.deepEqual(await world.column('SELECT ID FROM S ORDER BY ID'), [1, 2]);
    },
  },
  'streams/on-views': {
    title: 'a stream on a view takes filters and inner joins, and no GROUP BY',
    page,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER)',
        'CREATE VIEW V AS SELECT ID FROM T WHERE ID > 1',
        'CREATE STREAM S ON VIEW V',
        'INSERT INTO T VALUES (1), (2)',
      );
      assert.deepEqual(await world.column('SELECT ID FROM S'), [2]);
      await world.run('CREATE VIEW G AS SELECT COUNT(*) AS N FROM T GROUP BY ID');
      await world.failure(() => world.run('CREATE STREAM S2 ON VIEW G'));
    },
  },
  'streams/policies-apply': {
    title: "the table's policies are applied when its stream is read",
    page,
    run: async (world) => {
      await world.all(
        "CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR -> '*'",
        'CREATE TABLE T (X VARCHAR WITH MASKING POLICY M)',
        'CREATE STREAM S ON TABLE T',
        "INSERT INTO T VALUES ('clear')",
      );
      assert.deepEqual(await world.column('SELECT X FROM S'), ['*']);
    },
  },
};

const task = "CREATE TASK K WAREHOUSE = DAS_CONFORMANCE_WAREHOUSE SCHEDULE = '60 MINUTE'";

export const taskCases: CaseSet<TaskCaseId> = {
  'tasks/created-suspended': {
    title: 'a task is created suspended',
    page: 'user-guide/tasks-intro',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', `${task} AS INSERT INTO T VALUES (1)`);
      const [shown] = await world.rows(`SHOW TASKS IN SCHEMA ${world.schema}`);
      assert.equal(shown?.state, 'suspended');
    },
  },
  'tasks/execute-task': {
    title: 'EXECUTE TASK runs a task once, as its owner',
    page: 'sql-reference/sql/execute-task',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        `${task} AS INSERT INTO T VALUES (1)`,
        'EXECUTE TASK K',
      );
      for (let turn = 0; turn < 120; turn += 1) {
        if ((await world.value('SELECT COUNT(*) FROM T')) === 1) return;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      assert.fail('the task did not run');
    },
  },
  'tasks/when-stream-has-data': {
    title: 'WHEN SYSTEM$STREAM_HAS_DATA lets a task rest',
    page: 'sql-reference/functions/system_stream_has_data',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'CREATE STREAM S ON TABLE T',
        `${task} WHEN SYSTEM$STREAM_HAS_DATA('S') AS DELETE FROM T`,
      );
      assert.equal(await world.value("SELECT SYSTEM$STREAM_HAS_DATA('S')"), false);
    },
  },
};
