import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from '../fixtures/account.js';

let account: Account;
beforeAll(async () => {
  account = await Account.open();
});
afterAll(async () => await account.warehouse.close());

const nested =
  'ARRAY_CONSTRUCT(ARRAY_CONSTRUCT(1, 2, 3), ARRAY_CONSTRUCT(4), ARRAY_CONSTRUCT(5, 6))';
const letters = "ARRAY_CONSTRUCT('A', 'B', 'B', 'B', 'C')";

/** From each function's page below https://docs.snowflake.com/en/sql-reference/functions */
const cases: readonly (readonly [string, unknown])[] = [
  // array_sort, array_min, array_max
  ['ARRAY_SORT(ARRAY_CONSTRUCT(20, 0, NULL, 10))', [0, 10, 20, null]],
  ['ARRAY_SORT(ARRAY_CONSTRUCT(20, 0, NULL, 10), FALSE)', [null, 20, 10, 0]],
  ['ARRAY_SORT(ARRAY_CONSTRUCT(10, 9, 1.5))', [1.5, 9, 10]],
  ["ARRAY_SORT(ARRAY_CONSTRUCT('b', 'a', 'B'))", ['B', 'a', 'b']],
  ['ARRAY_SORT(ARRAY_CONSTRUCT())', []],
  ['ARRAY_SORT(NULL)', null],
  ['ARRAY_MIN(ARRAY_CONSTRUCT(20, 0, NULL, 10, NULL))', 0],
  ['ARRAY_MAX(ARRAY_CONSTRUCT(20, 0, NULL, 10, NULL))', 20],
  ['ARRAY_MIN(ARRAY_CONSTRUCT())', null],
  ['ARRAY_MAX(NULL)', null],
  // array_intersection, array_except
  ["ARRAY_INTERSECTION(ARRAY_CONSTRUCT('A', 'B'), ARRAY_CONSTRUCT('B', 'C'))", ['B']],
  [`ARRAY_INTERSECTION(${letters}, ARRAY_CONSTRUCT('B', 'B'))`, ['B', 'B']],
  ["ARRAY_INTERSECTION(ARRAY_CONSTRUCT('A'), NULL)", null],
  ["ARRAY_EXCEPT(ARRAY_CONSTRUCT('A', 'B'), ARRAY_CONSTRUCT('B', 'C'))", ['A']],
  ["ARRAY_EXCEPT(ARRAY_CONSTRUCT('A'), ARRAY_CONSTRUCT('B', 'C'))", ['A']],
  [`ARRAY_EXCEPT(${letters}, ARRAY_CONSTRUCT('B'))`, ['A', 'B', 'B', 'C']],
  ["ARRAY_EXCEPT(ARRAY_CONSTRUCT('A', NULL, NULL), ARRAY_CONSTRUCT('B', NULL))", ['A', null]],
  // array_flatten
  [`ARRAY_FLATTEN(${nested})`, [1, 2, 3, 4, 5, 6]],
  [`ARRAY_FLATTEN(ARRAY_CONSTRUCT(${nested}))`, [[1, 2, 3], [4], [5, 6]]],
  ['ARRAY_FLATTEN(ARRAY_CONSTRUCT(ARRAY_CONSTRUCT(1, 2, 3), NULL, ARRAY_CONSTRUCT(5, 6)))', null],
  // array_position, array_remove, array_remove_at, array_insert, array_generate_range
  ["ARRAY_POSITION('hello'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", 0],
  ["ARRAY_POSITION('hi'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))", 1],
  ["ARRAY_POSITION('hello'::VARIANT, ARRAY_CONSTRUCT('hola', 'bonjour'))", null],
  ["ARRAY_REMOVE(ARRAY_CONSTRUCT(1, 5, 5.00, '5', 5, NULL), 5)", [1, '5', null]],
  ['ARRAY_REMOVE(ARRAY_CONSTRUCT(5, 5), 5)', []],
  ["ARRAY_REMOVE(ARRAY_CONSTRUCT('a', 'b', 'a', 'c'), 'a'::VARIANT)", ['b', 'c']],
  ['ARRAY_REMOVE_AT(ARRAY_CONSTRUCT(2, 5, 7), 0)', [5, 7]],
  ['ARRAY_REMOVE_AT(ARRAY_CONSTRUCT(2, 5, 7), -1)', [2, 5]],
  ['ARRAY_REMOVE_AT(ARRAY_CONSTRUCT(2, 5, 7), 10)', [2, 5, 7]],
  ["ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1, 2, 3), 2, 'hello')", [0, 1, 'hello', 2, 3]],
  ["ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1, 2, 3), 5, 'hello')", [0, 1, 2, 3, null, 'hello']],
  ["ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1, 2, 3), -1, 'hello')", [0, 1, 2, 'hello', 3]],
  ['ARRAY_GENERATE_RANGE(2, 5)', [2, 3, 4]],
  ['ARRAY_GENERATE_RANGE(5, 25, 10)', [5, 15]],
  ['ARRAY_GENERATE_RANGE(-5, -25, -10)', [-5, -15]],
  ['ARRAY_GENERATE_RANGE(2, 2)', []],
  ['ARRAY_GENERATE_RANGE(8, 2)', []],
  ['ARRAY_REVERSE(ARRAY_CONSTRUCT(1, 2, 3, 4))', [4, 3, 2, 1]],
  // array_construct_compact, strtok_to_array, to_array
  ["ARRAY_CONSTRUCT_COMPACT(NULL, 'hello', 3::DOUBLE, 4, 5)", ['hello', 3, 4, 5]],
  ['ARRAY_CONSTRUCT_COMPACT()', []],
  ["STRTOK_TO_ARRAY('a.b.c', '.')", ['a', 'b', 'c']],
  ["STRTOK_TO_ARRAY('user@snowflake.com', '.@')", ['user', 'snowflake', 'com']],
  ["STRTOK_TO_ARRAY('a b')", ['a', 'b']],
  ["STRTOK_TO_ARRAY(NULL, '.')", null],
  ['TO_ARRAY(1)', [1]],
  ["TO_ARRAY('text')", ['text']],
  ["TO_ARRAY(PARSE_JSON('[1, 2]'))", [1, 2]],
  ['TO_ARRAY(NULL)', null],
  // is_*, as_*, strip_null_value, to_object, json_extract_path_text
  [`IS_VARCHAR('a'::VARIANT)`, true],
  ['IS_VARCHAR(1::VARIANT)', false],
  ["IS_BOOLEAN(PARSE_JSON('true'))", true],
  ["IS_INTEGER(PARSE_JSON('12'))", true],
  ["IS_INTEGER(PARSE_JSON('1.5'))", false],
  ["IS_DOUBLE(PARSE_JSON('1.5'))", true],
  ["IS_DOUBLE(PARSE_JSON('12'))", true],
  ['IS_DOUBLE(PARSE_JSON(\'"1.5"\'))', false],
  ['IS_CHAR(NULL::VARIANT)', null],
  ["AS_VARCHAR('a'::VARIANT)", 'a'],
  ['AS_CHAR(1::VARIANT)', null],
  ["AS_BOOLEAN(PARSE_JSON('false'))", false],
  ["AS_ARRAY(PARSE_JSON('[1]'))", [1]],
  ["AS_ARRAY(PARSE_JSON('{}'))", null],
  ['AS_OBJECT(PARSE_JSON(\'{"a": 1}\'))', { a: 1 }],
  ['STRIP_NULL_VALUE(PARSE_JSON(\'{"a": null}\'):a)', null],
  ['STRIP_NULL_VALUE(PARSE_JSON(\'{"a": null}\'):a) IS NULL', true],
  ['STRIP_NULL_VALUE(PARSE_JSON(\'{"a": 1}\'):a)', 1],
  ['TO_OBJECT(PARSE_JSON(\'{"a": 1}\'))', { a: 1 }],
  [`JSON_EXTRACT_PATH_TEXT('{"a": {"b": ["x", "y"]}}', 'a.b[1]')`, 'y'],
];

