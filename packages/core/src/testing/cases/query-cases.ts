import assert from 'node:assert/strict';
import type { Value } from '../../warehouse/warehouse.js';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';

export type QueryCaseId =
  | 'queries/joins'
  | 'queries/using'
  | 'queries/subqueries'
  | 'queries/grouping'
  | 'queries/qualify'
  | 'queries/windows'
  | 'queries/set-operations'
  | 'queries/with'
  | 'queries/values'
  | 'queries/star'
  | 'queries/aggregates'
  | 'queries/average-scale'
  | 'queries/flatten'
  | 'queries/recursive-with';

const constructs = 'sql-reference/constructs';

/** Holds the cells of queries over two small tables. */
function answers(...queries: readonly (readonly [string, readonly (readonly Value[])[]])[]) {
  return async (world: CaseWorld): Promise<void> => {
    await world.all(
      'CREATE TABLE A (ID NUMBER, X VARCHAR, N NUMBER(10, 2))',
      "INSERT INTO A VALUES (1, 'a', 1.5), (2, 'b', NULL), (3, 'b', 4)",
      'CREATE TABLE B (ID NUMBER, Y VARCHAR)',
      "INSERT INTO B VALUES (1, 'one'), (3, 'three'), (4, 'four')",
    );
    for (const [text, expected] of queries) {
      assert.deepEqual(await world.cells(text), expected, text);
    }
  };
}

