import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type ConstraintPolicyCaseId =
  | 'projection/not-shown'
  | 'projection/used-where-not-shown'
  | 'projection/nullify'
  | 'projection/through-views'
  | 'projection/not-stored'
  | 'projection/force-and-drop'
  | 'aggregation/must-aggregate'
  | 'aggregation/remainder'
  | 'aggregation/too-few-rows'
  | 'aggregation/allowed-functions'
  | 'aggregation/no-windows-or-sets'
  | 'aggregation/joins-count-its-rows'
  | 'aggregation/satisfied-once'
  | 'aggregation/entity-key'
  | 'aggregation/not-in-other-policies';

const projection = 'user-guide/projection-policies';
const aggregation = 'user-guide/aggregation-policies';

/** A table with a column that no role may show. */
async function projected(world: CaseWorld, constraint = 'ALLOW => FALSE'): Promise<void> {
  await world.showToRoles();
  await world.all(
    `CREATE PROJECTION POLICY P AS () RETURNS PROJECTION_CONSTRAINT ->
       CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN PROJECTION_CONSTRAINT(ALLOW => TRUE)
            ELSE PROJECTION_CONSTRAINT(${constraint}) END`,
    'CREATE TABLE T (ID NUMBER, EMAIL VARCHAR WITH PROJECTION POLICY P)',
    "INSERT INTO T VALUES (1, 'a@x'), (2, 'b@x')",
  );
}

/** The mountains of the documentation, three to a group. */
async function peaks(world: CaseWorld): Promise<void> {
  await world.showToRoles();
  await world.all(
    `CREATE AGGREGATION POLICY A AS () RETURNS AGGREGATION_CONSTRAINT ->
       CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN NO_AGGREGATION_CONSTRAINT()
            ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 3) END`,
    'CREATE TABLE PEAKS (PEAK VARCHAR, STATE VARCHAR, ELEVATION NUMBER)',
    `INSERT INTO PEAKS VALUES ('washington', 'NH', 6288), ('cannon', 'NH', 4080),
       ('kearsarge', 'NH', 2937), ('mansfield', 'VT', 4395), ('killington', 'VT', 4229),
       ('wachusett', 'MA', 2006)`,
    'ALTER TABLE PEAKS SET AGGREGATION POLICY A',
  );
}