describe('the example of a function on ARRAYs and VARIANTs', () => {
  it.each(cases)('%s', async (expression, expected) => {
    expect(await account.value(`SELECT ${expression} AS X`)).toEqual(expected);
  });
});

describe('what it does not take', () => {
  it.each([
    ["ARRAY_SORT(ARRAY_CONSTRUCT(1, 'a'))", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['ARRAY_SORT(ARRAY_CONSTRUCT(1), TRUE, TRUE)', 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["ARRAY_MIN(PARSE_JSON('{}'))", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['ARRAY_FLATTEN(ARRAY_CONSTRUCT(ARRAY_CONSTRUCT(1), 4))', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["ARRAY_REVERSE('a')", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ["ARRAY_POSITION('a', ARRAY_CONSTRUCT('a'))", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
    ['ARRAY_GENERATE_RANGE(1, 2, 0)', 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ['ARRAY_COMPACT(ARRAY_CONSTRUCT(1))', 'DAS_WAREHOUSE_UNSUPPORTED'],
    ["TO_OBJECT(PARSE_JSON('[1]'))", 'DAS_WAREHOUSE_EXECUTION_FAILED'],
    ["IS_VARCHAR('a')", 'DAS_WAREHOUSE_INVALID_STATEMENT'],
  ])('%s ends with %s', async (expression, code) => {
    expect(await account.code(`SELECT ${expression} AS X`)).toBe(code);
  });
});
