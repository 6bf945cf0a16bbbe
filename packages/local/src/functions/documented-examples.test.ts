import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
  await account.runAll([
    ...basics,
    'CREATE TABLE D.S.PAIRS (G NUMBER, K VARCHAR(30), V VARIANT)',
    "INSERT INTO D.S.PAIRS SELECT 0, 'name', 'Joe'::VARIANT UNION ALL SELECT 0, 'age', 21::VARIANT",
    "INSERT INTO D.S.PAIRS SELECT 1, 'name', 'Sue'::VARIANT UNION ALL SELECT 1, 'zip', 94401::VARIANT UNION ALL SELECT 1, NULL, 1::VARIANT",
  ]);
});
afterAll(async () => await account.warehouse.close());

const abc = "OBJECT_CONSTRUCT('a', 1, 'b', 2, 'c', 3)";
const seven = 'ARRAY_CONSTRUCT(0,1,2,3,4,5,6)';
const mixed = `PARSE_JSON('[true, 1, -1.2e-3, "Abc", ["x","y"], {"a":1}]')`;
const times = "'It was the best of times, it was the worst of times.'";
const spaces = "'In    the   string   the   extra   spaces  are   redundant.'";
const day = (text: string): Date => new Date(text);

/** The examples of each function's page below https://docs.snowflake.com/en/sql-reference/functions */
const cases: readonly (readonly [string, unknown])[] = [
  // object_keys, object_insert, object_delete, object_pick
  [`OBJECT_KEYS(${abc})`, ['a', 'b', 'c']],
  ['OBJECT_KEYS(NULL)', null],
  [`OBJECT_INSERT(OBJECT_CONSTRUCT('a', 'value1'), 'c', 'value3')`, { a: 'value1', c: 'value3' }],
  [`OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'd', PARSE_JSON('null'))`, { a: 1, d: null }],
  [`OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'e', NULL)`, { a: 1 }],
  [`OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'b', 'x', TRUE)`, { a: 1, b: 'x' }],
  [`OBJECT_INSERT(OBJECT_CONSTRUCT('b', 1), 'b', 'valuex', TRUE)`, { b: 'valuex' }],
  [
    `OBJECT_INSERT(PARSE_JSON('{"o": {"i": 1}}'), 'o', OBJECT_INSERT(PARSE_JSON('{"o": {"i": 1}}'):o, 'j', 2), TRUE)`,
    { o: { i: 1, j: 2 } },
  ],
  [`OBJECT_DELETE(${abc}, 'a', 'b')`, { c: 3 }],
  [`OBJECT_DELETE(${abc}, NULL, 'z')`, { a: 1, b: 2, c: 3 }],
  [`OBJECT_PICK(${abc}, 'a', 'b')`, { a: 1, b: 2 }],
  [`OBJECT_PICK(${abc}, ARRAY_CONSTRUCT('a', 'b'))`, { a: 1, b: 2 }],
  [`OBJECT_PICK(${abc}, 'z')`, {}],
  // array_append, array_cat, array_slice, array_distinct, array_to_string, arrays_overlap
  ['ARRAY_APPEND(ARRAY_CONSTRUCT(1, 2, 3), 4)', [1, 2, 3, 4]],
  ["ARRAY_APPEND(ARRAY_CONSTRUCT(1, 2), 'five')", [1, 2, 'five']],
  ['ARRAY_APPEND(NULL, 1)', null],
  ['ARRAY_PREPEND(ARRAY_CONSTRUCT(0, 1), 4)', [4, 0, 1]],
  ["ARRAY_CAT(ARRAY_CONSTRUCT(1, 2), ARRAY_CONSTRUCT(3, 'x'))", [1, 2, 3, 'x']],
  ['ARRAY_CAT(ARRAY_CONSTRUCT(1, 2), NULL)', null],
  [`ARRAY_SLICE(${seven}, 0, 2)`, [0, 1]],
  [`ARRAY_SLICE(${seven}, 3, ARRAY_SIZE(${seven}))`, [3, 4, 5, 6]],
  ["ARRAY_SLICE(ARRAY_CONSTRUCT('foo','snow','flake','bar'), 1, 3)", ['snow', 'flake']],
  ['ARRAY_SLICE(NULL, 2, 3)', null],
  [`ARRAY_SLICE(${seven}, NULL, 2)`, null],
  [`ARRAY_SLICE(${seven}, 0, -2)`, [0, 1, 2, 3, 4]],
  [`ARRAY_SLICE(${seven}, -5, -3)`, [2, 3]],
  [`ARRAY_SLICE(${seven}, 10, 12)`, []],
  [`ARRAY_SLICE(${seven}, -10, -12)`, []],
  ["ARRAY_DISTINCT(ARRAY_CONSTRUCT('A', 'A', 'B', NULL, NULL))", ['A', 'B', null]],
  ['ARRAY_DISTINCT(NULL)', null],
  [`ARRAY_TO_STRING(${mixed}, '')`, 'true1-0.0012Abc["x","y"]{"a":1}'],
  [`ARRAY_TO_STRING(${mixed}, ', ')`, 'true, 1, -0.0012, Abc, ["x","y"], {"a":1}'],
  ["ARRAY_TO_STRING(PARSE_JSON('[]'), ', ')", ''],
  ["ARRAY_TO_STRING(ARRAY_CONSTRUCT('A', NULL, 'B'), ', ')", 'A, , B'],
  ["ARRAY_TO_STRING(NULL, ', ')", null],
  ["ARRAYS_OVERLAP(ARRAY_CONSTRUCT('hello', 'aloha'), ARRAY_CONSTRUCT('hello', 'hi'))", true],
  ["ARRAYS_OVERLAP(ARRAY_CONSTRUCT('hello', 'aloha'), ARRAY_CONSTRUCT('hola'))", false],
  ['ARRAYS_OVERLAP(ARRAY_CONSTRUCT(1, 2, NULL), ARRAY_CONSTRUCT(3, NULL, 5))', true],
  // get, get_path
  ['GET(ARRAY_CONSTRUCT(2.71, 3.14), 0)', 2.71],
  ['GET(ARRAY_CONSTRUCT(2.71, 3.14), 7)', null],
  ["GET(OBJECT_CONSTRUCT('Ukraine', 'Kyiv'::VARIANT), 'Ukraine')", 'Kyiv'],
  ["GET(TO_VARIANT(ARRAY_CONSTRUCT(1)), 'Ukraine')", null],
  ['GET(PARSE_JSON(\'{"0": 1}\'), 0)', null],
  [`GET_PATH(PARSE_JSON('{"a": [{"b": 5}]}'), 'a[0].b')`, 5],
  // split, strtok, initcap, translate, editdistance
  ["SPLIT('127.0.0.1', '.')", ['127', '0', '0', '1']],
  ["SPLIT('|a||', '|')", ['', 'a', '', '']],
  ["SPLIT('abc', '')", ['abc']],
  ["SPLIT(NULL, '.')", null],
  ["STRTOK('a.b.c', '.', 1)", 'a'],
  ["STRTOK('user@snowflake.com', '@.', 2)", 'snowflake'],
  ["STRTOK('user@snowflake.com', '@.', 3)", 'com'],
  ["STRTOK('user@snowflake.com.', '@.', 4)", null],
  ["STRTOK('', '', 1)", null],
  ["STRTOK('a.b', '', 1)", 'a.b'],
  ["STRTOK('a.b', NULL, 1)", null],
  ["STRTOK('a.b', '.', NULL)", null],
  ["STRTOK('data1||data2--data3', '|-', 3)", 'data3'],
  ["INITCAP('OVER the River 2 Times')", 'Over The River 2 Times'],
  ["INITCAP('HelL0_hi+therE')", 'Hell0_Hi+There'],
  ["INITCAP('Hi,are?you!there')", 'Hi,Are?You!There'],
  ["INITCAP('νησί του ποταμού')", 'Νησί Του Ποταμού'],
  ["INITCAP('ÉéÀàè]çÂâ ÊêÎÔô ÛûËÏ ïÜŸÇç ŒœÆæ')", 'Ééààè]Çââ Êêîôô Ûûëï Ïüÿçç Œœææ'],
  ["INITCAP('this is the new Frame+work', '')", 'This is the new frame+work'],
  ["INITCAP('iqamqinterestedqinqthisqtopic','q')", 'IqAmqInterestedqInqThisqTopic'],
  ["INITCAP('lion☂fRog potato⨊cLoUD', '⨊☂')", 'Lion☂Frog potato⨊Cloud'],
  ["INITCAP('apple is僉sweetandballIsROUND', '僉a b')", 'aPple Is僉SweetaNdbaLlisround'],
  ['INITCAP(NULL)', null],
  ["TRANSLATE('peña','ñ','n')", 'pena'],
  ["TRANSLATE('❄a❄bX❄dYZ❄','XYZ❄','cef')", 'abcdef'],
  ["EDITDISTANCE('Gute nacht', 'Ich weis nicht')", 8],
  ["EDITDISTANCE('Snowflake', 'Oracle', 3)", 3],
  ["EDITDISTANCE('Snowflake', 'Oracle', -1)", 0],
  ["EDITDISTANCE('future', 'past', 2) < 2", false],
  ["EDITDISTANCE(NULL, '')", null],
  // regexp_count, regexp_instr
  [`REGEXP_COUNT(${times}, '\\\\bwas\\\\b', 1)`, 2],
  ["REGEXP_COUNT('Excelence', 'e', 1, 'i')", 4],
  ["REGEXP_COUNT(',abc,def,ghi,jkl,', '[[:punct:]][[:alnum:]]+[[:punct:]]', 1, 'i')", 2],
  ["REGEXP_COUNT(',abc,,def,,ghi,,jkl,', '[[:punct:]][[:alnum:]]+[[:punct:]]', 1, 'i')", 4],
  ["REGEXP_INSTR('nevermore1, nevermore2, nevermore3.', 'nevermore\\\\d')", 1],
  [`REGEXP_INSTR(${times}, 'the\\\\W+\\\\w+')`, 8],
  [`REGEXP_INSTR(${spaces}, 'the\\\\W+\\\\w+')`, 7],
  ["REGEXP_INSTR('A thespian theater is nearby.', 'the\\\\W+\\\\w+')", 0],
  // width_bucket, bitand, bitor
  ['WIDTH_BUCKET(290000.00, 200000, 600000, 4)', 1],
  ['WIDTH_BUCKET(399999.99, 200000, 600000, 4)', 2],
  ['WIDTH_BUCKET(400000.00, 200000, 600000, 4)', 3],
  ['WIDTH_BUCKET(510000.00, 200000, 600000, 4)', 4],
  ['WIDTH_BUCKET(1, 200000, 600000, 4)', 0],
  ['WIDTH_BUCKET(600000, 200000, 600000, 4)', 5],
  ['BITAND(5, 3)', 1],
  ['BITOR(16, 24)', 24],
  ['BITXOR(2, 16)', 18],
  // next_day, previous_day, months_between, time_slice
  ["NEXT_DAY('2025-05-06'::DATE, 'Friday')", day('2025-05-09')],
  ["NEXT_DAY('2025-05-09 10:00'::TIMESTAMP, ' fri ')", day('2025-05-16')],
  ["PREVIOUS_DAY('2025-05-06'::DATE, 'fr')", day('2025-05-02')],
  ["PREVIOUS_DAY('2025-05-06'::DATE, 'TU')", day('2025-04-29')],
  ["MONTHS_BETWEEN('2019-03-15'::DATE, '2019-02-15'::DATE)", 1],
  ["MONTHS_BETWEEN('2019-03-31 01:00:00'::TIMESTAMP, '2019-02-28 13:00:00'::TIMESTAMP)", 1],
  ["ROUND(MONTHS_BETWEEN('2019-03-01'::DATE, '2019-02-15'::DATE), 6)", 0.548387],
  [
    "ROUND(MONTHS_BETWEEN('2019-03-01 02:00:00'::TIMESTAMP, '2019-02-15 01:00:00'::TIMESTAMP), 6)",
    0.549731,
  ],
  ["MONTHS_BETWEEN('2019-02-15 02:00:00'::TIMESTAMP, '2019-02-15 01:00:00'::TIMESTAMP)", 0],
  ["ROUND(MONTHS_BETWEEN('2019-03-30'::DATE, '2019-02-28'::DATE), 6)", 1.064516],
  ["MONTHS_BETWEEN('2019-02-01'::DATE, '2019-03-01'::DATE)", -1],
  ["TIME_SLICE('2019-02-28'::DATE, 4, 'MONTH', 'START')", day('2019-01-01')],
  ["TIME_SLICE('2019-02-28'::DATE, 4, 'MONTH', 'END')", day('2019-05-01')],
  [
    "TIME_SLICE('2019-02-28T12:34:56.789'::TIMESTAMP_NTZ, 8, 'HOUR')",
    day('2019-02-28T08:00:00.000Z'),
  ],
  ["TIME_SLICE('2018-08-01'::DATE, 2, 'WEEK', 'START')", day('2018-07-23')],
  ["TIME_SLICE('2018-08-25'::DATE, 2, 'WEEK', 'END')", day('2018-09-03')],
  ["TIME_SLICE('1960-01-01'::DATE, 15, 'YEAR')", day('1955-01-01')],
];

