import { expect, test } from 'vitest';
import { isReadOnly } from './is-read-only.js';

test.each([
  'SELECT 1',
  'select 1',
  '  -- a note\n/* and\n another */ // third\n(SELECT 1)',
  'WITH a AS (SELECT 1) SELECT * FROM a',
  'SHOW TABLES IN ACCOUNT',
  'DESCRIBE TABLE A',
])('reads: %s', (statement) => {
  expect(isReadOnly(statement)).toBe(true);
});

test.each([
  '',
  '-- SELECT 1',
  'DELETE FROM A',
  '/* SELECT */ DROP TABLE A',
  'CREATE TABLE A AS SELECT 1',
  'GRANT ROLE A TO USER B',
  'EXECUTE IMMEDIATE $$SELECT 1$$',
  'CALL P()',
  'SELECTED',
  '"SELECT" 1',
])('is not known to read: %s', (statement) => {
  expect(isReadOnly(statement)).toBe(false);
});
