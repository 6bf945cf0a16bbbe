import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { masked } from './masked-table.js';

export type CloneCaseId =
  | 'clones/independent'
  | 'clones/before-a-statement'
  | 'clones/grants'
  | 'clones/policies-of-a-schema'
  | 'clones/transient'
  | 'clones/row-ids'
  | 'create-or-alter/keeps-rows'
  | 'create-or-alter/columns-at-the-end'
  | 'create-or-alter/no-query'
  | 'streams/clone-keeps-its-offset';

const clone = 'sql-reference/sql/create-clone';
const createTable = 'sql-reference/sql/create-table';
const createStream = 'sql-reference/sql/create-stream';

/** Clones, and `CREATE OR ALTER`. */
export const cloneCases: CaseSet<CloneCaseId> = {
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
