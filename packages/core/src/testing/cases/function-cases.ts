import assert from 'node:assert/strict';
import type { CaseWorld } from '../case-world.js';
import type { CaseSet } from '../conformance-case.js';
import type { ExpressionTable } from './expression-table.js';

export type FunctionCaseId =
  | 'functions/encodings'
  | 'functions/mathematics'
  | 'functions/arrays'
  | 'functions/text'
  | 'functions/parts-of-dates'
  | 'functions/booleans'
  | 'functions/pairs-of-a-regression'
  | 'functions/bits-of-a-group'
  | 'functions/ignore-nulls'
  | 'functions/share-of-a-sum'
  | 'functions/grants-without-a-kind';

function equal(table: ExpressionTable) {
  return async (world: CaseWorld): Promise<void> => {
    for (const [expression, expected] of table) {
      assert.deepEqual(await world.value(`SELECT ${expression} AS X`), expected, expression);
    }
  };
}

const letters = "ARRAY_CONSTRUCT('A', 'B', 'B', 'B', 'C')";

export const functionCases: CaseSet<FunctionCaseId> = {
  'functions/encodings': {
    title: 'Base64, hexadecimal, code points and digests',
    page: 'sql-reference/functions-string',
    run: equal([
      ["BASE64_ENCODE('Snowflake')", 'U25vd2ZsYWtl'],
      ["BASE64_DECODE_STRING('U25vd2ZsYWtl')", 'Snowflake'],
      ["HEX_ENCODE('SNOW')", '534E4F57'],
      ["HEX_DECODE_STRING('534E4F57464C414B45')", 'SNOWFLAKE'],
      ["ASCII('bcd')", 98],
      ["ASCII('')", 0],
      ['CHR(83)', 'S'],
      ["UNICODE('❄')", 10052],
      ["OCTET_LENGTH('abc')", 3],
      ["MD5_NUMBER_LOWER64('Snowflake')::VARCHAR", '9203306159527282910'],
      ["TRY_HEX_DECODE_STRING('4')", null],
    ]),
  },
  'functions/mathematics': {
    title: 'factorials, shifts, squares and distances',
    page: 'sql-reference/functions-numeric',
    run: equal([
      ['FACTORIAL(5)', 120],
      ['SQUARE(-2)', 4],
      ['ROUND(CBRT(2), 6)', 1.259921],
      ['ROUND(LOG(10, 20), 6)', 1.30103],
      ['ROUND(HAVERSINE(40.7127, -74.0059, 34.0500, -118.2500), 6)', 3936.385096],
      ['BITSHIFTLEFT(16, 2)', 64],
      ['BITSHIFTRIGHT(32, 1)', 16],
      ['TRUNC(-975.975, -1)', -970],
      ['CEIL(-975.975, 1)', -975.9],
      ['FLOOR(-975.975, -2)', -1000],
    ]),
  },
  'functions/arrays': {
    title: 'ARRAYs are compared as multisets, sorted, opened and searched',
    page: 'sql-reference/functions-semistructured',
    run: equal([
      [`ARRAY_INTERSECTION(${letters}, ARRAY_CONSTRUCT('B', 'B'))`, ['B', 'B']],
      ["ARRAY_EXCEPT(ARRAY_CONSTRUCT('A', 'B'), ARRAY_CONSTRUCT('B', 'C'))", ['A']],
      ['ARRAY_SORT(ARRAY_CONSTRUCT(20, 0, 10))', [0, 10, 20]],
      ['ARRAY_MAX(ARRAY_CONSTRUCT(20, 0, NULL, 10))', 20],
      ['ARRAY_FLATTEN(ARRAY_CONSTRUCT(ARRAY_CONSTRUCT(1, 2), ARRAY_CONSTRUCT(3)))', [1, 2, 3]],
      ["ARRAY_POSITION('hi'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", 1],
      ['ARRAY_REMOVE_AT(ARRAY_CONSTRUCT(2, 5, 7), -1)', [2, 5]],
      ["ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1, 2, 3), -1, 'x')", [0, 1, 2, 'x', 3]],
      ['ARRAY_GENERATE_RANGE(5, 25, 10)', [5, 15]],
      ["STRTOK_TO_ARRAY('user@snowflake.com', '.@')", ['user', 'snowflake', 'com']],
    ]),
  },
  'functions/text': {
    title: 'text is inserted, compared and taken by patterns',
    page: 'sql-reference/functions-string',
    run: equal([
      ["INSERT('abcdef', 3, 2, 'zzz')", 'abzzzef'],
      ["JAROWINKLER_SIMILARITY('Snowflake', 'Oracle')", 61],
      ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'a[[:digit:]]')", ['a1', 'a2', 'a3', 'a4', 'a6']],
      ["REGEXP_SUBSTR('one two three', '[a-z]+', 1, 2)", 'two'],
    ]),
  },
  'functions/parts-of-dates': {
    title: 'dates are put together and taken apart',
    page: 'sql-reference/functions-date-time',
    run: equal([
      ["LAST_DAY('2015-05-08'::DATE, 'YEAR')::VARCHAR", '2015-12-31'],
      ["YEAROFWEEKISO('2016-01-02'::DATE)", 2015],
      ["DATE_PART(epoch_second, '2013-05-08T23:39:20.123'::TIMESTAMP_NTZ)", 1368056360],
      ['TIME_FROM_PARTS(0, 100, 0)::VARCHAR', '01:40:00'],
      ['TIMESTAMP_NTZ_FROM_PARTS(2013, 4, 5, 12, 0, 0)::VARCHAR', '2013-04-05 12:00:00.000'],
      ['TO_TIMESTAMP_NTZ(31000000)::VARCHAR', '1970-12-25 19:06:40.000'],
      [
        "CONVERT_TIMEZONE('America/Los_Angeles', 'America/New_York', '2024-01-01 14:00:00'::TIMESTAMP_NTZ)::VARCHAR",
        '2024-01-01 17:00:00.000',
      ],
    ]),
  },
  'functions/booleans': {
    title: 'BOOLXOR and BOOLNOT read numbers, GREATEST_IGNORE_NULLS leaves NULLs out',
    page: 'sql-reference/functions/boolxor',
    run: equal([
      ['BOOLXOR(2, 0)', true],
      ['BOOLXOR(1, -1)', false],
      ['BOOLXOR(NULL, 3)', null],
      ['BOOLNOT(0)', true],
      ['GREATEST_IGNORE_NULLS(1, NULL, 3)', 3],
      ['REGR_VALX(NULL, 10)', null],
      ['REGR_VALX(1, 10)', 10],
    ]),
  },
  'functions/pairs-of-a-regression': {
    title: 'a pair of a regression with a NULL counts for nothing',
    page: 'sql-reference/functions/regr_count',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (K NUMBER, V NUMBER(10,2), V2 NUMBER(10,2))',
        'INSERT INTO T VALUES (1, 10, NULL), (2, 10, 11), (2, 20, 22), (2, 25, NULL), (2, 30, 35)',
      );
      const pairs = 'REGR_COUNT(V, V2), REGR_AVGY(V, V2), COVAR_POP(V, V2)';
      const rows = await world.cells(`SELECT ${pairs} FROM T GROUP BY K ORDER BY K`);
      assert.deepEqual(rows, [
        [0, null, null],
        [3, 20, 80],
      ]);
    },
  },
  'functions/bits-of-a-group': {
    title: 'bits, booleans and percentiles of a group leave NULLs out',
    page: 'sql-reference/functions/bitand_agg',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (A NUMBER, B BOOLEAN)',
        'INSERT INTO T VALUES (15, TRUE), (26, FALSE), (12, NULL), (NULL, FALSE)',
      );
      const bits = 'BITAND_AGG(A), BITOR_AGG(A), BITXOR_AGG(A), BOOLXOR_AGG(B)';
      const disc = 'PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY A)';
      assert.deepEqual(await world.cells(`SELECT ${bits}, ${disc} FROM T`), [
        [8, 31, 25, true, 15],
      ]);
    },
  },
  'functions/ignore-nulls': {
    title: 'LAG and FIRST_VALUE with IGNORE NULLS pass over NULLs',
    page: 'sql-reference/functions/lag',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (ID NUMBER, V NUMBER)',
        'INSERT INTO T VALUES (1, 5), (2, NULL), (3, NULL), (4, 9)',
      );
      const lag = 'LAG(V) IGNORE NULLS OVER (ORDER BY ID)';
      const first = 'FIRST_VALUE(V) IGNORE NULLS OVER (ORDER BY ID DESC)';
      assert.deepEqual(await world.cells(`SELECT ${lag}, ${first} FROM T ORDER BY ID`), [
        [null, 9],
        [5, 9],
        [5, 9],
        [5, 9],
      ]);
    },
  },
  'functions/share-of-a-sum': {
    title: 'RATIO_TO_REPORT divides by the sum of the partition, and is NULL where that is zero',
    page: 'sql-reference/functions/ratio_to_report',
    run: async (world) => {
      await world.all(
        'CREATE TABLE T (K NUMBER, V NUMBER)',
        'INSERT INTO T VALUES (1, 1), (1, 3), (2, 0)',
      );
      const ratio = 'RATIO_TO_REPORT(V) OVER (PARTITION BY K)';
      assert.deepEqual(await world.cells(`SELECT ${ratio} FROM T ORDER BY K, V`), [
        [0.25],
        [0.75],
        [null],
      ]);
    },
  },
  'functions/grants-without-a-kind': {
    title: 'a grant on a name without a kind is one on a table, as dbt writes it',
    page: 'sql-reference/sql/grant-privilege',
    run: async (world) => {
      await world.run('CREATE TABLE T (N NUMBER)');
      await world.run('GRANT SELECT ON T TO ROLE PUBLIC');
      const rows = await world.rows('SHOW GRANTS ON T');
      assert.ok(rows.some((row) => row.privilege === 'SELECT' && row.grantee_name === 'PUBLIC'));
    },
  },
};
