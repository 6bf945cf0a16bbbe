import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';
import {
  conditionsExpressions,
  conversionsExpressions,
  datesExpressions,
  type ExpressionTable,
  nullsExpressions,
  numbersExpressions,
  patternsExpressions,
  semiStructuredExpressions,
  textExpressions,
} from './expression-table.js';

export type ExpressionCaseId =
  | 'expressions/patterns'
  | 'expressions/dates'
  | 'expressions/semi-structured'
  | 'expressions/null'
  | 'expressions/conditions'
  | 'expressions/numbers'
  | 'expressions/conversions'
  | 'expressions/text'
  | 'expressions/division-by-zero'
  | 'expressions/failed-cast'
  | 'expressions/sort-of-nulls';

function equal(table: ExpressionTable) {
  return async (world: CaseWorld): Promise<void> => {
    for (const [expression, expected] of table) {
      const value = await world.value(`SELECT ${expression} AS X`);
      assert.deepEqual(value, expected, expression);
    }
  };
}

export const expressionCases: CaseSet<ExpressionCaseId> = {
  'expressions/patterns': {
    title: 'patterns match as Snowflake matches them: RLIKE the whole text',
    page: 'sql-reference/functions/regexp_like',
    run: equal(patternsExpressions),
  },
  'expressions/dates': {
    title: "date arithmetic gives Snowflake's dates, weeks and types",
    page: 'sql-reference/functions-date-time',
    run: equal(datesExpressions),
  },
  'expressions/semi-structured': {
    title: 'paths, constructors and casts of semi-structured values',
    page: 'user-guide/querying-semistructured',
    run: equal(semiStructuredExpressions),
  },
  'expressions/null': {
    title: 'NULL spreads, except where a function is made for it',
    page: 'sql-reference/ternary-logic',
    run: equal(nullsExpressions),
  },
  'expressions/conditions': {
    title: 'conditions choose as they are written',
    page: 'sql-reference/expressions-conditional',
    run: equal(conditionsExpressions),
  },
  'expressions/numbers': {
    title: "arithmetic has Snowflake's scale and rounding",
    page: 'sql-reference/operators-arithmetic',
    run: equal(numbersExpressions),
  },
  'expressions/conversions': {
    title: 'casts convert, round and fail as documented',
    page: 'sql-reference/data-type-conversion',
    run: equal(conversionsExpressions),
  },
  'expressions/text': {
    title: 'text functions count from one, and from the end',
    page: 'sql-reference/functions-string',
    run: equal(textExpressions),
  },
  'expressions/division-by-zero': {
    title: 'a division by zero stops the statement',
    page: 'sql-reference/functions/div0',
    run: async (world) => {
      const error = await world.refused('SELECT 1 / 0 AS X', 'DAS_WAREHOUSE_EXECUTION_FAILED');
      assert.deepEqual([error.number, error.sqlState], [100051, '22012']);
    },
  },
  'expressions/failed-cast': {
    title: 'a text that is no number stops the statement, and TRY_CAST gives NULL',
    page: 'sql-reference/functions/try_cast',
    run: async (world) => {
      const error = await world.refused(
        "SELECT 'x'::NUMBER AS X",
        'DAS_WAREHOUSE_EXECUTION_FAILED',
      );
      assert.deepEqual([error.number, error.sqlState], [100038, '22018']);
      assert.equal(await world.value("SELECT TRY_CAST('x' AS NUMBER) AS X"), null);
    },
  },
  'expressions/sort-of-nulls': {
    title: 'NULL sorts as the highest value',
    page: 'sql-reference/constructs/order-by',
    run: async (world) => {
      await world.all('CREATE TABLE T (N NUMBER)', 'INSERT INTO T VALUES (2), (NULL), (1)');
      assert.deepEqual(await world.column('SELECT N FROM T ORDER BY N'), [1, 2, null]);
      assert.deepEqual(await world.column('SELECT N FROM T ORDER BY N DESC'), [null, 2, 1]);
      assert.deepEqual(await world.column('SELECT N FROM T ORDER BY N NULLS FIRST'), [null, 1, 2]);
    },
  },
};
