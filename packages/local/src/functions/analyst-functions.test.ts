import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.AGGR (K NUMBER, V NUMBER(10,2), V2 NUMBER(10,2))',
    'INSERT INTO D.S.AGGR VALUES (1, 10, NULL), (2, 10, 11), (2, 20, 22), (2, 25, NULL), (2, 30, 35)',
    'CREATE TABLE D.S.BITS (A NUMBER, B BOOLEAN, S VARCHAR)',
    "INSERT INTO D.S.BITS VALUES (15, TRUE, 'x'), (26, FALSE, 'y'), (12, NULL, 'x'), (NULL, FALSE, NULL)",
    'CREATE TABLE D.S.GAPS (ID NUMBER, V NUMBER)',
    'INSERT INTO D.S.GAPS VALUES (1, 5), (2, NULL), (3, NULL), (4, 9), (5, NULL)',
  ]);
});
afterAll(async () => await account.warehouse.close());

const day = (text: string): Date => new Date(text);
const lines = "'On the extraordinary day'";

/** From each function's page below https://docs.snowflake.com/en/sql-reference/functions */
const cases: readonly (readonly [string, unknown])[] = [
  // insert, jarowinkler_similarity, space
  ["INSERT('abc', 1, 2, 'Z')", 'Zc'],
  ["INSERT('abcdef', 3, 2, 'zzz')", 'abzzzef'],
  ["INSERT('abc', 2, 1, '')", 'ac'],
  ["INSERT('abc', 4, 0, 'Z')", 'abcZ'],
  ["INSERT(NULL, 1, 2, 'Z')", null],
  ["INSERT('abc', 1, NULL, 'Z')", null],
  ["JAROWINKLER_SIMILARITY('Snowflake', 'Oracle')", 61],
  ["JAROWINKLER_SIMILARITY('Gute nacht', 'Ich weis nicht')", 56],
  ["JAROWINKLER_SIMILARITY('snowflake', 'SNOWFLAKE')", 100],
  ["JAROWINKLER_SIMILARITY('', '')", 0],
  ["JAROWINKLER_SIMILARITY(NULL, 'a')", null],
  ["'a' || SPACE(3) || 'b'", 'a   b'],
  // regexp_substr, regexp_substr_all
  [`REGEXP_SUBSTR(${lines}, '[a-z]+', 1, 2)`, 'the'],
  [`REGEXP_SUBSTR(${lines}, '[a-z]+', 1, 9)`, null],
  [`REGEXP_SUBSTR(${lines}, 'THE (\\\\w+)', 1, 1, 'ie')`, 'extraordinary'],
  [`REGEXP_SUBSTR(${lines}, '(\\\\w+) (\\\\w+)', 1, 1, 'e', 2)`, 'the'],
  [`REGEXP_SUBSTR(${lines}, 'THE')`, null],
  ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'a[[:digit:]]')", ['a1', 'a2', 'a3', 'a4', 'a6']],
  ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'a[[:digit:]]', 2)", ['a2', 'a3', 'a4', 'a6']],
  ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'a[[:digit:]]', 1, 3)", ['a3', 'a4', 'a6']],
  [
    "REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'a[[:digit:]]', 1, 1, 'i')",
    ['a1', 'a2', 'a3', 'a4', 'A5', 'a6'],
  ],
  ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', '(a)([[:digit:]])', 1, 1, 'ie')", 'aaaaAa'.split('')],
  ["REGEXP_SUBSTR_ALL('a1_a2a3_a4A5a6', 'b')", []],
  ["REGEXP_SUBSTR_ALL(NULL, 'b')", null],
  // boolxor, boolnot, greatest_ignore_nulls, regr_valx
  ['BOOLXOR(2, 0)', true],
  ['BOOLXOR(1, -1)', false],
  ['BOOLXOR(0, 0)', false],
  ['BOOLXOR(NULL, 3)', null],
  ['BOOLNOT(0)', true],
  ['BOOLNOT(10)', false],
  ['GREATEST_IGNORE_NULLS(1, NULL, 3)', 3],
  ['LEAST_IGNORE_NULLS(1, NULL, 3)', 1],
  ['LEAST_IGNORE_NULLS(NULL, NULL)', null],
  ['REGR_VALX(NULL, 10)', null],
  ['REGR_VALX(1, NULL)', null],
  ['REGR_VALX(1, 10)', 10],
  ['REGR_VALY(NULL, 10)', null],
  ['REGR_VALY(1, NULL)', null],
  ['REGR_VALY(1, 10)', 1],
  // ceil, floor, trunc
  ['CEIL(135.135, 1)', 135.2],
  ['CEIL(135.135, -2)', 200],
  ['CEIL(-975.975, 1)', -975.9],
  ['CEIL(-975.975, -2)', -900],
  ['FLOOR(135.135, 1)', 135.1],
  ['FLOOR(135.135, -2)', 100],
  ['FLOOR(-975.975, 1)', -976],
  ['FLOOR(-975.975, -2)', -1000],
  ['TRUNC(135.135, 1)', 135.1],
  ['TRUNC(-975.975, 2)', -975.97],
  ['TRUNC(-975.975, -1)', -970],
  ['TRUNC(-975.975, -2)', -900],
  ['TRUNC(2.5, 4)', 2.5],
  ["TRUNC('2024-05-09'::DATE, 'MONTH')", day('2024-05-01')],
  ["TRUNC('2024-05-09 08:50:57'::TIMESTAMP, 'hour')", day('2024-05-09T08:00:00Z')],
  // last_day, yearofweek, date_part
  ["LAST_DAY('2015-05-08T23:39:20.123-07:00'::TIMESTAMP)", day('2015-05-31')],
  ["LAST_DAY('2015-05-08'::DATE, 'YEAR')", day('2015-12-31')],
  ["LAST_DAY('2015-05-08'::DATE, 'QUARTER')", day('2015-06-30')],
  ["LAST_DAY('2015-05-08'::DATE, 'WEEK')", day('2015-05-10')],
  ["YEAROFWEEK('2017-01-01'::DATE)", 2016],
  ["YEAROFWEEKISO('2016-01-02'::DATE)", 2015],
  ["DATE_PART(epoch_second, '2013-05-08T23:39:20.123'::TIMESTAMP)", 1368056360],
  ["DATE_PART(epoch_millisecond, '2013-05-08T23:39:20.123'::TIMESTAMP)", 1368056360123],
  ["DATE_PART(epoch_second, '1969-12-31 23:59:59.5'::TIMESTAMP)", -1],
  ["DATE_PART(nanosecond, '2013-05-08T23:39:20.123456'::TIMESTAMP)", 123456000],
  ["DATE_PART(yearofweekiso, '2017-01-01'::DATE)", 2016],
  ["HOUR('13:14:15'::TIME)", 13],
  ["DATE_PART(second, '13:14:15'::TIME)", 15],
  // timestamp_from_parts, time_from_parts, convert_timezone
  ['TIMESTAMP_NTZ_FROM_PARTS(2013, 4, 5, 12, 0, 0)', day('2013-04-05T12:00:00Z')],
  ['TIMESTAMP_FROM_PARTS(2013, 4, 5, 12, 0, 0, 987654000)', day('2013-04-05T12:00:00.987Z')],
  ['TIMESTAMP_FROM_PARTS(2010, 15, 400, 24, 61, 59)', day('2012-04-04T01:01:59Z')],
  [
    "TIMESTAMP_NTZ_FROM_PARTS(TO_DATE('2013-04-05'), TO_TIME('12:00:00'))",
    day('2013-04-05T12:00:00Z'),
  ],
  ['TIME_FROM_PARTS(12, 34, 56)::VARCHAR', '12:34:56'],
  ['TIME_FROM_PARTS(0, 100, 0)::VARCHAR', '01:40:00'],
  ['TIME_FROM_PARTS(12, 0, 12345)::VARCHAR', '15:25:45'],
  [
    "CONVERT_TIMEZONE('America/Los_Angeles', 'America/New_York', '2024-01-01 14:00:00'::TIMESTAMP_NTZ)",
    day('2024-01-01T17:00:00Z'),
  ],
  [
    "CONVERT_TIMEZONE('Europe/Warsaw', 'UTC', '2024-01-01 00:00:00'::TIMESTAMP_NTZ)",
    day('2023-12-31T23:00:00Z'),
  ],
  // to_time, try_to_time
  ["TO_TIME('13:30:00')::VARCHAR", '13:30:00'],
  ["TO_TIME('11.15.00', 'HH24.MI.SS')::VARCHAR", '11:15:00'],
  ["TIME('13:30')::VARCHAR", '13:30:00'],
  ["TRY_TO_TIME('12:30:00')::VARCHAR", '12:30:00'],
  ["TRY_TO_TIME('invalid time')", null],
  ["TRY_TO_TIMESTAMP_LTZ('invalid')", null],
  // to_timestamp of a number
  ['TO_TIMESTAMP(31000000)', day('1970-12-25T19:06:40Z')],
  ['TO_TIMESTAMP_NTZ(1487654321123, 3)', day('2017-02-21T05:18:41.123Z')],
  ['TO_TIMESTAMP(1487654321123456789, 9)', day('2017-02-21T05:18:41.123Z')],
  ['TO_TIMESTAMP(-1)', day('1969-12-31T23:59:59Z')],
  // to_varchar of a date
  [
    "TO_VARCHAR('2013-04-05 01:02:03'::TIMESTAMP, 'yyyy-mm-dd HH24:MI'||'UTC')",
    '2013-04-05 01:02UTC',
  ],
  ["TO_VARCHAR('2013-04-05 01:02:03'::TIMESTAMP, 'YYYY-MM-DDTHH24:MI:SS')", '2013-04-05T01:02:03'],
];

