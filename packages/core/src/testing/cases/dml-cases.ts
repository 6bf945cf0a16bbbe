import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';

export type DmlCaseId =
  | 'dml/insert'
  | 'dml/insert-query'
  | 'dml/insert-overwrite'
  | 'dml/update'
  | 'dml/update-from'
  | 'dml/delete'
  | 'dml/delete-using'
  | 'dml/merge'
  | 'dml/merge-two-rows'
  | 'dml/truncate'
  | 'dml/not-null'
  | 'dml/too-long'
  | 'dml/width'
  | 'dml/whole-or-nothing';

const sql = 'sql-reference/sql';

export const dmlCases: CaseSet<DmlCaseId> = {
  'dml/insert': {
    title: 'INSERT counts its rows and fills defaults',
    page: `${sql}/insert`,
    run: async (world) => {
      await world.run("CREATE TABLE T (A NUMBER, B VARCHAR DEFAULT 'd')");
      const result = await world.run('INSERT INTO T (A) VALUES (1), (-2)');
      assert.deepEqual(result.rows, [{ 'number of rows inserted': 2 }]);
      assert.equal(result.rowsAffected, 2);
      await world.run('INSERT INTO T VALUES (3, DEFAULT), (4, NULL)');
      assert.deepEqual(await world.column('SELECT B FROM T ORDER BY A'), ['d', 'd', 'd', null]);
    },
  },
  'dml/insert-query': {
    title: 'INSERT takes a query, in the order of the named columns',
    page: `${sql}/insert`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER, B VARCHAR)', "INSERT INTO T VALUES (1, 'x')");
      const { rowsAffected } = await world.run(
        "INSERT INTO T (B, A) SELECT B || 'y', A + 1 FROM T",
      );
      assert.equal(rowsAffected, 1);
      assert.deepEqual(await world.cells('SELECT A, B FROM T ORDER BY A'), [
        [1, 'x'],
        [2, 'xy'],
      ]);
    },
  },
  'dml/insert-overwrite': {
    title: 'INSERT OVERWRITE replaces all rows in one step',
    page: `${sql}/insert`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1), (2), (3)');
      await world.run('INSERT OVERWRITE INTO T SELECT A FROM T WHERE A > 1');
      assert.deepEqual(await world.column('SELECT A FROM T ORDER BY A'), [2, 3]);
    },
  },
  'dml/update': {
    title: 'UPDATE counts the rows that it changes',
    page: `${sql}/update`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER, B NUMBER)', 'INSERT INTO T VALUES (1, 1), (2, 1)');
      const result = await world.run('UPDATE T SET B = A + 10 WHERE A = 2');
      assert.equal(result.rowsAffected, 1);
      assert.equal(Object.keys(result.rows[0] ?? {})[0], 'number of rows updated');
      assert.equal((await world.run('UPDATE T SET B = 0 WHERE A = 9')).rowsAffected, 0);
      assert.deepEqual(await world.column('SELECT B FROM T ORDER BY A'), [1, 12]);
    },
  },
  'dml/update-from': {
    title: 'UPDATE … FROM takes values of other tables',
    page: `${sql}/update`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER, B VARCHAR)',
        'INSERT INTO T (A) VALUES (1), (2)',
        'CREATE TABLE U (A NUMBER, X VARCHAR)',
        "INSERT INTO U VALUES (1, 'p'), (9, 'q')",
        'UPDATE T SET B = u.X FROM U u WHERE u.A = T.A',
      );
      assert.deepEqual(await world.column('SELECT B FROM T ORDER BY A'), ['p', null]);
    },
  },
  'dml/delete': {
    title: 'DELETE counts the rows that it removes',
    page: `${sql}/delete`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1), (2), (3)');
      const result = await world.run('DELETE FROM T WHERE A > 1');
      assert.deepEqual(result.rows, [{ 'number of rows deleted': 2 }]);
      assert.equal(result.rowsAffected, 2);
    },
  },
  'dml/delete-using': {
    title: 'DELETE … USING removes what another table names',
    page: `${sql}/delete`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER)',
        'INSERT INTO T VALUES (1), (2)',
        'DELETE FROM T USING (SELECT 1 AS K) q WHERE T.A = q.K',
      );
      assert.deepEqual(await world.column('SELECT A FROM T'), [2]);
    },
  },
  'dml/merge': {
    title: 'MERGE takes the first clause that fits, and counts by kind',
    page: `${sql}/merge`,
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER, B VARCHAR)',
        "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')",
      );
      const result = await world.run(`
        MERGE INTO T t
        USING (SELECT column1 AS K, column2 AS V FROM VALUES (1, 'x'), (2, NULL), (9, 'n'), (10, NULL)) s
        ON t.A = s.K
        WHEN MATCHED AND s.V IS NULL THEN DELETE
        WHEN MATCHED THEN UPDATE SET t.B = s.V
        WHEN NOT MATCHED AND s.V IS NOT NULL THEN INSERT (A, B) VALUES (s.K, s.V)`);
      assert.deepEqual(result.rows, [
        { 'number of rows inserted': 1, 'number of rows updated': 1, 'number of rows deleted': 1 },
      ]);
      assert.equal(result.rowsAffected, 3);
      assert.deepEqual(await world.cells('SELECT A, B FROM T ORDER BY A'), [
        [1, 'x'],
        [3, 'c'],
        [9, 'n'],
      ]);
    },
  },
  'dml/merge-two-rows': {
    title: 'MERGE refuses two rows of the source that change one row',
    page: `${sql}/merge`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER, B NUMBER)', 'INSERT INTO T VALUES (1, 0)');
      const error = await world.refused(
        `MERGE INTO T USING (SELECT 1 AS K UNION ALL SELECT 1) s ON T.A = s.K
         WHEN MATCHED THEN UPDATE SET B = 1`,
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.equal(error.number, 100090);
      assert.equal(await world.value('SELECT B FROM T'), 0);
    },
  },
  'dml/truncate': {
    title: 'TRUNCATE removes every row',
    page: `${sql}/truncate-table`,
    run: async (world) => {
      await world.all('CREATE TABLE T (A NUMBER)', 'INSERT INTO T VALUES (1)', 'TRUNCATE TABLE T');
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
    },
  },
  'dml/not-null': {
    title: 'NULL in a NOT NULL column is refused',
    page: 'sql-reference/constraints-overview',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER NOT NULL)');
      const error = await world.refused(
        'INSERT INTO T VALUES (NULL)',
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.equal(error.number, 100072);
    },
  },
  'dml/too-long': {
    title: 'a text that is too long is refused, not cut',
    page: 'sql-reference/data-types-text',
    run: async (world) => {
      await world.run('CREATE TABLE T (A VARCHAR(3))');
      const error = await world.refused(
        "INSERT INTO T VALUES ('abcd')",
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.equal(error.number, 100078);
      assert.ok(!error.message.includes('abcd'));
    },
  },
  'dml/width': {
    title: 'too few and too many values for the columns are refused',
    page: `${sql}/insert`,
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER, B NUMBER)');
      await world.refused('INSERT INTO T (A, B) VALUES (1)', 'DAS_WAREHOUSE_INVALID_STATEMENT');
      await world.refused('INSERT INTO T (A) VALUES (1, 2)', 'DAS_WAREHOUSE_INVALID_STATEMENT');
    },
  },
  'dml/whole-or-nothing': {
    title: 'a statement that fails changes nothing',
    page: 'sql-reference/transactions',
    run: async (world) => {
      await world.run('CREATE TABLE T (A NUMBER)');
      await world.refused(
        "INSERT INTO T SELECT column1::NUMBER FROM VALUES ('1'), ('x')",
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 0);
    },
  },
};