describe('the example of a function', () => {
  it.each(cases)('%s', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} AS X`)).toEqual(expected);
  });

  it('OBJECT_AGG makes an object of each group', async () => {
    expect(
      await account.column('SELECT OBJECT_AGG(K, V) FROM PAIRS GROUP BY G ORDER BY G'),
    ).toEqual([
      { name: 'Joe', age: 21 },
      { name: 'Sue', zip: 94401 },
    ]);
    const flattened = `SELECT KEY FROM (SELECT OBJECT_AGG(K, V) AS O FROM PAIRS GROUP BY G),
      LATERAL FLATTEN(INPUT => O) ORDER BY KEY`;
    expect(await account.column(flattened)).toEqual(['age', 'name', 'name', 'zip']);
  });

  it('works on columns, and inside one another', async () => {
    const nested =
      "ARRAY_APPEND(ARRAY_CAT(SPLIT(K, 'a'), OBJECT_KEYS(OBJECT_INSERT(OBJECT_CONSTRUCT(), K, V))), GET(SPLIT(K, 'm'), 1))";
    expect(await account.column(`SELECT ${nested} FROM PAIRS WHERE K = 'name' AND G = 0`)).toEqual([
      ['n', 'me', 'name', 'e'],
    ]);
  });
});

describe('what a function does not take', () => {
  it.each([
    ["OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'a', 2)", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["OBJECT_DELETE(PARSE_JSON('[1]'), 'a')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["ARRAY_APPEND('a', 1)", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['OBJECT_KEYS(ARRAY_CONSTRUCT())', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["TRANSLATE('a', 'a', 'bc')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["EDITDISTANCE('Ich weiß nicht', 'x')", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['WIDTH_BUCKET(1, 5, 5, 2)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['BITAND(1.5, 1)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["NEXT_DAY('2025-05-06'::DATE, 'x')", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["TIME_SLICE('2019-02-28'::DATE, 4, 'HOUR')", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["REGEXP_INSTR('abc', 'b', 2)", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['HASH(1)', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["OBJECT_AGG('a', 1)", 'DAS_WAREHOUSE_UNSUPPORTED'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression} AS X`)).toBe(code);
  });

  it('a key that comes twice in a group of OBJECT_AGG', async () => {
    expect(await account.code('SELECT OBJECT_AGG(K, V) FROM PAIRS')).toBe(
      'DAS_WAREHOUSE_EXECUTION_FAILED',
    );
  });
});