export const constraintPolicyCases: CaseSet<ConstraintPolicyCaseId> = {
  'projection/not-shown': {
    title: 'a column under a projection policy stands in no result, itself or what comes from it',
    page: projection,
    run: async (world) => {
      await projected(world);
      for (const text of [
        'SELECT * FROM T',
        'SELECT EMAIL FROM T',
        'SELECT UPPER(EMAIL) AS X FROM T',
        'SELECT X FROM (SELECT EMAIL AS X FROM T)',
        'WITH q AS (SELECT EMAIL FROM T) SELECT EMAIL FROM q',
      ]) {
        await world.failure(() => world.run(text, 'DAS_READER'));
      }
      assert.deepEqual(await world.column('SELECT EMAIL FROM T ORDER BY ID', 'DAS_CLEARED'), [
        'a@x',
        'b@x',
      ]);
    },
  },
  'projection/used-where-not-shown': {
    title: 'it may be used in predicates, joins and inner queries',
    page: projection,
    run: async (world) => {
      await projected(world);
      await world.all('CREATE TABLE U (EMAIL VARCHAR)', "INSERT INTO U VALUES ('a@x'), ('c@x')");
      const as = (text: string) => world.column(text, 'DAS_READER');
      assert.deepEqual(await as("SELECT ID FROM T WHERE EMAIL = 'b@x'"), [2]);
      assert.deepEqual(await as('SELECT U.EMAIL FROM U JOIN T ON U.EMAIL = T.EMAIL'), ['a@x']);
      assert.deepEqual(
        await as("SELECT ID FROM (SELECT ID, EMAIL FROM T) WHERE EMAIL LIKE 'a%'"),
        [1],
      );
    },
  },
  'projection/nullify': {
    title: "with ENFORCEMENT => 'NULLIFY' it is NULL instead",
    page: 'sql-reference/sql/create-projection-policy',
    run: async (world) => {
      await projected(world, "ALLOW => FALSE, ENFORCEMENT => 'NULLIFY'");
      assert.deepEqual(
        await world.cells("SELECT ID, EMAIL FROM T WHERE EMAIL = 'a@x'", 'DAS_READER'),
        [[1, null]],
      );
    },
  },
  'projection/through-views': {
    title: 'the policy of a table column holds for views over it',
    page: projection,
    run: async (world) => {
      await projected(world);
      await world.all('CREATE VIEW V AS SELECT ID, EMAIL AS MAIL FROM T');
      assert.deepEqual(await world.column('SELECT ID FROM V ORDER BY ID', 'DAS_READER'), [1, 2]);
      await world.failure(() => world.run('SELECT MAIL FROM V', 'DAS_READER'));
    },
  },
  'projection/not-stored': {
    title: 'it cannot be inserted into another table',
    page: projection,
    run: async (world) => {
      await projected(world);
      await world.all('CREATE TABLE COPY_OF (ID NUMBER, EMAIL VARCHAR)');
      await world.failure(() => world.run('INSERT INTO COPY_OF SELECT ID, EMAIL FROM T'));
      await world.failure(() => world.run('CREATE TABLE OTHER AS SELECT EMAIL FROM T'));
      await world.run('INSERT INTO COPY_OF (ID) SELECT ID FROM T');
    },
  },
  'projection/force-and-drop': {
    title: 'a column has one projection policy, which FORCE replaces; one in use cannot be dropped',
    page: projection,
    run: async (world) => {
      await projected(world);
      await world.run(
        'CREATE PROJECTION POLICY Q AS () RETURNS PROJECTION_CONSTRAINT -> PROJECTION_CONSTRAINT(ALLOW => TRUE)',
      );
      await world.failure(() =>
        world.run('ALTER TABLE T MODIFY COLUMN EMAIL SET PROJECTION POLICY Q'),
      );
      await world.run('ALTER TABLE T MODIFY COLUMN EMAIL SET PROJECTION POLICY Q FORCE');
      assert.equal(await world.value('SELECT EMAIL FROM T WHERE ID = 1', 'DAS_READER'), 'a@x');
      await world.failure(() => world.run('DROP PROJECTION POLICY Q'));
      await world.all(
        'ALTER TABLE T MODIFY COLUMN EMAIL UNSET PROJECTION POLICY',
        'DROP PROJECTION POLICY Q',
      );
    },
  },
  'aggregation/must-aggregate': {
    title: 'a table under an aggregation policy shows no rows, only aggregates',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      for (const text of ['SELECT * FROM PEAKS', "SELECT PEAK FROM PEAKS WHERE STATE = 'MA'"]) {
        await world.failure(() => world.run(text, 'DAS_READER'));
      }
      assert.equal(await world.value('SELECT COUNT(*) FROM PEAKS', 'DAS_READER'), 6);
      assert.equal((await world.rows('SELECT * FROM PEAKS', 'DAS_CLEARED')).length, 6);
    },
  },
  'aggregation/remainder': {
    title: 'groups that are too small become one, whose key is NULL',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      assert.deepEqual(
        await world.cells(
          'SELECT STATE, COUNT(*) AS C, SUM(ELEVATION) AS S FROM PEAKS GROUP BY STATE ORDER BY STATE',
          'DAS_READER',
        ),
        [
          ['NH', 3, 13_305],
          [null, 3, 10_630],
        ],
      );
    },
  },
  'aggregation/too-few-rows': {
    title: 'where the rows do not suffice for a group, every field is NULL',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      assert.deepEqual(
        await world.cells(
          "SELECT COUNT(*) AS C, SUM(ELEVATION) AS S FROM PEAKS WHERE STATE = 'MA'",
          'DAS_READER',
        ),
        [[null, null]],
      );
    },
  },
  'aggregation/allowed-functions': {
    title: 'only AVG, COUNT, HLL and SUM aggregate it',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      await world.run(
        'SELECT AVG(ELEVATION), COUNT(DISTINCT STATE), SUM(ELEVATION) FROM PEAKS',
        'DAS_READER',
      );
      for (const call of ['MIN(ELEVATION)', 'MAX(PEAK)', 'MEDIAN(ELEVATION)', 'ARRAY_AGG(PEAK)']) {
        await world.failure(() => world.run(`SELECT ${call} FROM PEAKS`, 'DAS_READER'));
      }
    },
  },
  'aggregation/no-windows-or-sets': {
    title: 'window functions, set operators but UNION ALL, and correlated subqueries are refused',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      await world.all('CREATE TABLE U (A NUMBER)', 'INSERT INTO U VALUES (1)');
      for (const text of [
        'SELECT COUNT(*) OVER () FROM PEAKS',
        'SELECT ELEVATION FROM PEAKS INTERSECT SELECT A FROM U',
        'SELECT A FROM U WHERE A = (SELECT COUNT(*) FROM PEAKS WHERE ELEVATION = U.A)',
      ]) {
        await world.failure(() => world.run(text, 'DAS_READER'));
      }
      assert.equal(
        await world.value(
          'SELECT COUNT(*) FROM (SELECT STATE FROM PEAKS UNION ALL SELECT STATE FROM PEAKS)',
          'DAS_READER',
        ),
        12,
      );
    },
  },
  'aggregation/joins-count-its-rows': {
    title: 'what counts in a join is the number of rows of the protected table',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      await world.all(
        'CREATE TABLE M (STATE VARCHAR)',
        "INSERT INTO M VALUES ('NH'), ('VT'), ('VT'), ('VT'), ('MA')",
      );
      assert.deepEqual(
        await world.cells(
          'SELECT p.STATE, COUNT(*) AS C FROM PEAKS p JOIN M ON p.STATE = M.STATE GROUP BY p.STATE ORDER BY 1',
          'DAS_READER',
        ),
        [
          ['NH', 3],
          [null, 7],
        ],
      );
    },
  },
  'aggregation/satisfied-once': {
    title: 'around a part that has aggregated there are no restrictions',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      await world.all('CREATE TABLE U (A NUMBER)', 'INSERT INTO U VALUES (1), (99999)');
      assert.deepEqual(
        await world.column(
          'SELECT * FROM U WHERE A < (SELECT SUM(ELEVATION) FROM PEAKS)',
          'DAS_READER',
        ),
        [1],
      );
    },
  },
  'aggregation/entity-key': {
    title: 'with an entity key, groups need so many entities, not rows',
    page: 'user-guide/aggregation-policies-entity-privacy',
    run: async (world) => {
      await peaks(world);
      await world.all(
        'CREATE TABLE L (HOME NUMBER, PROGRAM NUMBER)',
        'INSERT INTO L VALUES (1, 9), (1, 9), (1, 9), (2, 8), (3, 8), (4, 8), (5, 7), (6, 7)',
        'ALTER TABLE L SET AGGREGATION POLICY A ENTITY KEY (HOME)',
      );
      assert.deepEqual(
        await world.cells(
          'SELECT PROGRAM, COUNT(*) AS C FROM L GROUP BY PROGRAM ORDER BY PROGRAM',
          'DAS_READER',
        ),
        [
          [8, 3],
          [null, 5],
        ],
      );
    },
  },
  'aggregation/not-in-other-policies': {
    title: 'the body of another policy cannot read the table; one in use cannot be dropped',
    page: aggregation,
    run: async (world) => {
      await peaks(world);
      await world.failure(() => world.run('DROP AGGREGATION POLICY A'));
      await world.failure(() =>
        world.all(
          `CREATE MASKING POLICY M AS (V VARCHAR) RETURNS VARCHAR ->
             CASE WHEN EXISTS (SELECT 1 FROM PEAKS WHERE PEAK = V) THEN V END`,
          'CREATE TABLE U (A VARCHAR WITH MASKING POLICY M)',
        ),
      );
      await world.all('ALTER TABLE PEAKS UNSET AGGREGATION POLICY', 'DROP AGGREGATION POLICY A');
    },
  },
};
