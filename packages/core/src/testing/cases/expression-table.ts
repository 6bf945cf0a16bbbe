import type { Value } from '../../warehouse/warehouse.js';

/** Expressions with the values that Snowflake documents for them. */
export type ExpressionTable = readonly (readonly [string, Value])[];

export const patternsExpressions: ExpressionTable = [
  ["REGEXP_LIKE('abc', 'b')", false],
  ["REGEXP_LIKE('abc', '.b.')", true],
  ["'ABC' RLIKE 'a.c'", false],
  ["REGEXP_LIKE('ABC', 'a.c', 'i')", true],
  ["REGEXP_REPLACE('a1b2', '[0-9]', '#')", 'a#b#'],
  ["'x' LIKE ANY ('y', 'x%')", true],
  ["'a_b' LIKE 'a\\\\_b' ESCAPE '\\\\'", true],
  ["'ABC' ILIKE 'a%'", true],
];

export const datesExpressions: ExpressionTable = [
  ["DATEADD(month, 1, '2024-01-31'::DATE)", new Date('2024-02-29')],
  ["DATEADD('day', 1, '2024-01-31'::DATE)::VARCHAR", '2024-02-01'],
  ["DATEADD(hour, 1, '2024-01-31'::DATE)::VARCHAR", '2024-01-31 01:00:00.000'],
  ["DATE_TRUNC('week', '2024-01-07'::DATE)::VARCHAR", '2024-01-01'],
  ["DATE_TRUNC('MONTH', '2024-01-07 10:00:00'::TIMESTAMP)::VARCHAR", '2024-01-01 00:00:00.000'],
  ["DATEDIFF(week, '2024-01-07'::DATE, '2024-01-08'::DATE)", 1],
  ["DATEDIFF(month, '2024-01-31'::DATE, '2024-02-01'::DATE)", 1],
  ["DATEDIFF('year', '2023-12-31'::DATE, '2024-01-01'::DATE)", 1],
  ["TRY_TO_DATE('2024-13-01')", null],
  ["TO_DATE('2024-02-03')::VARCHAR", '2024-02-03'],
  ["TO_DATE('03/02/2024', 'DD/MM/YYYY')::VARCHAR", '2024-02-03'],
  ["TO_VARCHAR('2024-02-03'::DATE, 'YYYYMMDD')", '20240203'],
  ["TO_TIMESTAMP_NTZ('2024-01-01T10:00:00Z')::VARCHAR", '2024-01-01 10:00:00.000'],
  ["TO_TIMESTAMP_NTZ('2024-01-01T10:00:00+05:00')::VARCHAR", '2024-01-01 10:00:00.000'],
  ["'2024-01-01T10:00:00+05:00'::TIMESTAMP_LTZ::TIMESTAMP_NTZ::VARCHAR", '2024-01-01 05:00:00.000'],
  ["EXTRACT(year FROM '2024-02-03'::DATE) + MONTH('2024-02-03'::DATE)", 2026],
  ["DATE_PART('day', '2024-02-03'::DATE)", 3],
  ["DAYOFWEEK('2024-01-07'::DATE)", 0],
  ['DATE_FROM_PARTS(2024, 13, 1)::VARCHAR', '2025-01-01'],
  ["'2024-01-02'::DATE - '2024-01-01'::DATE", 1],
  ["'2024-01-01'::DATE + 1", new Date('2024-01-02')],
];

export const semiStructuredExpressions: ExpressionTable = [
  ['PARSE_JSON(\'{"a": {"b": "x"}}\'):a.b::VARCHAR', 'x'],
  ['PARSE_JSON(\'{"a": {"b": "x"}}\'):a.b', 'x'],
  ['PARSE_JSON(\'{"a.b": 1}\'):"a.b"::NUMBER', 1],
  ['PARSE_JSON(\'{"a.b": 1}\'):a.b', null],
  ["PARSE_JSON('[1, [2, 3]]')[1][0]::NUMBER", 2],
  ['PARSE_JSON(\'{"A": 1}\'):a', null],
  ['PARSE_JSON(\'{"a": [{"B": {"c": 7}}]}\'):a[0].B.c::NUMBER', 7],
  ['PARSE_JSON(\'{"a": [{"b": 1}]}\')[\'a\'][0].b::NUMBER', 1],
  ["TRY_PARSE_JSON('{')", null],
  ["OBJECT_CONSTRUCT('a', 1, 'b', NULL)", { a: 1 }],
  ["OBJECT_CONSTRUCT_KEEP_NULL('a', 1, 'b', NULL)", { a: 1, b: null }],
  ["ARRAY_CONSTRUCT(1, 'x')", [1, 'x']],
  ['ARRAY_SIZE(ARRAY_CONSTRUCT(1, 2))', 2],
  ["TO_JSON(OBJECT_CONSTRUCT('a', 'x'))", '{"a":"x"}'],
];

