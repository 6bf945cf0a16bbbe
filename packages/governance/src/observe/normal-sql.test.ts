import { expect, test } from 'vitest';
import { normalLag } from './normal-lag.js';
import { normalSql, normalType } from './normal-sql.js';

test.each([
  ["case when x then 'a' end", "CASE  WHEN X\n THEN 'a' END", true],
  ['VAL -- a remark\n + 1', 'VAL + 1', true],
  ['"NAME" = 1', 'name = 1', true],
  ['"name" = 1', 'name = 1', false],
  ["VAL = 'a'", "VAL = 'A'", false],
  ["VAL = '-- a'", "VAL = '-- b'", false],
  ['VAL > 1', 'VAL >= 1', false],
])('%s and %s are the same: %s', (one, other, isSame) => {
  expect(normalSql(one) === normalSql(other)).toBe(isSame);
});

test.each([
  ['TEXT(16777216)', 'VARCHAR'],
  ['VARCHAR(20)', 'VARCHAR(20)'],
  ['NUMBER', 'NUMBER(38,0)'],
  ['decimal(12, 2)', 'NUMBER(12,2)'],
  ['TIMESTAMP_NTZ(9)', 'TIMESTAMP_NTZ'],
])('the type %s is %s', (text, normal) => {
  expect(normalType(text)).toBe(normal);
});

test.each([
  ['1 minute', '60 SECONDS'],
  ['3600 seconds', '3600 SECONDS'],
  ['downstream', 'DOWNSTREAM'],
])('the lag %s is %s', (text, normal) => {
  expect(normalLag(text)).toBe(normal);
});