describe('the example of a function that analysts use', () => {
  it.each(cases)('%s', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} AS X`)).toEqual(expected);
  });
});

describe('an aggregate', () => {
  it.each([
    ['COVAR_POP(V, V2)', 80],
    ['COVAR_SAMP(V, V2)', 120],
    ['REGR_AVGX(V, V2)', 22.666666667],
    ['REGR_AVGY(V, V2)', 20],
    ['REGR_COUNT(V, V2)', 3],
    ['REGR_SXX(V, V2)', 288.666666667],
    ['REGR_SXY(V, V2)', 240],
    ['REGR_SYY(V, V2)', 200],
    ['REGR_SLOPE(V, V2)', 0.831408776],
    ['REGR_INTERCEPT(V, V2)', 1.154734411],
    ['REGR_R2(V, V2)', 0.997690531],
    ['CORR(V, V2)', 0.998844598],
  ])('%s is of the pairs that have both', async (expression, expected) => {
    const found = await account.column(`SELECT ${expression} FROM D.S.AGGR GROUP BY K ORDER BY K`);
    expect(found[0]).toBe(expression.startsWith('REGR_COUNT') ? 0 : null);
    expect(Number(found[1])).toBeCloseTo(expected, 8);
  });

  it('stops where nothing is documented: the correlation of what does not vary', async () => {
    expect(await account.code('SELECT CORR(K, V) FROM D.S.AGGR WHERE K = 1')).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
    expect(await account.value('SELECT REGR_R2(V, K) FROM D.S.AGGR WHERE K = 1')).toBeNull();
  });

  it.each([
    ['BITAND_AGG(A)', 8],
    ['BITOR_AGG(A)', 31],
    ['BITXOR_AGG(A)', 25],
    ['BOOLXOR_AGG(B)', true],
    ['MODE(S)', 'x'],
    ['PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY A)', 15],
    ['PERCENTILE_DISC(0.34) WITHIN GROUP (ORDER BY A)', 15],
    ['PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY A)', 12],
    ['PERCENTILE_DISC(1) WITHIN GROUP (ORDER BY S)', 'y'],
    ['ARRAY_SORT(ARRAY_UNIQUE_AGG(S))', ['x', 'y']],
  ])('%s', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} FROM D.S.BITS`)).toEqual(expected);
  });

  it('BOOLXOR_AGG and ARRAY_UNIQUE_AGG of nothing', async () => {
    expect(
      await account.run(
        'SELECT BOOLXOR_AGG(B) AS B, ARRAY_UNIQUE_AGG(S) AS S FROM D.S.BITS WHERE FALSE',
      ),
    ).toEqual([{ B: null, S: [] }]);
  });
});