export const nullsExpressions: ExpressionTable = [
  ["CONCAT('a', NULL)", null],
  ["'a' || NULL", null],
  ["IFF(NULL, 'a', 'b')", 'b'],
  ['NVL(NULL, 3)', 3],
  ["NVL2(NULL, 'a', 'b')", 'b'],
  ['ZEROIFNULL(NULL)', 0],
  ["DECODE(NULL, 1, 'one', NULL, 'null', 'other')", 'null'],
  ['GREATEST(1, NULL)', null],
  ['NULL IN (1, 2)', null],
  ['EQUAL_NULL(NULL, NULL)', true],
  ['NULL IS NOT DISTINCT FROM NULL', true],
];

export const conditionsExpressions: ExpressionTable = [
  ["IFF(1 = 1, 'a', 'b')", 'a'],
  ['2 BETWEEN 1 AND 3', true],
  ["CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", 'b'],
  ['NOT TRUE OR TRUE', true],
];

export const numbersExpressions: ExpressionTable = [
  ['DIV0(1, 0)', 0],
  ['LEAST(3, 2)', 2],
  ['ROUND(2.5)', 3],
  ['ROUND(-2.5)', -3],
  ['ROUND(1.2345, 2)', 1.23],
  ['7 / 2', 3.5],
  ['1 / 3', 0.333333],
  ['MOD(-7, 3)', -1],
  ['CEIL(1.2) + FLOOR(1.8)', 3],
  ['1.5 * 1.5', 2.25],
  ['9007199254740993', 9007199254740993n],
  ['-(-1)', 1],
];

export const conversionsExpressions: ExpressionTable = [
  ["'12.345'::NUMBER(5,2)", 12.35],
  ["'5' = 5", true],
  ["'1.5' = 1", false],
  ["TRY_CAST('x' AS NUMBER)", null],
  ['1::BOOLEAN', true],
  ["'yes'::BOOLEAN", true],
  ['TRUE::VARCHAR', 'true'],
  ['1.50::NUMBER(3,2)::VARCHAR', '1.50'],
  ['1::FLOAT::VARCHAR', '1'],
  ["TO_BINARY('ff00')::VARCHAR", 'FF00'],
];

export const textExpressions: ExpressionTable = [
  ["CONCAT('a', 'b', 'c')", 'abc'],
  ["POSITION('b' IN 'abc')", 2],
  ["POSITION('b' IN LOWER('ABC')) IN (2, 3)", true],
  ["SPLIT_PART('a-b-c', '-', 2)", 'b'],
  ["SPLIT_PART('a-b-c', '-', -1)", 'c'],
  ["SPLIT_PART('a-b-c', '-', 0)", 'a'],
  ["LEFT('abc', 2) || RIGHT('abc', 1)", 'abc'],
  ["SUBSTR('abc', 2)", 'bc'],
  ["SUBSTR('abc', -2, 1)", 'b'],
  ["TRIM('  a ')", 'a'],
  ["TRIM('**a*', '*')", 'a'],
  ["LPAD('7', 3, '0')", '007'],
  ["POSITION('b', 'abc')", 2],
  ["REPLACE('aXbX', 'X', '-')", 'a-b-'],
  ["STARTSWITH('abc', 'ab') AND ENDSWITH('abc', 'bc') AND CONTAINS('abc', 'b')", true],
  ["SHA2('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  ["MD5('a')", '0cc175b9c0f1b6a831c399e269772661'],
  ["'it''s' || 'a\\nb'", "it'sa\nb"],
  ["$$a'b$$", "a'b"],
];
