import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type ViewCaseId =
  | 'views/rights-of-the-owner'
  | 'views/column-names'
  | 'views/secure-text'
  | 'views/temporary-table-not-seen'
  | 'views/swap'
  | 'views/time-travel'
  | 'views/sequences';

export const viewCases: CaseSet<ViewCaseId> = {
  'views/rights-of-the-owner': {
    title: 'a view reads with the rights of its owner',
    page: 'user-guide/views-introduction',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1)',
        'CREATE VIEW V AS SELECT A FROM T',
        'GRANT SELECT ON VIEW V TO ROLE DAS_READER',
      );
      await world.refused('SELECT * FROM T', 'DAS_WAREHOUSE_NOT_FOUND', 'DAS_READER');
      assert.deepEqual(await world.rows('SELECT * FROM V', 'DAS_READER'), [{ A: 1 }]);
    },
  },
  'views/column-names': {
    title: 'a view may name its columns, and is not changed by its table',
    page: 'sql-reference/sql/create-view',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1)',
        'CREATE VIEW V (N) AS SELECT * FROM T',
        'CREATE OR REPLACE VIEW V (M) AS SELECT A + 1 FROM T',
      );
      assert.deepEqual(await world.rows('SELECT * FROM V'), [{ M: 2 }]);
    },
  },
  'views/secure-text': {
    title: 'the text of a secure view is for its owner',
    page: 'user-guide/views-secure',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        "CREATE SECURE VIEW V AS SELECT A FROM T WHERE 'NOT-FOR-ALL' <> ''",
        'GRANT SELECT ON VIEW V TO ROLE DAS_READER',
      );
      const shown = await world.rows(`SHOW VIEWS IN SCHEMA ${world.schema}`, 'DAS_READER');
      assert.equal(shown.length, 1);
      assert.ok(!JSON.stringify(shown).includes('NOT-FOR-ALL'));
    },
  },
  'views/temporary-table-not-seen': {
    title: 'a temporary table hides a permanent one from its own session alone',
    page: 'user-guide/tables-temp-transient',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)');
      await using session = await world.open();
      for (const text of ['CREATE TEMPORARY TABLE T (B NUMBER)', 'INSERT INTO T VALUES (2), (3)']) {
        await session.execute({ text, binds: [] });
      }
      const { rows } = await session.execute({ text: 'SELECT * FROM T ORDER BY 1', binds: [] });
      assert.deepEqual(rows, [{ B: 2 }, { B: 3 }]);
      assert.deepEqual(await world.rows('SELECT * FROM T'), [{ A: 1 }]);
    },
  },
  'views/swap': {
    title: 'SWAP WITH exchanges two tables in one step',
    page: 'sql-reference/sql/alter-table',
    run: async (world) => {
      await world.all(
        'CREATE TABLE A AS SELECT 1 AS N',
        'CREATE TABLE B AS SELECT 2 AS N',
        'ALTER TABLE A SWAP WITH B',
      );
      assert.equal(await world.value('SELECT N FROM A'), 2);
      assert.equal(await world.value('SELECT N FROM B'), 1);
    },
  },
  'views/time-travel': {
    title: 'AT reads a table as it was before a statement',
    page: 'sql-reference/constructs/at-before',
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)', 'DELETE FROM T');
      assert.deepEqual(
        await world.column('SELECT A FROM T BEFORE (STATEMENT => LAST_QUERY_ID())'),
        [1],
      );
    },
  },
  'views/sequences': {
    title: 'a sequence gives numbers that grow',
    page: 'user-guide/querying-sequences',
    run: async (world) => {
      await world.all('CREATE SEQUENCE Q', 'CREATE TABLE T (A NUMBER DEFAULT Q.NEXTVAL, B NUMBER)');
      await world.run('INSERT INTO T (B) VALUES (1), (2)');
      assert.equal(await world.value('SELECT COUNT(DISTINCT A) FROM T'), 2);
    },
  },
};
