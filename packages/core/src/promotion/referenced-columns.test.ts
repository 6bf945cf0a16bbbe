import { describe, expect, test } from 'vitest';
import { referencedColumns } from './referenced-columns.js';
import { expressionFault } from './sql-tokens.js';

const columns = ['ssn', 'zip', 'name'];

describe('the columns that an expression may read', () => {
  test('are found in any case, quoted or not, and not in string literals', () => {
    expect(referencedColumns(`LEFT(Zip, 3) || "SSN" || 'name'`, columns)).toEqual(['zip', 'ssn']);
    expect(referencedColumns(`"sSn" || t.zip:path[0]."a"`, columns)).toEqual(['ssn', 'zip']);
  });

  test.each([
    [`'it''s ssn' || name || '\\' zip'`],
    [`'\\\n' || name || 'x'`],
    [`$$'$$ || name || $$'$$`],
    [`'$$' || name || '$$'`],
    [`'"' || name || '"'`],
  ])('are not hidden by quotes inside literals: %s', (expression) => {
    expect(referencedColumns(expression, columns)).toEqual(['name']);
  });

  test('do not begin inside a longer word', () => {
    expect(referencedColumns('ssn_hash + zipped + ssn$', columns)).toEqual([]);
  });

  test.each([
    ['OBJECT_CONSTRUCT(*)'],
    ['OBJECT_CONSTRUCT(t.*)::VARCHAR'],
    ['HASH(1, *)'],
    ['HASH_AGG(DISTINCT *)'],
    ['* EXCLUDE (a)'],
    ['$2'],
    ['t.$2'],
    [`IDENTIFIER('ssn')`],
    ['$variable'],
  ])('are all of them where none is named: %s', (expression) => {
    expect(referencedColumns(expression, columns)).toEqual(columns);
  });

  test('are not read by a count of rows or a product', () => {
    expect(referencedColumns('COUNT(*) * 2 + (1) * 3', columns)).toEqual([]);
    expect(referencedColumns('zip * 2', columns)).toEqual(['zip']);
  });
});

test.each([
  [`/* ' */ ssn /* ' */`, 'it holds a comment'],
  [`--'\n ssn --'\n`, 'it holds a comment'],
  [`1 // '\n`, 'it holds a comment'],
  [`(SELECT MAX(x) FROM other)`, 'it holds another query'],
  ['TRUE UNION ALL sElEcT ssn FROM t', 'it holds another query'],
  ['TRUE; DROP TABLE t', 'it holds more than one statement'],
  [`'open`, 'a text literal does not end'],
  [`"open`, 'a quoted identifier does not end'],
  ['$$open', 'a dollar sign stands alone'],
  ['1) AS x, (2', 'its brackets do not match'],
  ['([1)]', 'its brackets do not match'],
])('%s is not one expression: %s', (expression, fault) => {
  expect(expressionFault(expression)).toBe(fault);
});

test('an expression may hold in a literal what it may not hold itself', () => {
  const text = `kind IN ('--', '/*', 'SELECT (', $$;'$$, '"') AND "SELECT" > -(-1) AND a:b[0] / 2 > 0`;
  expect(expressionFault(text)).toBeUndefined();
});