export const queryCases: CaseSet<QueryCaseId> = {
  'queries/joins': {
    title: 'inner, outer, cross and comma joins',
    page: `${constructs}/join`,
    run: answers(
      [
        'SELECT a.ID, Y FROM A a JOIN B b ON a.ID = b.ID ORDER BY 1',
        [
          [1, 'one'],
          [3, 'three'],
        ],
      ],
      [
        'SELECT a.ID, Y FROM A a LEFT JOIN B b ON a.ID = b.ID ORDER BY 1',
        [
          [1, 'one'],
          [2, null],
          [3, 'three'],
        ],
      ],
      ['SELECT COUNT(*) FROM A CROSS JOIN B', [[9]]],
      ['SELECT COUNT(*) FROM A, B WHERE A.ID = B.ID', [[2]]],
    ),
  },
  'queries/using': {
    title: 'USING and NATURAL join by names, and give the column once',
    page: `${constructs}/join`,
    run: answers(
      [
        'SELECT * FROM A JOIN B USING (ID) ORDER BY ID',
        [
          [1, 'a', 1.5, 'one'],
          [3, 'b', 4, 'three'],
        ],
      ],
      ['SELECT ID FROM A FULL JOIN B USING (ID) ORDER BY ID', [[1], [2], [3], [4]]],
      [
        'SELECT ID, Y FROM A NATURAL JOIN B ORDER BY 1',
        [
          [1, 'one'],
          [3, 'three'],
        ],
      ],
    ),
  },
  'queries/subqueries': {
    title: 'correlated, scalar, IN and ANY subqueries',
    page: 'user-guide/querying-subqueries',
    run: answers(
      ['SELECT ID FROM A WHERE EXISTS (SELECT 1 FROM B WHERE B.ID = A.ID) ORDER BY 1', [[1], [3]]],
      [
        'SELECT ID, (SELECT Y FROM B WHERE B.ID = A.ID) FROM A ORDER BY 1',
        [
          [1, 'one'],
          [2, null],
          [3, 'three'],
        ],
      ],
      ['SELECT ID FROM A WHERE ID NOT IN (SELECT ID FROM B)', [[2]]],
      ['SELECT ID FROM A WHERE ID = ANY (SELECT ID FROM B) ORDER BY 1', [[1], [3]]],
    ),
  },
  'queries/grouping': {
    title: 'GROUP BY an alias, an ordinal, and ALL; HAVING',
    page: `${constructs}/group-by`,
    run: answers(
      [
        'SELECT UPPER(X) AS U, COUNT(*) FROM A GROUP BY U ORDER BY U',
        [
          ['A', 1],
          ['B', 2],
        ],
      ],
      [
        'SELECT X, SUM(N) FROM A GROUP BY 1 ORDER BY 1',
        [
          ['a', 1.5],
          ['b', 4],
        ],
      ],
      [
        'SELECT X, COUNT(N) FROM A GROUP BY ALL ORDER BY X',
        [
          ['a', 1],
          ['b', 1],
        ],
      ],
      ['SELECT X FROM A GROUP BY X HAVING COUNT(*) > 1', [['b']]],
    ),
  },
  'queries/qualify': {
    title: 'QUALIFY filters by window functions',
    page: `${constructs}/qualify`,
    run: answers([
      'SELECT ID FROM A QUALIFY ROW_NUMBER() OVER (PARTITION BY X ORDER BY ID DESC) = 1 ORDER BY 1',
      [[1], [3]],
    ]),
  },
  'queries/windows': {
    title: 'window functions, their frames and defaults',
    page: 'user-guide/functions-window-using',
    run: answers(
      [
        'SELECT SUM(ID) OVER (ORDER BY ID ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM A ORDER BY 1',
        [[1], [3], [5]],
      ],
      ['SELECT LAST_VALUE(ID) OVER (ORDER BY ID) FROM A', [[3], [3], [3]]],
      ['SELECT LAG(ID, 1, 0) OVER (ORDER BY ID) FROM A ORDER BY 1', [[0], [1], [2]]],
    ),
  },
  'queries/set-operations': {
    title: 'UNION, INTERSECT and MINUS',
    page: 'sql-reference/operators-query',
    run: answers(
      ['SELECT ID FROM A UNION ALL SELECT ID FROM B ORDER BY 1 LIMIT 3', [[1], [1], [2]]],
      ['SELECT ID FROM A UNION SELECT ID FROM B ORDER BY ID DESC', [[4], [3], [2], [1]]],
      ['SELECT ID FROM A INTERSECT SELECT ID FROM B ORDER BY 1', [[1], [3]]],
      ['SELECT ID FROM A MINUS SELECT ID FROM B', [[2]]],
    ),
  },
  'queries/with': {
    title: 'a name of WITH hides a table',
    page: `${constructs}/with`,
    run: answers(
      ['WITH Q AS (SELECT ID FROM A), R(Z) AS (SELECT ID + 1 FROM Q) SELECT MAX(Z) FROM R', [[4]]],
      ['WITH A AS (SELECT 9 AS ID) SELECT ID FROM A', [[9]]],
    ),
  },
  'queries/values': {
    title: 'VALUES is a table of column1, column2',
    page: `${constructs}/values`,
    run: answers(
      [
        "SELECT column1, column2 FROM VALUES (1, 'a'), (2, NULL) ORDER BY 1",
        [
          [1, 'a'],
          [2, null],
        ],
      ],
      ['SELECT v.B FROM (VALUES (1, 2)) AS v (A, B)', [[2]]],
    ),
  },
  'queries/star': {
    title: '* with EXCLUDE and RENAME, and of one table',
    page: 'sql-reference/sql/select',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER, B NUMBER, C NUMBER)',
        'INSERT INTO T VALUES (1, 2, 3)',
      );
      assert.deepEqual(await world.rows('SELECT * EXCLUDE (A) RENAME (B AS Z) FROM T'), [
        { Z: 2, C: 3 },
      ]);
      assert.deepEqual(await world.rows('SELECT t.* FROM T t JOIN T u ON t.A = u.A'), [
        { A: 1, B: 2, C: 3 },
      ]);
    },
  },
  'queries/aggregates': {
    title: 'aggregates leave NULL out',
    page: 'sql-reference/functions-aggregation',
    run: answers(
      [
        'SELECT COUNT(*), COUNT(N), COUNT(DISTINCT X), SUM(N), MIN(X), MAX(N) FROM A',
        [[3, 2, 2, 5.5, 'a', 4]],
      ],
      ["SELECT LISTAGG(X, '-') WITHIN GROUP (ORDER BY ID DESC) FROM A", [['b-b-a']]],
      ['SELECT MAX_BY(X, ID), MIN_BY(X, ID) FROM A', [['b', 'a']]],
      ['SELECT ARRAY_AGG(X) WITHIN GROUP (ORDER BY ID) FROM A', [[['a', 'b', 'b']]]],
      ['SELECT SUM(N), COUNT(*) FROM A WHERE ID > 9', [[null, 0]]],
    ),
  },
  'queries/average-scale': {
    title: 'an average of whole numbers has six digits after the point',
    page: 'sql-reference/functions/avg',
    run: answers(['SELECT AVG(ID) FROM B', [[2.666667]]]),
  },
  'queries/flatten': {
    title: 'FLATTEN makes a row of each element',
    page: 'sql-reference/functions/flatten',
    run: async (world) => {
      assert.deepEqual(
        await world.cells(
          "SELECT F.INDEX, F.VALUE::NUMBER FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[7, 8]'))) F ORDER BY 1",
        ),
        [
          [0, 7],
          [1, 8],
        ],
      );
    },
  },
  'queries/recursive-with': {
    title: 'WITH RECURSIVE counts up',
    page: 'user-guide/queries-cte',
    run: async (world) => {
      const text = `WITH RECURSIVE R (N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 3)
        SELECT N FROM R ORDER BY N`;
      assert.deepEqual(await world.column(text), [1, 2, 3]);
    },
  },
};