describe('RATIO_TO_REPORT', () => {
  it.each([
    [
      'SELECT RATIO_TO_REPORT(V) OVER (PARTITION BY K) FROM D.S.AGGR ORDER BY K, V',
      [1, 0.11764706, 0.23529412, 0.29411765, 0.35294118],
    ],
    ['SELECT RATIO_TO_REPORT(V2) OVER () FROM D.S.AGGR WHERE K = 1', [null]],
    ['SELECT RATIO_TO_REPORT(V - V) OVER () FROM D.S.AGGR WHERE K = 1', [null]],
  ])('%s', async (query, expected) => {
    expect(await account.column(query)).toEqual(expected);
  });

  it('needs a window, and takes no order', async () => {
    expect(await account.code('SELECT RATIO_TO_REPORT(V) FROM D.S.AGGR')).toBe(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
    );
    expect(await account.code('SELECT RATIO_TO_REPORT(V) OVER (ORDER BY K) FROM D.S.AGGR')).toBe(
      'DAS_WAREHOUSE_UNSUPPORTED',
    );
  });
});

describe('IGNORE NULLS', () => {
  it.each([
    ['LAG(V) IGNORE NULLS OVER (ORDER BY ID)', [null, 5, 5, 5, 9]],
    ['LEAD(V) IGNORE NULLS OVER (ORDER BY ID)', [9, 9, 9, null, null]],
    ['FIRST_VALUE(V) IGNORE NULLS OVER (ORDER BY ID DESC)', [9, 9, 9, 9, 9]],
    [
      'LAST_VALUE(V) IGNORE NULLS OVER (ORDER BY ID ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)',
      [5, 5, 5, 9, 9],
    ],
    ['NTH_VALUE(V, 2) IGNORE NULLS OVER (ORDER BY ID)', [9, 9, 9, 9, 9]],
  ])('%s', async (expression, expected) => {
    expect(await account.column(`SELECT ${expression} AS X FROM D.S.GAPS ORDER BY ID`)).toEqual(
      expected,
    );
  });
});

describe('what a function does not take', () => {
  it.each([
    ["INSERT('abc', 100, 1, 'Z')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["INSERT('abc', 0, 1, 'Z')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["JAROWINKLER_SIMILARITY('ß', 'a')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['TIME_FROM_PARTS(25, 0, 0)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["CONVERT_TIMEZONE('EST', 'UTC', '2024-01-01'::TIMESTAMP)", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["LAST_DAY('2015-05-08'::DATE, 'HOUR')", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["TO_VARCHAR('2013-04-05'::DATE, 'YYYY hours')", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['TO_DATE(31000000)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['TO_TIMESTAMP(1.5)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["SOUNDEX('Marks')", 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['HASH_AGG(1)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ['APPROX_PERCENTILE(1, 0.5)', 'DAS_WAREHOUSE_UNSUPPORTED'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression} AS X`)).toBe(code);
  });
});
